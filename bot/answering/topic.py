"""The words that a text is about, without those that stand in any question."""

import re

from store.lexical import STOP_WORDS

_STEM = 5
# Words, and numbers such as 101; a year says when, not what.
_WORD = re.compile(r"[^\W\d_]{3,}|(?<!\d)(?!(?:19|20)\d\d(?!\d))\d{3,}")
# "Wi-Fi" has no part that is long enough by itself.
_COMPOUND = re.compile(r"(?<!\w)[^\W\d_]{1,2}-[^\W\d_]+(?!\w)")
_SUFFIX = re.compile(r"(?:ers|ings|er|ing|ed|es|s|e)$")
# Words of questions that are no topic by themselves.
_EMPTY = STOP_WORDS | frozenset(
    """
    about after against all any been being between can concern concerned concerns could did
    during ever find finding findings found get getting give given have his her him identify
    identified inspection inspections inspector inspectors into main make made more most
    need needs next now police force forces constabulary authority council service services
    current currently latest raise raised recent recommend recommendation recommendations
    recommended remain remaining remains report reported reports say says said she should
    still tell than them these they those told under until very well were will your improve
    improved improvement improvements progress better good problem problems issue issues
    weakness weaknesses worry worries failing failings went come came happen happened like
    want wanted strength strengths criticise criticised criticism criticisms since today
    area areas key many much out off over just put puts got down before ever really actually
    someone somebody anyone anybody everyone one ones two three four share number percentage
    proportion figure called name named thing things anything something kind sort type little
    verbatim exact exactly word words quote quotes quoted own old right wrong tell told
    let lets allowed goes going gone come keep kept does doing done yet else also because
    """.split()
)


def stems(text: str) -> frozenset[str]:
    """Return the telling words and numbers of a text, cut so that their forms meet.

    An acronym is there as it is written and as a word: SEND is not what somebody should send,
    but may be asked for in small letters.
    """
    return frozenset([*telling(text), *telling(text.lower())])


def telling(text: str) -> dict[str, str]:
    """Return the telling words and numbers of a text by what they are cut to."""
    joined = (word.replace("-", "") for word in _COMPOUND.findall(text))
    words = (word if word.isupper() else word.lower() for word in (*_WORD.findall(text), *joined))
    return {_cut(word): word for word in words if word.lower() not in _EMPTY}


def _cut(word: str) -> str:
    return word if word.isupper() else _SUFFIX.sub("", word)[:_STEM]
