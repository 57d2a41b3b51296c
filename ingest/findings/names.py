"""What is graded: names as they are shown, and keys under which two reports' names are one."""

import re

OVERALL = "Overall effectiveness"
_NUMBERING = re.compile(r"\A(?:•\s*)?(?:\d{1,2}(?:\.\d{1,2})*[.)]?|\(?[a-z]\))\s+(?=\D)")
_NOTE = re.compile(r"(?<=[a-z)])\d{1,2}\Z")
_OVERALL = re.compile(
    r"\A(?:the\s+)?overall(?:\s+(?:trust\s+)?(?:quality\s+)?"
    r"(?:effectiveness|judge?ments?|grade|rating|experiences?)"
    r"(?:\s+for\s+(?:this|the)\s+\w+)?)?(?:\s+of\s+(?:services|children)[^|]*)?\Z",
    re.IGNORECASE,
)
_TYPING = re.compile(r"\bchildren\s+(?=care\s+leavers\b)")
_WORD = re.compile(r"[^\W_]+")


def shown(name: str) -> str:
    """Return a graded thing's name without its number and marks, beginning with a capital."""
    name = " ".join(name.split()).strip(" :–-•")
    name = _NOTE.sub("", _NUMBERING.sub("", name)).strip(" :–-")
    return name[:1].upper() + name[1:]


def is_overall(name: str) -> bool:
    """Whether a name is that of the grade of the report as a whole."""
    return _OVERALL.match(name) is not None


def key(name: str) -> str:
    """Return what two names of one graded thing have in common: case, articles, plurals aside."""
    if is_overall(name):
        return "overall"
    words = _WORD.findall(_TYPING.sub("", name.casefold().replace("’", "'")))
    return " ".join(word.rstrip("s") for word in words if word not in ("the", "a", "an"))
