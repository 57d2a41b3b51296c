"""Who speaks, by the words beside a speech verb: a person, with a role, or a body."""

import re
from dataclasses import dataclass

TITLES = frozenset(
    "Mr Mrs Ms Miss Mx Dr Cllr Sir Dame Lord Lady Baroness Professor Prof Rev Reverend".split()
)
_ROLE_WORDS = frozenset(
    "inspector inspectors constable superintendent sergeant commissioner minister secretary "
    "director chief head chair chairman chairwoman chairperson president leader mayor councillor "
    "pm spokesperson spokesman spokeswoman manager officer executive commander detective judge "
    "justice ambassador ombudsman deputy assistant lead hm hmi founder governor coroner adviser "
    "advocate solicitor barrister mp prime chancellor principal headteacher captain colonel "
    "general vice acting interim senior lieutenant pc dc ds di dci dsi det insp supt sgt "
    "treasurer trustee co-founder partner consultant editor nurse doctor professor bishop "
    "archbishop reverend father sister mother brother uncle aunt resident owner visitor "
    "analyst economist researcher campaigner lecturer author high".split()
)
_BODY_WORDS = frozenset(
    "constabulary police service services council probation care education ofsted department "
    "office board trust committee authority agency commission state home justice health crime "
    "policing children families partnership association federation union charity inspectorate "
    "government ministry court group university college society institute foundation network "
    "bank company ltd limited plc nhs hmicfrs hmic cqc force regulator watchdog team parliament "
    "house treasury tribunal federation centre unit panel inspectors met prisons standards "
    "affairs foreign defence transport culture treasury scotland yard".split()
)
_DOCUMENTS = re.compile(
    r"\b(?:report|letter|review|guidance|page|website|framework|plan|strategy|policy|act|"
    r"document|statement|article|leaflet|email|paragraph|section|regulations?|guide|summary|notes?|"
    r"manual|analysis|agreement|protocol|survey|data)\b",
    re.IGNORECASE,
)
_NOT_NAMES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may "
    "june july august september october november december today yesterday the a an this that "
    "these those one another some many all his her their its our my however but and also "
    "you we us nobody everybody others people children parents carers staff officers leaders "
    "residents victims pupils students managers teachers campaigners critics workers families "
    "responding commenting speaking following after in on at as when while what i".split()
)
_PRONOUNS = frozenset({"he", "she", "they", "it"})
_HE_OR_SHE = re.compile(r"\s(he|she)\Z")
_PEER = re.compile(
    r"\b(?:(?:Mr|Mrs|Ms|Lord|Lady)\s+Justice|Lord|Lady|Baroness|Viscount|Viscountess|Earl)\s+[A-Z][\w’-]+"
    r"(?:\s+of\s+[A-Z][\w’-]+(?:[\s-][A-Z][\w’-]+){0,3}?)?(?:\s+(?:CJ|LJ|MR|JSC|P|PC|KC|QC))?\Z"
)
_CLAUSE = re.compile(
    r"(?:(?!acting\b)[a-z]+ing|In|On|At|As|When|While|After|Before|Asked|Today|Yesterday|Earlier|Last|"
    r"During|Since|With|For|Despite|To|By|Of|About|Under|Throughout|However|Meanwhile|But|And|"
    r"Also|Then|Later|who|which|whose|where)\b",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"^(?:(?:And|But|However|Meanwhile|Also|Then|Later|As|Today|Yesterday|Earlier)\b,?\s+)+"
)
_ADVERBS = re.compile(
    r"(?:,?\s+(?:also|then|later|today|yesterday|has|have|had|once|rightly|recently|simply|"
    r"previously|since|who|further|repeatedly))+\Z"
)
_PREPOSITIONS = frozenset("of for at in to from with on near by about".split())
_PARTICLES = frozenset("de van von der den bin al le la du di da ap".split())
_NAME = re.compile(r"(?:[A-Z][\w’'-]*|[A-Z]\.)\Z")
_POST_NOMINAL = re.compile(r"(?:[A-Z]{2,5}|KCB|\([^)]*\))\Z")
_JUDGES = frozenset({"J", "LJ", "CJ", "MR", "P", "JSC", "LCJ"})
# What stands in front of the subject without a comma: "45.", "(a)", "Thus on 29 March 2012".
_OPENING = re.compile(
    r"\A(?:\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)]\s+)?"
    r"(?:(?:[Tt]hus\s+|[Aa]nd\s+|[Hh]owever,?\s+)?(?:(?:[Oo]n|[Ii]n|[Bb]y)\s+)(?:\d{1,2}\s+)?"
    r"(?:(?:January|February|March|April|May|June|July|August|September|October|November|December)"
    r"\s+)?\d{4},?\s+)?"
)
# "on behalf of Mr Low", "(as he then was)", "at paragraph 24", which name no speaker.
_BESIDE = re.compile(
    r"\s+on\s+behalf\s+of\s.*\Z|\s*\((?:as\s|“)[^)]*\)|\s+at\s+(?:para(?:graph)?s?\s|\[|§).*\Z"
)
_NO_ROLE = re.compile(r"\d|\b[a-z]+ed\b")
_A_VERB = re.compile(r"\b(?:had|has|have|is|was|were|are|will|[a-z]+ed)\b")
_WHO_IS = re.compile(r"^who\s+(?:is|was)\s+(?=the\s|a\s|[A-Z])")
_CLAUSES = frozenset("what who whom which how why when".split())
_MAX_NAME = 4
_MAX_BODY_WORDS = 12


@dataclass(frozen=True, slots=True)
class Who:
    """A speaker as the text names them; `pronoun` stands for somebody named before."""

    name: str
    role: str | None = None
    person: bool = False
    pronoun: bool = False

    @property
    def surname(self) -> str:
        """The last word of the name."""
        return self.name.rsplit(" ", 1)[-1]

    @property
    def surname_only(self) -> bool:
        """Whether there is no more than a surname, perhaps after "Mr" or the like."""
        return sum(word not in TITLES for word in self.name.split()) == 1


def speaker_in(words: str, *, inverted: bool = False) -> Who | None:
    """Return who `words` name as the speaker, None where nobody is named clearly.

    `words` are what stands before a speech verb, or after it where `inverted`.
    """
    words = _BESIDE.sub("", _OPENING.sub("", " ".join(words.split())))
    words = _LEADING.sub("", words).strip(" ,–—-")
    words = _ADVERBS.sub("", words).strip(" ,")
    if words.lower() in _PRONOUNS:
        return Who(words.lower(), pronoun=True)
    if _CLAUSE.match(words) and (last := _HE_OR_SHE.search(words)):
        return Who(last[1], pronoun=True)
    parts = [_WHO_IS.sub("", part.strip()) for part in re.split(r",\s+|\s+[–—]\s+", words)]
    parts = [part for part in parts if part]
    while len(parts) > 1 and _CLAUSE.match(parts[0]):
        parts = parts[1:]
    if parts and parts[-1].lower() in _PRONOUNS:
        return Who(parts[-1].lower(), pronoun=True)
    people = [_person(part, inverted=inverted and index == 0) for index, part in enumerate(parts)]
    first = next((index for index, person in enumerate(people) if person), None)
    if first is None:
        return _body(parts)
    others = zip(parts[first + 1 :], people[first + 1 :], strict=True)
    named = [part for part, person in others if person and _names_another(part)]
    # "Ann Hill, Director, Best Business English": the last part is where she is director.
    office = named == parts[-1:] and len(parts) == first + 3 and _has_role(parts[-2])
    if named and (not office or re.search(r"\band\b", words)):
        return None
    return _with_role(parts, people, first)


def may_be_name(word: str) -> bool:
    """Whether a capitalised word could be a person's name: no pronoun, office, body or opener."""
    lower = word.lower()
    return lower not in _NOT_NAMES | _PRONOUNS | _ROLE_WORDS | _BODY_WORDS


def _names_another(part: str) -> bool:
    """Whether a part with a name in it is no clause, and no apposition such as "the chair of X"."""
    apposition = part[0].islower() and not re.search(r"\band\b", part)
    return not (apposition or _CLAUSE.match(part))


def _with_role(parts: list[str], people: list[Who | None], at: int) -> Who | None:
    person = people[at]
    assert person is not None
    roles = [person.role] if person.role else []
    if at > 0 and _has_role(parts[at - 1]) and not _A_VERB.search(parts[at - 1]):
        roles.insert(0, _bare(parts[at - 1]))
    for part in parts[at + 1 :]:
        if not _has_role(part) or _CLAUSE.match(part):
            break
        roles.append(_bare(part))
    return Who(person.name, ", ".join(roles) or None, person=True)


def _person(part: str, *, inverted: bool) -> Who | None:
    """Return the person that a part between commas names, at its end or, inverted, its start."""
    tokens = part.split()
    if not inverted and (peer := _PEER.search(part)) and " and " not in part[: peer.start()]:
        before = part[: peer.start()].strip()
        return Who(peer[0], _bare(before) if _has_role(before) else None, person=True)
    alone = len(tokens) > 1 and not any(map(_NAME.match, tokens[-3:-2]))
    if alone and tokens[-1] in _JUDGES and _NAME.match(tokens[-2]):
        surname = tokens[-2]
        alone = surname.lower() not in _NOT_NAMES and surname.lower() not in _BODY_WORDS
        return Who(" ".join(tokens[-2:]), person=True) if alone else None
    while len(tokens) > 1 and _POST_NOMINAL.match(tokens[-1]):
        tokens.pop()
    runs = _runs(tokens)
    if not inverted:
        beside = [run for run in runs[-1:] if run[1] == len(tokens)]
        runs = beside or [run for run in runs[:1] if tokens[run[1]] in ("from", "of", "at")]
    for start, end in runs:
        if found := _named(tokens, start, end):
            return found
        if inverted and not _has_role(" ".join(tokens[:end])):
            break
    return None


def _runs(tokens: list[str]) -> list[tuple[int, int]]:
    """Return where names could stand: runs of capitalised words that mean nothing else."""
    runs: list[tuple[int, int]] = []
    start: int | None = None
    for index, token in enumerate([*tokens, ""]):
        in_name = bool(_NAME.match(token)) and not (
            token.isupper() and "." not in token and len(token) > 1
        )
        # "May" opens no name, but ends "Theresa May".
        in_name = in_name and (start is not None or token.lower() not in _NOT_NAMES)
        lower = re.sub(r"[’']s\Z", "", token.lower())
        in_name = in_name and lower not in _ROLE_WORDS | _BODY_WORDS and not _DOCUMENTS.match(lower)
        in_name = (in_name and not re.search(r"[’']s\Z", token)) or token in TITLES
        if token in _PARTICLES and start is not None:
            continue
        if (in_name and token in TITLES and start is not None) or (in_name and start is None):
            start = index
        elif not in_name and start is not None:
            runs.append((start, index))
            start = None
    return runs


def _named(tokens: list[str], start: int, end: int) -> Who | None:
    before = tokens[start - 1].lower() if start else ""
    joined = tokens[end : end + 1] in (["and"], ["&"]) and tokens[end + 1 : end + 2] != []
    if before in ("and", "&") or (joined and tokens[end + 1][0].isupper()):
        return None  # Two people speak.
    titled = tokens[start] in TITLES
    size = end - start
    if before in _PREPOSITIONS and not titled:
        # "Mayor of London Sam Hill": the place comes first, a name has two words.
        if size <= 2:  # noqa: PLR2004 - a place of two words, or a place alone
            return None
        start = end - 2
        size = 2
    has_role = _has_role(" ".join(tokens[:start]))
    if size > _MAX_NAME + titled or (size == 1 and (titled or before not in _ROLE_WORDS)):
        return None
    name = " ".join(tokens[start:end])
    if name.isupper() and size == 1:
        return None
    role = _bare(" ".join(tokens[:start])) if has_role else None
    return Who(name, role, person=True)


def _body(parts: list[str]) -> Who | None:
    """Return the body, spokesperson or office that speaks where no person is named."""
    if not parts or len(parts) > 2:  # noqa: PLR2004 - "A spokesperson for X, the regulator"
        return None
    words = parts[0]
    tokens = re.findall(r"[\w-]+", words.lower())
    if not tokens or len(tokens) > _MAX_BODY_WORDS or _DOCUMENTS.search(words):
        return None
    # "The head of the mill praised what one inspector": a sentence, which names nobody.
    if tokens[0] in _NOT_NAMES - {"the", "a", "an"} or not _CLAUSES.isdisjoint(tokens):
        return None
    known = any(token in _BODY_WORDS or token in _ROLE_WORDS for token in tokens)
    single = len(words.split()) == 1 and bool(_NAME.match(words)) and tokens[0] not in _NOT_NAMES
    if (known and (words[0].isupper() or words.startswith(("the ", "a ", "an ")))) or single:
        return Who(words) if not _CLAUSE.match(words) else None
    return None


def _has_role(words: str) -> bool:
    return any(token in _ROLE_WORDS for token in re.findall(r"[\w-]+", words.lower()))


def _bare(role: str) -> str:
    """Return a role without its article, and without a clause in front of it."""
    role = re.sub(r"^(?:the|a|an|The|A|An|is|and)\s+", "", role.strip(" ,"))
    words = role.split()
    if _CLAUSE.match(role) or words[0] in _PREPOSITIONS or _NO_ROLE.search(role):
        capitals = re.search(r"(?:(?:[A-Z][\w’'-]*|of|for|and|the)\s*)+\Z", role)
        role = capitals[0].strip() if capitals else role
    return re.sub(r"^(?:(?:the|of|for|and)\s+)+", "", role)
