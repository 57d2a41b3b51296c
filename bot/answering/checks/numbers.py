"""Numbers with what they count: digits or words, percentages, money, ordinals, spans of time."""

import re
from dataclasses import dataclass
from decimal import Decimal

from bot.answering.checks.dates import DateFound, dates_in, without_dates
from bot.answering.checks.words import is_content, stem

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ORDINAL_WORDS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
).split()
_ORDINALS = {word: value for value, word in enumerate(_ORDINAL_WORDS)}
_ORDINALS |= {"thirds": 3, "quarters": 4, "fifths": 5, "tenths": 10}
_SMALL = {word: value for value, word in enumerate(_UNITS)}
_SMALL |= {word: value for value, word in zip(range(20, 100, 10), _TENS, strict=True)}
_SMALL |= {f"{t}-{u}": _SMALL[t] + _SMALL[u] for t in _TENS for u in _UNITS[1:10]}
_SMALL_STEMS = frozenset(stem(word) for word in _SMALL)
_SCALES = {
    "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "m": 10**6,
    "mn": 10**6, "bn": 10**9, "k": 1000, "dozen": 12,
}  # fmt: skip
_OTHER = {"half": "half", "halves": "half", "twice": "times 2", "double": "times 2",
          "doubled": "times 2", "treble": "times 3", "trebled": "times 3", "tripled": "times 3",
          "thrice": "times 3", "once": "times 1"}  # fmt: skip
_TOKEN = re.compile(
    r"(?P<digits>\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<tail>st|nd|rd|th|bn|mn|m|k)?"
    r"(?![^\W\d_])|(?P<word>[^\W\d_]+(?:['-][^\W\d_]+)*)|(?P<mark>[£$€%@|.;:,()])"
)
_PERCENT = re.compile(r"\s*-?(?:%|per\s?cent\b|percent\b)(?!age)", re.IGNORECASE)
_POINTS = re.compile(r"\s*(?:%|per\s?cent(?:age)?|percentage)[ -]points?\b", re.IGNORECASE)
_MEASURE = re.compile(
    r"\s*-?(second|minute|hour|day|night|week|fortnight|month|quarter|year|mile|kilometre|metre)s?\b",
    re.IGNORECASE,
)
# Telephone numbers of services read as names; a "one" that is no count reads as a pronoun.
_DIGITS = re.compile(r"(\d[\d,./-]*?)(?:st|nd|rd|th|m|bn|k)?")
_NAMES = frozenset("999 101 111 112 911".split())
_COMPARATORS = (
    ("at least", r"at least|(?:no|not) (?:fewer|less|lower|shorter) than|a minimum of"),
    ("at most", r"at most|up to|(?:no|not) (?:more|longer|later|higher|greater) than"),
    ("at most", r"a maximum of|not exceed(?:ing)?"),
    ("over", r"(?<!\d )(?:more|longer|greater|higher) than|\bover|\babove|exceed(?:s|ed|ing)?"),
    ("under", r"(?<!\d )(?:less|fewer|shorter|lower) than|\bunder|\bbelow"),
    ("about", r"\babout|\baround|\bnearly|\balmost|approximately|\broughly|\bsome|\bclose to"),
)
_REACH = 4  # Words between a number and the date that it holds for.
_COUNT_WORDS = 3
_INSIDE_COUNT = frozenset({"of", "the"})


@dataclass(frozen=True, slots=True)
class NumberFound:
    """A number: its value with its unit, how it is compared, what it counts, and its date."""

    written: str
    key: str
    comparator: str
    counts: frozenset[str]
    when: DateFound | None


def wrong_number(sentence: str, source: str) -> str | None:
    """Return the first number in `sentence` that `source` does not have, or says otherwise."""
    known = numbers_in(source)
    years = {str(found.year) for found in dates_in(source)}
    for found in numbers_in(sentence):
        alike = [other for other in known if other.key == found.key]
        if not alike and found.key not in years:
            return found.written
        if alike and not any(_agrees(found, other) for other in alike):
            return found.written
        if alike and _counts_another(found, alike, known):
            return found.written
    return None


def _agrees(found: NumberFound, other: NumberFound) -> bool:
    return found.comparator == other.comparator and (
        found.when is None
        or other.when is None
        or found.when.covered_by(other.when)
        or other.when.covered_by(found.when)
    )


def _counts_another(found: NumberFound, alike: list[NumberFound], known: list[NumberFound]) -> bool:
    """Whether what `found` counts is what another number of the source counts."""
    own = frozenset().union(*(other.counts for other in alike))
    others = frozenset().union(*(other.counts for other in known if other.key != found.key))
    return bool((found.counts - own) & others)


def numbers_in(text: str) -> list[NumberFound]:
    """Return the numbers in plain text that are not part of a date."""
    blanked = without_dates(text)
    tokens = list(_TOKEN.finditer(blanked))
    dates = dates_in(text)
    found: list[NumberFound] = []
    at = 0
    while at < len(tokens):
        read = _read(tokens, at)
        if read is None:
            at += 1
            continue
        kind, value, after = read
        end = tokens[after - 1].end()
        unit, end = _unit(blanked, tokens[at].start(), end)
        key = f"{value.normalize():f}{kind}{unit}" if isinstance(value, Decimal) else value
        found.append(
            NumberFound(
                written=text[tokens[at].start() : end].strip(),
                key=key,
                comparator=_comparator(blanked[: tokens[at].start()]),
                counts=_counted(blanked, end),
                when=_date_after(dates, text, end),
            )
        )
        at = after
    return found


def counts_in(text: str) -> list[NumberFound]:
    """Return the numbers that count or measure: not "first of all" or "once"."""
    return [
        found
        for found in numbers_in(text)
        if found.written[:1].isdigit() or not found.key.endswith((" ordinal", "times 1", "half"))
    ]


def digits_of(word: str) -> str:
    """Return a word that spells a number in digits: "ten", "31st", "1,730"; any other as it is."""
    if word in _SMALL and word != "one":
        return str(_SMALL[word])
    bare = _DIGITS.fullmatch(word)
    return bare[1].replace(",", "").replace("/", "-") if bare else word


def is_number(found: str) -> bool:
    """Whether the stem of a word is a number, in digits or spelt out."""
    return found.isdigit() or found in _SMALL_STEMS


def _read(tokens: list[re.Match[str]], at: int) -> tuple[str, Decimal | str, int] | None:
    """Read the number that starts at a token: its kind, its value, and the token after it."""
    token = tokens[at]
    word = (token["word"] or "").lower()
    if token["digits"]:
        return _digits_value(tokens, at)
    if word in _OTHER:
        return "", _OTHER[word], at + 1
    if word in _ORDINALS:
        return " ordinal", Decimal(_ORDINALS[word]), at + 1
    if word in _SMALL and not _is_pronoun(tokens, at):
        return ("", *_words_value(tokens, at))
    # "three-year" and "two-thirds": the number in front of a hyphen.
    first, _, rest = word.partition("-")
    return ("", Decimal(_SMALL[first]), at + 1) if rest and first in _SMALL else None


def _digits_value(tokens: list[re.Match[str]], at: int) -> tuple[str, Decimal | str, int] | None:
    token = tokens[at]
    if token["digits"] in _NAMES:
        return None
    value = Decimal(token["digits"].replace(",", ""))
    tail = token["tail"] or ""
    if tail in _SCALES:
        return "", value * _SCALES[tail], at + 1
    value, after = _scaled(tokens, at + 1, value)
    return (" ordinal" if tail else ""), value, after


def _words_value(tokens: list[re.Match[str]], at: int) -> tuple[Decimal, int]:
    """Read "twenty five", "two hundred and six", "three million"."""
    total = Decimal(0)
    value = Decimal(_SMALL[tokens[at]["word"].lower()])
    at += 1
    while at < len(tokens):
        word = (tokens[at]["word"] or "").lower()
        following = (tokens[at + 1]["word"] or "").lower() if at + 1 < len(tokens) else ""
        if word in _SCALES and word.isalpha() and len(word) > 1:
            value *= _SCALES[word]
            if _SCALES[word] > _SCALES["hundred"]:
                total, value = total + value, Decimal(0)
        elif word in _SMALL and _goes_on(value, total, _SMALL[word]):
            value += _SMALL[word]
        elif not (word == "and" and following in _SMALL and value and value % 100 == 0):
            break
        at += 1
    return total + value, at


def _goes_on(value: Decimal, total: Decimal, following: int) -> bool:
    """Whether a small number belongs to the one before it: "two hundred six", "twenty five"."""
    after_hundreds = value % 100 == 0 and bool(value or total)
    after_tens = value % 10 == 0 and value % 100 in range(20, 100) and following in range(1, 10)
    return after_hundreds or after_tens


def _scaled(tokens: list[re.Match[str]], at: int, value: Decimal) -> tuple[Decimal, int]:
    word = (tokens[at]["word"] or "").lower() if at < len(tokens) else ""
    if word in _SCALES:
        return value * _SCALES[word], at + 1
    return value, at


def _is_pronoun(tokens: list[re.Match[str]], at: int) -> bool:
    """Whether a "one" counts nothing: "no one", "the one that", "one of the", "one another"."""
    if tokens[at]["word"].lower() != "one":
        return False
    before = (tokens[at - 1]["word"] or "").lower() if at else ""
    after = (tokens[at + 1]["word"] or "").lower() if at + 1 < len(tokens) else ""
    return (
        before in "no any some every each this that the which".split()
        or not after
        or after
        in (
            "third quarter fifth half of another that who whose whom which where and but or is was "
            "has to day"
        ).split()
    )


def _unit(text: str, start: int, end: int) -> tuple[str, int]:
    """Return the unit written around a number, and where it ends."""
    for pattern, unit in ((_POINTS, " points"), (_PERCENT, "%")):
        if match := pattern.match(text, end):
            return unit, match.end()
    if text[:start].rstrip()[-1:] in tuple("£$€"):
        return " " + text[:start].rstrip()[-1], end
    if match := _MEASURE.match(text, end):
        return " " + match[1].lower(), match.end()
    return "", end


def _comparator(before: str) -> str:
    for name, pattern in _COMPARATORS:
        if re.search(rf"(?:{pattern})(?: the| an?)? *[£$€]?$", before, re.IGNORECASE):
            return name
    return ""


def _counted(text: str, end: int) -> frozenset[str]:
    """Return the stems of the words after a number, up to a mark or the next number."""
    counted: list[str] = []
    for token in _TOKEN.finditer(text, end):
        word = (token["word"] or "").lower()
        if not word or word in _SMALL or (not is_content(word) and word not in _INSIDE_COUNT):
            break
        if is_content(word):
            counted.append(stem(word))
    return frozenset(counted[:_COUNT_WORDS])


def _date_after(dates: list[DateFound], text: str, end: int) -> DateFound | None:
    """Return the date that follows a number within a few words, if no other number comes first."""
    following = next((found for found in dates if found.start >= end), None)
    if following is None:
        return None
    between = text[end : following.start]
    near = len(between.split()) <= _REACH and not re.search(r"[\d,;|]", between)
    return following if near else None
