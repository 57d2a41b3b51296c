"""Words as the checks see them: plain spelling, stems, clauses, and which words weigh nothing."""

import re
import unicodedata
from functools import lru_cache

NEGATORS = frozenset(
    "not no never none neither nor without nobody nothing nowhere hardly barely rarely".split()
)

# Words that say nothing by themselves, so a paraphrase may add or drop them.
_EMPTY = frozenset(
    "a an the this that these those such same other another any some each own one ones it its he "
    "him his she her hers they them their theirs we us our ours i me my mine you your who whom "
    "whose which what where when while why how there here be is are was were been being am do "
    "does did doing done have has had having will would shall should can could may might must "
    "ought to of in on at by for from with into onto upon over under about between among through "
    "during before after since until against within across along around per than then so as if "
    "because although though but and or nor yet however therefore also too very just still now "
    "already again even both all every more most less least much many few only up down out off "
    "not no never none neither without nobody nothing nowhere hardly barely rarely cannot "
    "that's whether either rather quite well back away mr mrs ms dr sir".split()
)
# Words that introduce what was found, and that name the document rather than what it says.
_FRAME = frozenset(
    "say find found report inspect conclude note state accord add describe tell call explain "
    "believe think judge assess identify see reveal observe set out".split()
)
# One spelling for words that mean the same in reports of this kind.
_SAME = {
    word: words.split()[0]
    for words in (
        "force constabulary service",
        "staff employee worker workforce personnel",
        "wait delay queue",
        "crime offence offenc",
        "need require",
        "grade rate rating",
        "increase rise grow grew growth",
        "decrease fall reduce cut drop decline lower",
        "improve better",
        "worsen deteriorate worse decline",
        "begin start",
        "finish end stop cease close",
        "child kid",
        "get receive",
        "answer pick",
        "investigate enquiry inquiry",
        "keep retain maintain",
        "show demonstrate",
        "people person",
        "quick swift prompt fast rapid",
        "big large",
        "help support assist",
        "record log",
        "assign allocate allot",
        "lack short shortage",
        "visit revisit return",
        "budget spend",
        "publish release issue",
        "bad poor",
        "big major large",
        "often frequent regular",
        "protect safeguard",
        "examine review check look",
        "concern worry",
        "vacant empty",
    )
    for word in words.split()
}
_IRREGULAR = {
    "found": "find", "said": "say", "told": "tell", "kept": "keep", "fell": "fall",
    "fallen": "fall", "rose": "rise", "risen": "rise", "took": "take", "taken": "take",
    "gave": "give", "given": "give", "made": "make", "went": "go", "gone": "go", "left": "leave",
    "held": "hold", "lost": "lose", "began": "begin", "begun": "begin", "led": "lead",
    "paid": "pay", "sent": "send", "built": "build", "ran": "run", "saw": "see", "seen": "see",
    "knew": "know", "known": "know", "wrote": "write", "written": "write", "spoke": "speak",
    "women": "woman", "men": "man", "children": "child", "met": "meet", "spent": "spend",
    "got": "get", "brought": "bring", "taught": "teach", "thought": "think", "felt": "feel",
    "grew": "grow", "grown": "grow", "chose": "choose", "chosen": "choose", "dealt": "deal",
    "worn": "wear", "drawn": "draw", "drew": "draw", "driven": "drive", "stolen": "steal",
    "stole": "steal", "broke": "break", "broken": "break", "bought": "buy", "lent": "lend",
    "police": "police", "daily": "day", "weekly": "week", "monthly": "month",
    "annual": "year", "annually": "year", "yearly": "year", "quarterly": "quarter",
    "missing": "missing", "during": "during", "evening": "evening", "building": "building",
    "better": "better", "officer": "officer", "officers": "officer", "number": "number",
    "numbers": "number", "member": "member", "members": "member", "centre": "centre",
}  # fmt: skip
_SUFFIXES = (
    "ational ations ation ements ement ments ment ingly edly ings ing ies ied ers ors er or "
    "ely ly ives ive ions ion ably able als al ness es ed e s y"
).split()
_SHORTEST_STEM = 3
_WORD = re.compile(r"[^\W_]+(?:[',.&/-](?=[^\W_])[^\W_]+)*")
_CLAUSE = re.compile(
    r"[.;:!?|()](?=\s|$)|[,(](?=\s|$)|\s-\s"
    r"|\b(?:but|while|although|though|whereas|however|because|which|who|since|after|before|if)\b",
    re.IGNORECASE,
)
_CONTRACTIONS = (
    (r"\bcan't\b|\bcannot\b", "can not"),
    (r"\bwon't\b", "will not"),
    (r"n't\b", " not"),
)


@lru_cache(maxsize=512)
def plain(text: str) -> str:
    """Return `text` with one spelling for quotes, dashes, blanks, ligatures and contractions.

    Line breaks and table rules become " | ", so that nothing reads on across them.
    """
    text = unicodedata.normalize("NFKC", text)
    text = re.sub(r"[’‘ʼ`´]", "'", text)
    text = re.sub(r"[“”„«»]", '"', text)
    text = re.sub(r"(?<=[^\W\d_])[-\u00ad]\s*\n\s*(?=[a-z])", "", text)
    text = re.sub(r"[\u00ad\u200b\ufeff]", "", text)
    text = re.sub(r"\s*—\s*|\s+[–-]\s+", " - ", text)
    text = re.sub(r"[‐‑‒–−]", "-", text)
    for pattern, full in _CONTRACTIONS:
        text = re.sub(pattern, full, text, flags=re.IGNORECASE)
    text = re.sub(r"[^\S\n]*[\n\t|][\s|]*", " | ", text)
    return " ".join(text.split())


def words(text: str) -> list[str]:
    """Return the words of `text` in lower case, without a possessive "'s"."""
    return [word.lower().removesuffix("'s") for word in _WORD.findall(text)]


def clauses(text: str) -> list[list[str]]:
    """Return the words of each clause of plain text."""
    return [found for part in _CLAUSE.split(text) if (found := words(part))]


def root(word: str) -> str:
    """Return what the forms of one word have in common."""
    return _IRREGULAR.get(word) or _strip(word)


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """Return what the forms of a word have in common, and one word for near synonyms."""
    word = word.lower().removesuffix("'s")
    bare = root(word)
    return _SAME_STEMS.get(bare, bare)


def _strip(word: str) -> str:
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _SHORTEST_STEM:
            bare = word[: -len(suffix)]
            doubled = bare[-1] == bare[-2] and bare[-1] not in "aeslo"
            return bare[:-1] if doubled else bare
    return word


_SAME_STEMS = {root(word): _strip(first) for word, first in _SAME.items()}
_FRAME_STEMS = frozenset(root(word) for word in _FRAME)


def is_content(word: str) -> bool:
    """Whether a word carries meaning of its own."""
    return word not in _EMPTY and (len(word) > 1 or word.isdigit())


def is_frame(word: str) -> bool:
    """Whether a word only introduces what was found or said."""
    return root(word) in _FRAME_STEMS and word not in ("inspected", "inspecting")


def stems(found: list[str]) -> list[str]:
    """Return the stems of the words that carry meaning, in order."""
    return [stem(word) for word in found if is_content(word)]
