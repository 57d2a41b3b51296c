"""What stands below the words of a mail: signatures, disclaimers, and how to unsubscribe."""

import re
from collections.abc import Sequence

from ingest.load.canonical import Block

_DISCLAIMER = re.compile(
    r"\W*(?:(?:confidentiality(?: notice)?|disclaimer|privileged|caution|warning)\b[\s:*-]*)?"
    r"(?:(?:this|the) (?:e-?mail|message|communication|transmission|information (?:contained )?in "
    r"this (?:e-?mail|message))\b.{0,120}?\b(?:confidential|privileged|intended|solely|originated|"
    r"monitored|recorded|scanned|viruses|sent from outside|came from outside)|"
    r"if you (?:are not the (?:intended|named)|have received this (?:e-?mail|message))|"
    r"(?:e-?mails?|incoming and outgoing|communications?|please note).{0,80}\b"
    r"(?:monitored|recorded for|virus)|please (?:consider|think of|think about) the environment|"
    r"any (?:views|opinions) .{0,60}\b(?:author|sender|those of)|external (?:e-?mail|sender)\b|"
    r"do not click (?:on )?(?:any )?links|"
    r"although (?:this|the) (?:e-?mail|company)\b.{0,100}\bvirus|"
    r"(?:you don.t often get|learn why this is)|recipients should\b.{0,80}\bvirus)",
    re.IGNORECASE,
)
_LIST = re.compile(
    r"\W*(?:view (?:this )?(?:e-?mail|it|message)? ?(?:in|on) (?:your|the|a) (?:web )?browser|"
    r"unsubscribe|(?:update|manage|change) (?:your )?(?:e-?mail )?(?:subscription|preferences)|"
    r"you (?:are receiving|received|have received) this (?:e-?mail|message|because)|"
    r"to (?:stop receiving|unsubscribe)|forward to a friend|add us to your address book|"
    r"sent from my \w+|get outlook for|having trouble (?:viewing|reading))\b.{0,200}",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"(?:(?:kind(?:est)?|best|warm(?:est)?|with (?:best|kind)|many) )?(?:regards|wishes|thanks)|"
    r"thanks|thank you|yours (?:sincerely|faithfully|truly)|cheers|sincerely",
    re.IGNORECASE,
)
# Below these stand words for readers, whatever is signed above them.
_FOR_READERS = re.compile(
    r"\b(?:notes?\s+(?:to|for)\s+editors?|ends\b|for (?:further|more) information|"
    r"(?:media|press) (?:contacts?|enquiries)|background|about (?:us|the))",
    re.IGNORECASE,
)
_EMBARGO = re.compile(r"\bembargo", re.IGNORECASE)
_LONGEST_DISCLAIMER = 1600
_LONGEST_LIST = 400
_MOST_SIGNATURE = 14
_LONGEST_LINE = 18


def without_closing(blocks: Sequence[Block]) -> tuple[list[Block], list[str]]:
    """Return a mail's paragraphs without its closing, and what was left out.

    What speaks of an embargo stays, whatever it looks like.
    """
    kept = [block for block in blocks if not _is_disclaimer(block.text)]
    notes = ["A disclaimer was left out."] if len(kept) < len(blocks) else []
    kept = [block for block in kept if not _is_list_line(block.text)]
    end = _signature(kept)
    if end < len(kept):
        notes.append("A signature was left out.")
    return kept[:end], notes


def _is_disclaimer(text: str) -> bool:
    if len(text) > _LONGEST_DISCLAIMER or _EMBARGO.search(text):
        return False
    return _DISCLAIMER.match(text) is not None


def _is_list_line(text: str) -> bool:
    return len(text) <= _LONGEST_LIST and _LIST.fullmatch(text) is not None


def _signature(blocks: Sequence[Block]) -> int:
    """Return where the closing words and the signature below them begin."""
    for index in range(max(0, len(blocks) - _MOST_SIGNATURE), len(blocks)):
        first = blocks[index].text
        closing = _CLOSING.match(first)
        if closing is None or len(first.split()) > _LONGEST_LINE:
            continue
        alone = first[closing.end() :].strip(" ,.!") == "" or first[closing.end()] == ","
        below = [block.text for block in blocks[index:]]
        short = all(len(text.split()) <= _LONGEST_LINE for text in below)
        if alone and short and index > 0 and not any(map(_FOR_READERS.search, below)):
            return index
    return len(blocks)
