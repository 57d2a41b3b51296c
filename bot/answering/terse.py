"""Spells out a question that is no sentence: "Lewes lead inspector?", "cost of the licence?".

Its first or last noun says what is asked. A cross-encoder, and the rules here, read the question
in full better.
"""

import re

_PRICES = r"(?:costs?|prices?|fees?|budget|salary|grant|fine|premium|allowance|charges?|bill)"
_NUMBERS = r"(?:number|percentage|proportion|share|total|average|population|rate|amount)"
_PEOPLE = (
    r"(?:(?:lead |reporting )?inspector|author|judge|chair(?:man|woman)?"
    r"|chief (?:executive|constable)|director|leader|head(?:teacher)?|spokes(?:person|man|woman)"
    r"|minister|commissioner)"
)
_DATES = r"(?:(?:start|end|closing|due|expiry|opening) date|deadline)"
_PUBLISHED = r"(?:publication date|date published|release date|date of publication)"
_INSPECTED = r"(?:inspection dates?|dates? of (?:the )?inspection)"
# What is a sentence, or begins one, has said what it asks.
_FULL = re.compile(
    r"^(?:and|but|so|ok(?:ay)?|what|who|whom|whose|when|where|why|how|which|is|are|was|were"
    r"|do|does|did|has|have|had|can|could|will|would|should|must|may|tell|give|show|list|name|find"
    r"|get|compare|summarise|explain|describe|any|please|i|we|in|on|at|by|from|since|as|about)\b|[,;:–—]",
    re.IGNORECASE,
)
_OF = r"(?P<of>(?:[\w’'&./-]+ ){1,5}?)"
_REST = r"(?P<rest> (?:of|for|in|at|to|on) [^,;:–—?]+)"


def _forms(noun: str, asks: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the noun at the end, and at the beginning, each with the question it stands for."""
    last = re.compile(rf"^(?:the )?{_OF}(?P<noun>{noun})\W*$", re.IGNORECASE)
    first = re.compile(rf"^(?:the )?(?P<noun>{noun}){_REST}\W*$", re.IGNORECASE)
    return (last, f"{asks} the \\g<of>\\g<noun>?"), (first, f"{asks} the \\g<noun>\\g<rest>?")


_TERSE = (
    (
        re.compile(rf"^(?:the )?{_OF}(?:report )?{_PUBLISHED}\W*$", re.IGNORECASE),
        r"When was the \g<of>report published?",
    ),
    (
        re.compile(rf"^(?:the )?{_OF}{_INSPECTED}\W*$", re.IGNORECASE),
        r"When was the \g<of>inspection?",
    ),
    *_forms(_DATES, "When is"),
    *_forms(_PRICES, "What is"),
    *_forms(_PEOPLE, "Who was"),
    *_forms(_NUMBERS, "What is"),
)


# "Ealing is still good, isn’t it?" asks what "Is Ealing still good?" asks.
_TAGGED = re.compile(
    r"^(?:so |and |but )?(?P<who>(?:the )?[A-Z][\w’'-]*(?: [\w’'-]+){0,4}?) "
    r"(?P<verb>is|are|was|were|has|have|had|can|could|must|should|will|would) "
    r"(?P<rest>[^,?]+(?:, [^,?]+)?), "
    r"(?:right|correct|true|yes|no"
    r"|(?:is|are|was|were|has|have|had|ca|can|could|must|should|wo|would|did|do|does)(?:n[’']t)? "
    r"(?:it|they|he|she))\W*$"
)


def spelled_out(question: str) -> str:
    """Return a question as a sentence; one that is one, or that nothing here fits, as it is."""
    if tagged := _TAGGED.match(question):
        return f"{tagged['verb'].capitalize()} {tagged['who']} {tagged['rest']}?"
    if _FULL.search(question):
        return question
    for pattern, written in _TERSE:
        if found := pattern.match(question):
            noun = found.groupdict().get("noun") or ""
            return found.expand(written).replace(noun, noun.lower())
    return question
