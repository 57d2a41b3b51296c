"""Who does what: a sentence may not give one party's act, view or words to another."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.answering.checks.words import is_content, is_frame, stem

_INSPECTORS = frozenset("inspector inspectors inspectorate hmi hmic hmicfrs ofsted".split())
_FIRST = frozenset("we us i our ours my".split())
_UNKNOWN = frozenset("it they he she them him her who which that".split())
_BODIES = frozenset(
    "force constabulary service authority council trust department college school prison "
    "company board agency commission ministry office hospital".split()
)
_POSSESSIVES = frozenset("our my his her its their ours".split())
_BREAKS = frozenset(
    "in on at by for from with into of to that and but or because while as about against than "
    "until since after before during if when where which who whom".split()
)
_BE = frozenset("is are was were be been being".split())
_NO_SUBJECT_AFTER = frozenset("in at on of from to for by with into about against near".split())
_CALENDAR = frozenset(
    "january february march april may june july august september october november december "
    "monday tuesday wednesday thursday friday saturday sunday".split()
)
_TOKEN = re.compile(r"[^\W_]+(?:['&-][^\W_]+)*|[.;:!?|,\"()]")
_STOPS = frozenset(".;:!?|")
_MARKS = _STOPS | frozenset(',"()')
_SAYS = (
    r"(?:said|says|say|told|tells|added|adds|argued|argues|warned|warns|explained|explains"
    r"|believes|believed|thinks|thought|feels|felt|admitted|admits|accepted|accepts|stated"
    r"|states|claimed|claims|described|describes|conceded|acknowledged|insisted|maintained)"
)
_NAME = r"(?P<name>[A-Z][^\W_]*(?:['-][^\W_]+)*(?:\s+(?:of\s+)?[A-Z][^\W_]*(?:['-][^\W_]+)*)*)"
_ATTRIBUTION = (
    re.compile(rf"{_NAME}(?:,[^,]+,)?\s+(?:has\s+|also\s+)*{_SAYS}\b"),
    re.compile(rf"\b[Aa]ccording to\s+(?:the\s+)?{_NAME}"),
    re.compile(rf"{_SAYS}\s+{_NAME}"),
)
_BEFORE = 12  # Words before a verb within which its subject is looked for.
_AFTER = 4  # Words after a verb within which its object is looked for.
_VERB_ENDINGS = ("ed", "en", "wn", "lt", "ght", "ept", "old", "ut")


@dataclass(frozen=True, slots=True)
class Parties:
    """Names of the inspecting body and of the body reported on, and who spoke the cited words."""

    inspecting: frozenset[str] = frozenset()
    reported: frozenset[str] = frozenset()
    speakers: tuple[tuple[str, str], ...] = field(default=())
    all_spoken: bool = False

    def first_person(self, *, quoted: bool) -> frozenset[str]:
        """Return whom "we" may stand for in the cited words, inside quotation marks or not."""
        if not self.speakers or not (quoted or self.all_spoken):
            return frozenset({"inspectors"})
        parties = {f"name:{name.split()[-1].lower()}" for name, _ in self.speakers}
        if any("inspector" in role.lower() for _, role in self.speakers):
            parties.add("inspectors")
        else:
            parties |= {"body", "generic"}
        return frozenset(parties)


@dataclass(frozen=True, slots=True)
class _Act:
    party: frozenset[str]  # Empty where the text does not say, or says only "it".
    word: str
    verb: str
    noun: str = ""  # The stem of a subject that is no party: "visitors criticised".
    objects: frozenset[str] = frozenset()  # Stems right after the verb.


def swapped_actor(sentence: str, source: str, parties: Parties) -> str | None:
    """Return the verb that `sentence` gives to another party than `source` does."""
    theirs = list(_acts(source, parties))
    for act in _acts(sentence, parties):
        if not act.party:
            continue
        same_verb = [other for other in theirs if other.verb == act.verb]
        if any(other.noun in act.objects for other in same_verb):
            return act.verb
        if is_frame(act.word) and "inspectors" in act.party:
            continue  # "Inspectors found that ..." may open any finding.
        known = [other for other in same_verb if other.party]
        if known and len(known) == len(same_verb) and not any(_same(act, o) for o in known):
            return act.verb
    return None


def _same(one: _Act, two: _Act) -> bool:
    return bool(_widened(one.party) & _widened(two.party))


def _widened(party: frozenset[str]) -> frozenset[str]:
    """Let "the force" and the body by name stand for each other."""
    return party | {"body", "generic"} if party & {"body", "generic"} else party


def wrong_speaker(sentence: str, parties: Parties) -> str | None:
    """Return who `sentence` says spoke, when the record of the cited words names others."""
    if not parties.speakers:
        return None
    recorded = " ".join(f"{name} {role}" for name, role in parties.speakers).lower()
    for pattern in _ATTRIBUTION:
        for match in pattern.finditer(sentence):
            name = match["name"].removesuffix("'s")
            last = name.split()[-1].lower()
            inspectors = last in _INSPECTORS and "inspector" in recorded
            if last in _CALENDAR or inspectors or re.search(rf"\b{re.escape(last)}\b", recorded):
                continue
            if parties.all_spoken or last not in _INSPECTORS | parties.inspecting:
                return name
    return None


def _acts(text: str, parties: Parties) -> Iterator[_Act]:
    """Yield each verb-like word of `text` with the party before it, or after "by"."""
    tokens = _TOKEN.findall(text)
    for at, token in enumerate(tokens):
        lower = token.lower()
        if not token[0].isalpha() or not is_content(lower):
            continue
        if _party(tokens, at, parties) is not None:
            continue
        passive = _is_passive(tokens, at)
        if passive:
            yield _Act(_agent(tokens, at, parties), lower, stem(lower))
            continue
        objects = _objects(tokens, at)
        subject = _subject(tokens, at, parties)
        if subject is not None:
            yield _Act(subject, lower, stem(lower), objects=objects)
        elif at and tokens[at - 1].lower() in ("our", "my"):
            # "Our visit" is a visit that we made.
            quoted = tokens[:at].count('"') % 2 == 1
            yield _Act(parties.first_person(quoted=quoted), lower, stem(lower))
        elif at and is_content(tokens[at - 1].lower()) and tokens[at - 1][0].isalpha():
            yield _Act(frozenset(), lower, stem(lower), noun=stem(tokens[at - 1]))


def _objects(tokens: list[str], at: int) -> frozenset[str]:
    objects: list[str] = []
    for token in tokens[at + 1 : at + 1 + _AFTER]:
        if token in _MARKS or token.lower() in _BREAKS:
            break
        objects.append(stem(token))
    return frozenset(objects)


def _is_passive(tokens: list[str], at: int) -> bool:
    before = [token.lower() for token in tokens[max(0, at - 3) : at]]
    return tokens[at].lower().endswith(_VERB_ENDINGS) and bool(_BE.intersection(before))


def _agent(tokens: list[str], at: int, parties: Parties) -> frozenset[str]:
    following = tokens[at + 1 : at + 6]
    if "by" not in following:
        return frozenset()
    start = at + 1 + following.index("by") + 1
    for place in range(start, min(start + 4, len(tokens))):
        party = _party(tokens, place, parties)
        if party:
            return party
    return frozenset()


def _subject(tokens: list[str], at: int, parties: Parties) -> frozenset[str] | None:
    """Return the party right before a verb with only empty words between, None where none is."""
    place = at - 1
    while place >= 0 and place >= at - _BEFORE:
        token, lower = tokens[place], tokens[place].lower()
        if token in _MARKS or lower in _BREAKS:
            return None
        party = _party(tokens, place, parties)
        if party is not None:
            return party if _can_be_subject(tokens, place) else None
        if lower in _POSSESSIVES or is_content(lower):
            return None
        place -= 1
    return None


def _can_be_subject(tokens: list[str], place: int) -> bool:
    """Whether the name that ends at `place` does not hang on a preposition: "at Ellinghaven"."""
    if tokens[place].lower().endswith("'s") or tokens[place].lower() in _POSSESSIVES:
        return False
    first = place
    while first > 0 and (tokens[first - 1][0].isupper() or tokens[first - 1].lower() == "the"):
        first -= 1
    return first == 0 or tokens[first - 1].lower() not in _NO_SUBJECT_AFTER


def _run(tokens: list[str], at: int) -> frozenset[str]:
    """Return the words, in lower case, of the run of capitals that a word stands in."""
    first, last = at, at + 1
    if not tokens[at][0].isupper():
        return frozenset()
    while first > 0 and tokens[first - 1][0].isupper():
        first -= 1
    while last < len(tokens) and tokens[last][0].isupper():
        last += 1
    return frozenset(token.lower().removesuffix("'s") for token in tokens[first:last])


def _party(tokens: list[str], at: int, parties: Parties) -> frozenset[str] | None:
    """Return the party that a word names, an empty set for a pronoun, None for any other word."""
    token = tokens[at]
    lower = token.lower().removesuffix("'s")
    run = _run(tokens, at)
    if lower in _FIRST:
        return parties.first_person(quoted=tokens[:at].count('"') % 2 == 1)
    for is_it, party in (
        (lower in _UNKNOWN, ()),
        (lower in _INSPECTORS or run & parties.inspecting, ("inspectors",)),
        (run & parties.reported, ("body",)),
        (lower in _BODIES, ("generic",)),
    ):
        if is_it:
            return frozenset(party)
    named = token[0].isupper() and at > 0 and tokens[at - 1] not in _STOPS | {'"'}
    opens = token[0].isupper() and at + 1 < len(tokens) and tokens[at + 1][0].isupper()
    if (named or opens) and lower not in _CALENDAR and is_content(lower):
        return frozenset({f"name:{lower}"})
    return None
