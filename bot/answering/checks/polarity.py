"""Whether a sentence denies what its source affirms, or affirms it more strongly."""

import re

from bot.answering.checks.words import NEGATORS, clauses, is_content, root, stem, stems, words

_UNABLE = frozenset("unable lack lacks lacked lacking absence refuse refuses refused".split())
_FAIL = frozenset("fail fails failed failing failure".split())
_NOT_NEGATING = re.compile(
    r"\bnot (?:only|just|least)\b|\bwhether or not\b|\bwithout fail\b"
    r"|\b(?:no|not) (?:more|fewer|less|longer|later|lower|higher|greater|shorter) than\b",
    re.IGNORECASE,
)
# Words that deny something without a "not"; a source with one may be rendered with a "not".
_IMPLICIT = frozenset(
    stem(word)
    for word in (
        "vacant empty lacking missing refused rejected absent poor inadequate insufficient short "
        "too unlike stopped ceased ended closed dropped avoided prevented denied few little weak "
        "declined delayed late overdue yet only worse limited seldom"
    ).split()
)
_REACH = 4
_PREFIXES = ("un", "in", "im", "ir", "non-", "non", "dis", "mis", "il")
_SHORTEST = 4

_MODALS = {
    "will": "will", "would": "will", "shall": "will", "can": "can", "could": "can", "may": "may",
    "might": "may", "must": "must", "should": "should", "ought": "should",
    "recommend": "should", "recommends": "should", "recommended": "should", "plans": "will",
    "recommendation": "should", "intends": "will", "able": "can",
    "possible": "may", "possibly": "may", "perhaps": "may", "asked": "should", "urged": "should",
}  # fmt: skip
_STRICT = frozenset({"must", "may", "should", "will"})
# Words that make a finding stronger or wider, or give it another period; a paraphrase may not
# bring one of its own.
_STRONGER = {
    word: words.split()[0]
    for words in (
        "all every each everyone everybody entire whole entirely completely fully wholly total",
        "always",
        "only sole solely",
        "most majority mostly mainly",
        "never",
        "serious severe grave seriously severely gravely",
        "significant significantly substantial substantially considerable considerably",
        "consistent consistently",
        "widespread systemic",
        "repeatedly repeated",
        "best",
        "worst",
        "highest",
        "lowest",
        "biggest largest",
        "smallest",
        "permanently permanent",
        "immediately immediate",
        "many",
        "half",
        "year years yearly annual annually",
        "month months monthly",
        "week weeks weekly",
        "quarter quarters quarterly",
        "day days daily",
    )
    for word in words.split()
}
_CONDITION = re.compile(
    r"\b(?:only if|if|unless|provided (?:that)?|only when|on condition|subject to)\b", re.IGNORECASE
)
_HOW_OFTEN = re.compile(r"\b(?:every|each|per) (year|month|week|quarter|day)\b", re.IGNORECASE)
_OPPOSITES = tuple(
    (stem(one), stem(two))
    for one, two in (
        pair.split("/")
        for pair in (
            "rise/fall increase/decrease improve/worsen better/worse higher/lower more/fewer "
            "more/less before/after praise/criticise praised/criticised accept/reject "
            "accepted/rejected start/stop begin/end open/close opened/closed win/lose gain/lose "
            "strong/weak high/low early/late quick/slow quickly/slowly faster/slower pass/fail "
            "above/below majority/minority always/never all/none many/few most/few increase/cut "
            "well/badly well/poorly satisfied/dissatisfied welcome/criticise longer/shorter "
            "added/removed placed/removed moved/removed good/poor good/bad success/failure "
            "succeeded/failed supported/opposed confident/concerned easy/difficult "
            "safe/unsafe sooner/later agreed/disagreed granted/refused internal/external "
            "deeper/shallower larger/smaller bigger/smaller grew/shrank"
        ).split()
    )
)


# The stems that a negation denies, in order, and all stems of its clause.
_Negation = tuple[list[str], frozenset[str]]


def wrong_polarity(sentence: str, source: str) -> str | None:
    """Return what `sentence` turns round or makes stronger, None where it is faithful."""
    return (
        _negation(sentence, source)
        or _prefix(sentence, source)
        or _opposite(sentence, source)
        or _modal(sentence, source)
        or _condition(sentence, source)
        or _stronger(sentence, source)
    )


def _negated(text: str) -> list[_Negation]:
    """Return, for each negation, the stems that it denies and the stems of its clause."""
    found: list[_Negation] = []
    for clause in clauses(_NOT_NEGATING.sub(" ", text)):
        for at, word in enumerate(clause):
            following = clause[at + 1] if at + 1 < len(clause) else ""
            if word in NEGATORS | _UNABLE or (word in _FAIL and following == "to"):
                after = stems([w for w in clause[at + 1 :] if w not in _FAIL])[:_REACH]
                denied = after or stems(clause[:at])[-_REACH:]
                found.append((denied, frozenset(stems(clause))))
    return found


def _negation(sentence: str, source: str) -> str | None:
    mine, theirs = _without_pairs(_negated(sentence), _negated(source))
    return _added(mine, sentence, source) or _dropped(theirs, sentence, source)


def _without_pairs(
    mine: list[_Negation], theirs: list[_Negation]
) -> tuple[list[_Negation], list[_Negation]]:
    """Let each "not" of the sentence answer for one of the source's; return what is left of both.

    One for one, so that half a double negation is noticed; the best matches go first, and then
    those that only share a clause ("failed to record", "did not properly record").
    """
    for by_clause in (False, True):
        scored = sorted(
            (
                (len(set(own[0]) & (other[1] if by_clause else set(other[0]))), -at, -to)
                for at, own in enumerate(mine)
                for to, other in enumerate(theirs)
            ),
            reverse=True,
        )
        used_mine: set[int] = set()
        used_theirs: set[int] = set()
        for score, at, to in scored:
            if score and -at not in used_mine and -to not in used_theirs:
                used_mine.add(-at)
                used_theirs.add(-to)
        mine = [own for at, own in enumerate(mine) if at not in used_mine]
        theirs = [other for to, other in enumerate(theirs) if to not in used_theirs]
    return mine, theirs


def _added(left: list[_Negation], sentence: str, source: str) -> str | None:
    given = frozenset(stems(words(source)))
    for denied, _ in left:
        if not denied:
            continue
        prefixed = _has_prefixed(source, denied) and not _has_prefixed(sentence, denied)
        implied = bool(given & _IMPLICIT) or bool(NEGATORS.intersection(words(source)))
        if not prefixed and (denied[0] in given or not implied):
            return "a “not” that the source does not have"
    return None


def _dropped(left: list[_Negation], sentence: str, source: str) -> str | None:
    said = frozenset(stems(words(sentence)))
    for denied, clause in left:
        shared = set(denied) & said
        if not denied or not (denied[0] in said or len(shared) > 1):
            continue
        if _affirmed(sentence, source, shared, clause) or _implied_in(sentence, source, denied):
            continue
        return "leaves out a “not” of the source"
    return None


def _affirmed(sentence: str, source: str, shared: set[str], denying: frozenset[str]) -> bool:
    """Whether another clause of the source, without a negation, says more of `sentence`."""
    wanted = frozenset(stems(words(sentence)))
    for clause in clauses(source):
        found = frozenset(stems(clause))
        plain = not NEGATORS.intersection(clause) and not _UNABLE.intersection(clause)
        if plain and shared <= found and len(found & wanted) > len(denying & wanted):
            return True
    return False


def _implied_in(sentence: str, source: str, denied: list[str]) -> bool:
    """Whether `sentence` denies by a word of its own: "lacked", "vacant", "unfilled"."""
    own = set(words(sentence)) - set(words(source))
    return _has_prefixed(sentence, denied) or any(
        word in _UNABLE | _FAIL or stem(word) in _IMPLICIT for word in own
    )


def _has_prefixed(text: str, denied: list[str]) -> bool:
    return any(stem(base) in denied for word in words(text) for base in _bases(word))


def _bases(word: str) -> list[str]:
    """Return the stems that `word` turns round: "unallocated" gives that of "allocated"."""
    return [
        root(word[len(prefix) :])
        for prefix in _PREFIXES
        if word.startswith(prefix) and len(word) - len(prefix) >= _SHORTEST
    ]


def _prefix(sentence: str, source: str) -> str | None:
    """Catch "acceptable" where the source has "unacceptable", and the other way round."""
    mine, theirs = words(sentence), words(source)
    for some, other, text in ((mine, theirs, source), (theirs, mine, sentence)):
        roots_there = {root(word) for word in other}
        denied = {base for scope, _ in _negated(text) for base in scope}
        for word in some:
            if not is_content(word) or root(word) in roots_there:
                continue
            turned = next((base for base in _bases(word) if base in roots_there), None)
            if turned and stem(turned) not in denied and turned not in {root(own) for own in some}:
                return f"“{word}” turns the source round"
    return None


def _opposite(sentence: str, source: str) -> str | None:
    mine, theirs = ({stem(word) for word in words(text)} for text in (sentence, source))
    for pair in _OPPOSITES:
        for said, given in (pair, pair[::-1]):
            if said in mine and said not in theirs and given in theirs and given not in mine:
                return "the opposite of what the source says"
    return None


def _modal(sentence: str, source: str) -> str | None:
    """Catch "should" told as done, and "may" told as "will"."""
    mine, theirs = _modals(sentence), _modals(source)
    classes = {kind for kind, _ in theirs}
    for kind, _ in mine:
        if kind in _STRICT and kind not in classes and not (kind == "should" and "must" in classes):
            return "how certain or how binding the source is"
    mine_all = set(stems(words(sentence)))
    for kind, verb in theirs:
        told = kind in _STRICT and verb in mine_all and kind not in {own for own, _ in mine}
        if told and not _said_without(source, verb):
            return "how certain or how binding the source is"
    return None


def _modals(text: str) -> list[tuple[str, str]]:
    """Return each modal with the stem of the verb after it."""
    found: list[tuple[str, str]] = []
    for clause in clauses(re.sub(r"\bMay\b", "@", text)):
        for at, word in enumerate(clause):
            if word in _MODALS:
                found.append((_MODALS[word], next(iter(stems(clause[at + 1 :])), "")))
    return found


def _condition(sentence: str, source: str) -> str | None:
    """Catch what the source says under a condition, told without one."""
    if _CONDITION.search(sentence):
        return None
    mine = set(stems(words(sentence)))
    for part in re.split(r"[.;:|](?=\s|$)", source):
        match = _CONDITION.search(part)
        before = stems(words(part[: match.start()])) if match else []
        if before and before[-1] in mine:
            return "leaves out the condition that the source sets"
    return None


def _said_without(source: str, verb: str) -> bool:
    return any(
        verb in stems(clause) and not set(clause) & set(_MODALS) for clause in clauses(source)
    )


def _stronger(sentence: str, source: str) -> str | None:
    known = {_STRONGER[word] for word in words(source) if word in _STRONGER}
    for match in _HOW_OFTEN.finditer(sentence):
        said = _STRONGER[match[1].lower()]
        given = {_STRONGER[other[1].lower()] for other in _HOW_OFTEN.finditer(source)}
        if given and said not in given:
            return f"“{match[0]}”, which the source does not say"
    for word in words(sentence):
        if word in _STRONGER and _STRONGER[word] not in known:
            return f"“{word}”, which the source does not say"
    return None
