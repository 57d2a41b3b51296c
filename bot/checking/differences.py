"""Says in plain words where a quotation and the text nearest to it differ."""

import re
from difflib import SequenceMatcher

from bot.answering.checks.words import plain

_MOST = 3
_BESIDE = 1
_EDGE = " .,;:!?()[]\"'“”‘’"


def differences(quoted: str, given: str) -> str:
    """Return where `quoted` differs from `given`, the report's words; "" where no word does."""
    mine, theirs = quoted.split(), " ".join(given.split()).split(" ")
    matcher = SequenceMatcher(None, _keys(mine), _keys(theirs), autojunk=False)
    said: list[str] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "replace":
            said.append(f"the report says {_shown(theirs[c:d])}, not {_shown(mine[a:b])}")
        elif kind == "delete":
            said.append(f"the report does not have {_shown(mine[a:b])}")
        elif kind == "insert":
            around = theirs[max(0, c - _BESIDE) : d + _BESIDE]
            said.append(f"it leaves out {_shown(theirs[c:d])}: the report says {_shown(around)}")
    more = len(said) - _MOST
    return "; ".join(said[:_MOST]) + (f"; and {more} more differences" if more > 0 else "")


def likeness(one: str, other: str) -> float:
    """Return from 0 to 1 how many words two texts share in one order."""
    matcher = SequenceMatcher(
        None, _keys(plain(one).split()), _keys(plain(other).split()), autojunk=False
    )
    return matcher.ratio()


def _keys(words: list[str]) -> list[str]:
    return [plain(word).lower().strip(_EDGE) for word in words]


def _shown(words: list[str]) -> str:
    bare = re.sub('[“”"]', "", " ".join(words))
    return f"“{bare.strip(' ,;:')}”"
