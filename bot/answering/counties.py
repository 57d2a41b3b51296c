"""Counties as people shorten them: "South Glos", "Northants"."""

import re

_SHORT = {
    "Beds": "Bedfordshire",
    "Berks": "Berkshire",
    "Bucks": "Buckinghamshire",
    "Cambs": "Cambridgeshire",
    "Derbys": "Derbyshire",
    "Glos": "Gloucestershire",
    "Hants": "Hampshire",
    "Herts": "Hertfordshire",
    "Lancs": "Lancashire",
    "Leics": "Leicestershire",
    "Lincs": "Lincolnshire",
    "Northants": "Northamptonshire",
    "Northumb": "Northumberland",
    "Notts": "Nottinghamshire",
    "Oxon": "Oxfordshire",
    "Salop": "Shropshire",
    "Staffs": "Staffordshire",
    "Warks": "Warwickshire",
    "Wilts": "Wiltshire",
    "Worcs": "Worcestershire",
    "Yorks": "Yorkshire",
}
# What may follow a county; any other capital makes another name of it: "Oxon Hill", "Beds Ltd".
_THEIRS = "Council|County|Police|Constabulary|Children|SEND|Ofsted|Local"
# With their capital, as beds are also slept in; at the beginning every word has one.
_PATTERN = re.compile(
    rf"(?!\A(?:Beds|Bucks)\b)\b(?P<short>{'|'.join(_SHORT)})\b\.?(?! (?:&|(?!{_THEIRS})[A-Z]))"
)


def in_full(question: str) -> str:
    """Return a question with its counties in full."""
    return _PATTERN.sub(lambda found: _SHORT[found["short"]], question)
