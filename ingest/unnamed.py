"""Who speaks where the text gives no name: "one young person", "the chief executive"."""

import re

_NOUNS = (
    "people|persons?|child|children|pupils?|students?|parents?|mothers?|fathers?|carers?|"
    "grandmothers?|grandfathers?|leavers?|adopters?|workers?|advis[eo]rs?|residents?|patients?|"
    "prisoners?|detainees?|officers?|managers?|executive|directors?|members?|girls?|boys?|women|"
    "woman|men|man|victims?|survivors?|users?|staff|nurses?|teachers?|headteachers?|apprentices?|"
    "leaders?|constables?|sergeants?|inspectors?|experts?|authors?|judges?|ministers?|doctors?|"
    "neighbours?|witness(?:es)?|families|relatives?|volunteers?|trainees?|head|year-olds?|"
    "practitioners?|professionals?|paramedics?|firefighters?|chair|owners?|governors?|learners?"
)
_PHRASE = re.compile(
    r"\b(?P<who>(?:(?:one|another|an?|the|some|two|three|several|many|most|other|a\s+few)\s+)?"
    rf"(?:[a-z0-9][\w’'-]*\s+){{0,3}}?(?:\d+-)?(?:{_NOUNS})(?:\s+(?:{_NOUNS}))?"
    r"(?:\s+of\s+[\w\s]{2,40})?)"
    r"(?:\s+(?:who|whom|spoken|from|in|at|with|aged|also)\b[^,;:]{0,60})?\s*\Z",
    re.IGNORECASE,
)
_STOPS = re.compile(r"\b(?:as|what|how|that|when|while|where|and|but|because)\s+", re.IGNORECASE)
_NUMBER = re.compile(r"\A(?:\(?\w{1,4}[.)]|•)\s+")


def role_in(words: str) -> str | None:
    """Return what the words before a speech verb call an unnamed speaker, None where unclear."""
    last = re.split(r"[,;]\s+", _NUMBER.sub("", words).strip(" ,"))[-1]
    last = _STOPS.split(last)[-1]
    found = _PHRASE.search(last)
    if found is None:
        return None
    who = " ".join(found["who"].split())
    return who if not re.search(r"\b(?:was|were|is|are|had|has|have|to)\b", who) else None
