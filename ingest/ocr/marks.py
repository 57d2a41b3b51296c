"""What the packaged model cannot tell apart is written as published reports write it."""

import re
import unicodedata
from collections.abc import Iterable

# Full-width forms of ASCII, which a model trained on Chinese takes plain marks for.
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_OPENING = re.compile(r"(^|[(\[\s—–/“])['`´‘](?=[^\W\d_])")
_OPENING_DOUBLE = re.compile(r"(^|[(\[\s—–/‘])(?:\"|``|'')(?=\w)")
_IDEOGRAPHIC = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "IDEOGRAPHIC")
_FEW = 0.1


def written(text: str) -> str:
    """Return a word with full-width marks made plain and its quotation marks curled.

    The model gives one mark for straight and curly ones alike; on which side of a word it
    stands says which it is.
    """
    text = text.translate(_NARROW)
    text = _OPENING_DOUBLE.sub(r"\1“", text)
    text = _OPENING.sub(r"\1‘", text)
    return text.replace('"', "”").replace("'", "’").replace("`", "‘").replace("´", "’")


def is_ideograph(char: str) -> bool:
    """Whether a character is of Chinese, Japanese or Korean writing."""
    if char < "\u1100":
        return False
    return unicodedata.name(char, "").startswith(_IDEOGRAPHIC)


def few_ideographs(texts: Iterable[str]) -> bool:
    """Whether ideographs are so few on a page that they are badges taken for writing."""
    letters = [char for text in texts for char in text if char.isalpha()]
    return sum(map(is_ideograph, letters)) <= _FEW * len(letters)


def without_ideographs(text: str) -> str:
    """Return a word without its ideographs."""
    return "".join(char for char in text if not is_ideograph(char))
