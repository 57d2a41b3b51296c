"""What a judgment calls itself: its neutral citation, and its parties."""

import re

from ingest.lead import Paragraph

_TOP = 24
_PARTIES_WITHIN = 60
_CITATION = re.compile(r"\[(?:19|20)\d\d\]\s+[A-Z]{2,6}(?:\s+[A-Z][a-z]+)?\s+\d+(?:\s+\([\w ]+\))?")
_BETWEEN = re.compile(r"\s*(?:BETWEEN|Between)\s*:?\s*\Z")
_ROLE = re.compile(
    r"\W*\(?(?:the\s+)?(?:(?:\d+(?:st|nd|rd|th)|first|second|third|proposed|interested)\s+)*"
    r"(?:claimant|defendant|appellant|respondent|applicant|petitioner|part(?:y|ies)|prosecutor|"
    r"plaintiff)s?(?:\s*(?:/|and)\s*\w+)*\)?\W*\Z",
    re.IGNORECASE,
)
_ROLE_AT_END = re.compile(
    r"(?:\s*\||\s+[-–—])?\s*\(?(?:(?:\d+(?:st|nd|rd|th)|first|second|third)\s+)?(?:claimant|"
    r"defendant|appellant|respondent|applicant|petitioner)s?\)?(?:\s*(?:/|and)\s*\w+)*\s*\Z",
    re.IGNORECASE,
)
_VERSUS = re.compile(r"\W*(?:and|v|vs|versus|-v-)\W*\Z", re.IGNORECASE)
_OVER = re.compile(
    r"\W*(?:representation|hearing|before|judgment|decision|approved|mr|mrs|ms|for\s+the)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\A\s*\(?\d+[.)]\s*")
_MAX_SIDE = 80
_MAX_WORDS = 8
_SMALL = frozenset("of the and for in on de v".split())
_KEPT = {"LTD": "Ltd", "LIMITED": "Limited", "UK": "UK", "USA": "USA", "EU": "EU", "AG": "AG"}


def find_citation(opening: list[Paragraph]) -> str | None:
    """Return the neutral citation that the first lines label as the text's own."""
    for paragraph in opening[:_TOP]:
        if re.match(r"neutral\s+citation", paragraph.text, re.IGNORECASE) and (
            found := _CITATION.search(paragraph.text)
        ):
            return found[0]
    return None


def case_name(opening: list[Paragraph]) -> str | None:
    """Return "X v Y" from the parties under "Between:", None where they are not plain.

    The first party of each side stands for its side, as in a law report.
    """
    at = next((i for i, part in enumerate(opening) if _BETWEEN.match(part.text)), None)
    if at is None:
        return None
    sides: list[list[str]] = [[]]
    for part in opening[at + 1 : at + _PARTIES_WITHIN]:
        for line in part.text.split("\n"):
            words = " ".join(line.strip(" |-–—").split())
            if _OVER.match(words):
                return _named(sides)
            if _VERSUS.fullmatch(words):
                sides.append([])
            elif words and any(map(str.isalpha, words)) and not _ROLE.fullmatch(words):
                sides[-1].append(_NUMBER.sub("", _ROLE_AT_END.sub("", words)))
        if len(sides) > 1 and sides[1] and _ends_parties(part.text):
            break
    return _named(sides)


def _ends_parties(words: str) -> bool:
    return _ROLE_AT_END.search(words) is not None


def _named(sides: list[list[str]]) -> str | None:
    if len(sides) != len(("claimant", "defendant")) or not all(sides):
        return None
    first, second = (_short(side) for side in sides)
    return f"{first} v {second}" if first and second else None


def _short(side: list[str]) -> str | None:
    name = re.split(r"\s*\((?:by|trading|a\s+)", side[0])[0].strip(" ,;:")
    more = " and others" if len(side) > 1 and all(len(one) <= _MAX_SIDE for one in side) else ""
    plain = 1 < len(name) <= _MAX_SIDE and len(name.split()) <= _MAX_WORDS
    return f"{_spelled(name)}{more}" if plain else None


def _spelled(name: str) -> str:
    """Return a name that is all capitals as a sentence would have it; acronyms stay."""
    if not name.isupper():
        return name
    words = [_KEPT.get(word) or _cased(word) for word in name.split()]
    return " ".join(words)[:1].upper() + " ".join(words)[1:]


def _cased(word: str) -> str:
    if word.casefold() in _SMALL:
        return word.casefold()
    return word if not re.search("[AEIOUY]", word) else re.sub("(?<!^)[A-Z]+", _lower, word)


def _lower(letters: re.Match[str]) -> str:
    return letters[0].casefold()
