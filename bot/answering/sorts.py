"""A sort of asking: how a question asks for it, and which sentences can answer."""

import re
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ask:
    """A sort of asking. `many` is true where several sentences make the answer.

    `leans` is true where a fitting sentence may lean on the score of its passage. `loose` is true
    where the sentence's pattern only hints.
    """

    name: str
    question: re.Pattern[str]
    sentence: re.Pattern[str]
    many: bool
    leans: bool = False
    loose: bool = False


def sort(
    name: str,
    question: Sequence[str],
    sentence: Sequence[str],
    *,
    many: bool,
    leans: bool = False,
    loose: bool = False,
) -> Ask:
    """Return a sort of asking; each pattern comes in parts, any of which will do."""
    asked, fitting = (re.compile("|".join(part), re.IGNORECASE) for part in (question, sentence))
    return Ask(name, asked, fitting, many, leans, loose)
