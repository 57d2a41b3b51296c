"""Who is reported on: names of bodies, their aliases, and the place behind an authority."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

Aliases = Mapping[str, Sequence[str]]

# "South Gloucestershire" is not Gloucestershire and "Greater Manchester" not Manchester.
QUALIFIERS = (
    "Greater|North|South|East|West|Mid|Central|Upper|Lower|New|Inner|Outer|Northern|Southern|"
    "Eastern|Western|Great|Little|Old|Port|Royal|St|St\\.|Saint"
)
# What makes another body of a place: "Manchester Airport", "the Met Office".
_OTHER_BODIES = (
    "Police|Constabulary|Fire|Ambulance|University|College|Airport|United|Rovers|Crown Court|"
    "Magistrates|Prison|Hospital|Hospitals|Office|Gala|Opera|Museum|Line|Cathedral|Chronicle|"
    "Evening|Post|Telegraph|Stadium|Road|Street|Park|School|Academy|Station|Theatre|Racecourse|"
    "Festival|Marathon|Zoo|Castle|FC|Grammar"
)
# What stands in front of a place in the name of a prison, a station or a ship: "HMP Liverpool".
BODY_KINDS = ("HMP", "HMYOI", "YOI", "RAF", "HMS")
_BODIES_OF = "|".join((*BODY_KINDS, "Port of", "University of", "Bishop of", "Diocese of"))
_HYPHEN_OK = "based|wide|led|area|style|specific"
# Places and short names that are ordinary words too: they need their capital letter.
_ORDINARY_WORDS = frozenset(
    "reading bath bury barking sale deal wells rugby street hart battle sandwich ash hyde ware "
    "met wells hove ford rye diss".split()
)
_CASED_LENGTH = 4
_MAX_PLACE_WORDS = 6
_PLACE_PREFIX = re.compile(
    r"(?:the\s+)?(?:(?:royal|london|metropolitan)\s+)?(?:(?:metropolitan\s+)?borough|city|county|"
    r"district)\s+(?:council\s+)?of\s+|the\s+",
    re.IGNORECASE,
)
_PLACE_SUFFIX = re.compile(
    r"[\s,]+(?:(?:(?:metropolitan|borough|district|city|county|unitary|london)\s+)*council|"
    r"local\s+authority|local\s+area(?:\s+partnership)?|children(?:[’']s)?\s+(?:social\s+care\s+)?"
    r"(?:and\s+families\s+)?(?:services|trust)|children\s+first|city|area|authority|"
    r"(?:local\s+)?safeguarding\s+(?:children\s+)?(?:partnership|board|arrangements)|"
    r"metropolitan\s+borough|county\s+borough|strategic)\.?\Z",
    re.IGNORECASE,
)
_KEEP_WHOLE = frozenset({"city of london", "city of london corporation", "county durham"})
_SMALL_BETWEEN_HYPHENS = re.compile(r"(?<=-)(?:On|Upon|In|Le|The|Under|By|And)(?=-)")
POLICE = re.compile(
    r"\b(?:[A-Z][\w’'&-]+\s+(?:and\s+)?){1,4}(?:Police\s+Service|Constabulary|Police)\b"
    r"(?!\s+(?:Departments?|and\s+Crime|Chiefs|Superintendents|Inspectors|Federation|Now|Commissioner|Minister|Bill|Act)\b)"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a body is named: `text[start:end]` names `subject`."""

    subject: str
    start: int
    end: int


def named_subjects(text: str, aliases: Aliases, known: Sequence[str]) -> list[str]:
    """Return the subjects that a text names, in the order it names them, each once.

    Subjects are the keys of `aliases` and the names in `known`. A longer name wins over a
    shorter one inside it, and a name that is part of another body's name does not count.
    """
    return list(dict.fromkeys(mention.subject for mention in mentions(text, aliases, known)))


def mentions(text: str, aliases: Aliases, known: Sequence[str] = ()) -> list[Mention]:
    """Return every mention of a subject in `text`, in order, without overlaps."""
    pattern, subjects = _compiled(
        tuple((name, tuple(other)) for name, other in aliases.items()), tuple(known)
    )
    if not subjects:
        return []
    found: list[Mention] = []
    for match in pattern.finditer(text):
        name = " ".join(match[0].split())
        subject = subjects.get(name) or subjects.get(_spelled(name))
        if subject and not _is_other_word(text, match):
            found.append(Mention(subject, match.start(), match.end()))
    return found


def canonical(name: str, aliases: Aliases, *, places: bool = True) -> str:
    """Return the one name that a body goes by: configured, or an authority's bare place.

    Without `places` a name that is not configured stays as it is.
    """
    name = " ".join(name.split()).strip(" ,.:;")
    if not places:
        return _configured(name, aliases) or name
    return _configured(name, aliases) or _configured(place(name), aliases) or place(name)


def _configured(name: str, aliases: Aliases) -> str | None:
    wanted = _folded(name)
    for subject, others in aliases.items():
        if wanted in map(_folded, (subject, *others)):
            return subject
    return None


def _folded(name: str) -> str:
    return _spelled(name).removeprefix("the ")


def _spelled(name: str) -> str:
    """Return the one spelling by which names are compared."""
    return name.casefold().replace("’", "'").replace(" & ", " and ")


def place(name: str) -> str:
    """Return the place in an authority's name: "City of Bradford Council" gives "Bradford"."""
    name = " ".join(name.split()).strip(" ,.:;")
    shortened = True
    while shortened and name.casefold() not in _KEEP_WHOLE:
        bare = _PLACE_SUFFIX.sub("", name)
        if bare.casefold() not in _KEEP_WHOLE:
            bare = _PLACE_PREFIX.sub("", bare, count=1) if _PLACE_PREFIX.match(bare) else bare
        shortened = bool(bare) and bare != name
        name = bare or name
    name = _SMALL_BETWEEN_HYPHENS.sub(lambda small: small[0].lower(), name)
    return name.replace(" & ", " and ")


def is_place(name: str) -> bool:
    """Whether a name could be a place's: a few words, all but the small ones capitalised."""
    words = re.findall(r"[^\W\d_]+(?:[’'][^\W\d_]+)*", name)
    small = {"of", "and", "upon", "on", "the", "in", "with", "le", "under"}
    return (
        0 < len(words) <= _MAX_PLACE_WORDS
        and name[:1].isupper()
        and all(word[0].isupper() or word in small for word in words)
        and not re.search(r"[\d,:;!?()“”]", name)
    )


@lru_cache(maxsize=16)
def _compiled(
    aliases: tuple[tuple[str, tuple[str, ...]], ...], known: tuple[str, ...]
) -> tuple[re.Pattern[str], dict[str, str]]:
    """Return one pattern for all names, longest first, and the subject behind each name."""
    subjects: dict[str, str] = {}
    for subject, others in (*aliases, *((name, ()) for name in known)):
        for name in (subject, *others):
            key = name if _needs_case(name) else _spelled(name)
            subjects.setdefault(key, subject)
    names = sorted(subjects, key=lambda name: (-len(name), name))
    parts = [_name_pattern(name) for name in names]
    pattern = (
        rf"(?<![\w-])(?<!\w[’'])(?:{'|'.join(parts)})"
        rf"(?!\w|-(?!(?:{_HYPHEN_OK})\b))"
    )
    return re.compile(pattern), subjects


def _name_pattern(name: str) -> str:
    words = r"\s+".join(_word_pattern(word) for word in name.split()) or r"(?!)"
    return words if _needs_case(name) else f"(?i:{words})"


def _word_pattern(word: str) -> str:
    if word in ("and", "&"):
        return "(?:and|&)"
    return re.sub("['’]", "['’]", re.escape(word))


def _needs_case(name: str) -> bool:
    return (
        len(name) <= _CASED_LENGTH or name.isupper() or name.casefold() in _ORDINARY_WORDS
    ) and " " not in name


_BEFORE = re.compile(rf"\b(?:{QUALIFIERS}|{_BODIES_OF})[\s-]+\Z")
_AFTER = re.compile(rf"\s+(?:{_OTHER_BODIES})\b")
# Forces of other countries: "Detroit Metropolitan Police Department".
_DEPARTMENT = re.compile(r"\s+Department\b")
_OPENING = re.compile(r"(?:^|[.!?]\s+|\n)\Z")
_AS_VERB = re.compile(r"\s+(?:the|a|an|this|that|about|between|with|by|through|from)\b")


def _is_other_word(text: str, match: re.Match[str]) -> bool:
    """Whether what matched is part of another name, or an ordinary word opening a sentence."""
    before = text[max(0, match.start() - 16) : match.start()]
    bare = not POLICE.search(match[0])
    if _DEPARTMENT.match(text, match.end()):
        return True
    if bare and (_BEFORE.search(before) or _AFTER.match(text, match.end())):
        return True
    if match[0].casefold() == "london" and before.casefold().endswith("city of "):
        return True
    return (
        match[0].casefold() in _ORDINARY_WORDS
        and _OPENING.search(before) is not None
        and _AS_VERB.match(text, match.end()) is not None
    )
