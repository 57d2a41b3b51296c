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
# With their capital: beds are also slept in. "Oxon Hill" and "Beds Ltd" are other names.
_PATTERN = re.compile(rf"\b(?P<short>{'|'.join(_SHORT)})\b\.?(?! (?:[A-Z]|&))")


def in_full(question: str) -> str:
    """Return a question with the counties in full; the first word may be any other ("Beds?")."""
    return _PATTERN.sub(lambda found: _SHORT[found["short"]], question)
