"""What must hold for any quotation of any report that a draft brings along."""

import re
from collections.abc import Callable
from pathlib import Path

from fakes import make_report, make_revision
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.checking.library import Library
from bot.checking.quotations import check_quotation
from bot.checking.records import Checked, CheckVerdict, Quoted
from bot.checking.shelf import Held, Shelf, bare
from ingest.load.markdown import load_markdown
from ingest.records import RawFile
from ingest.sentences import sentences

SAMPLES = Path(__file__).resolve().parents[2] / "bot" / "samples" / "reports"
TEXTS = [
    load_markdown(RawFile(path, path.read_bytes(), "")).text
    for path in sorted(SAMPLES.glob("*.md"))
]
SENTENCES = [
    (text, text[start:end])
    for text in TEXTS
    for start, end in sentences(text)
    if 8 <= len(text[start:end].split()) <= 30 and not re.search(r"[“”|]|\n", text[start:end])
]
STRANGE = ["marmalade", "never", "not", "9,999", "brilliantly", "Zanzibar"]
sampled = st.sampled_from(SENTENCES)
lasting = settings(max_examples=60, deadline=None)


class Texts:
    """The catalog's side of a shelf with one report."""

    def __init__(self, text: str) -> None:
        self._text = text

    def text(self, report_id: str, revision: int) -> str:
        return self._text

    def quotes(self, report_id: str, revision: int) -> tuple[()]:
        return ()

    def page(self, report_id: str, revision: int, offset: int) -> None:
        return None

    def revision(self, report_id: str, revision: int):
        return make_revision(self._text)


def checked(quoted: str, text: str) -> Checked:
    shelf = Shelf(Texts(text), [Held(make_report(), 1)])
    library = Library(shelf, lambda: Shelf(Texts(""), []), lambda query: (), {}, {}, ())
    return check_quotation(Quoted(quoted, 0, None, "", f"“{quoted}”"), library)


def not_verbatim(quoted: str, text: str) -> bool:
    assume(bare(quoted) not in bare(text))
    found = checked(quoted, text)
    return found.verdict is not CheckVerdict.VERBATIM and bool(found.why)


@given(sampled, st.data())
@lasting
def test_without_any_one_of_its_words_it_is_not_verbatim(given_, data):
    text, words = given_[0], given_[1].split()
    gone = data.draw(st.integers(1, len(words) - 2))
    assert not_verbatim(" ".join(words[:gone] + words[gone + 1 :]), text)


@given(sampled, st.data(), st.sampled_from(STRANGE))
@lasting
def test_with_any_word_put_in_it_is_not_verbatim(given_, data, word):
    text, words = given_[0], given_[1].split()
    at = data.draw(st.integers(1, len(words) - 1))
    assert not_verbatim(" ".join([*words[:at], word, *words[at:]]), text)


@given(st.sampled_from([one for one in SENTENCES if " not " in one[1]]), st.data())
@lasting
def test_with_a_dropped_not_it_is_edited_or_stitched(given_, data):
    text, sentence = given_
    joint = data.draw(st.sampled_from([" ", " ... ", " […] "]))
    found = checked(sentence.replace(" not ", joint, 1), text)
    assert found.verdict in (CheckVerdict.EDITED, CheckVerdict.STITCHED)
    assert "not" in found.why


@given(sampled, st.data())
@lasting
def test_its_halves_in_another_order_are_not_verbatim(given_, data):
    text, words = given_[0], given_[1].split()
    cut = data.draw(st.integers(2, len(words) - 2))
    assert not_verbatim(" ".join(words[cut:] + words[:cut]), text)


@given(sampled, sampled)
@lasting
def test_halves_of_two_are_not_verbatim(one, two):
    first, second = one[1].split(), two[1].split()
    both = first[: len(first) // 2] + second[len(second) // 2 :]
    assert not_verbatim(" ".join(both), f"{one[0]}\n\n{two[0]}")


def _hyphenated(text: str) -> str:
    return re.sub(r"([a-z]{3})([a-z]{3})", "\\1-\n\\2", text, count=2)


FOLDED: list[Callable[[str], str]] = [
    lambda text: text.replace("’", "'").replace("–", "-"),
    lambda text: text.replace("'", "’").replace(" - ", " — "),
    lambda text: text.replace("fi", "ﬁ").replace("fl", "ﬂ"),
    lambda text: text.replace(" ", "\n"),
    lambda text: text.replace(" ", "\u00a0"),
    lambda text: text.replace("ti", "t\u00adi"),
    _hyphenated,
]


@given(sampled, st.lists(st.sampled_from(FOLDED), min_size=1, max_size=3, unique=True))
@lasting
def test_however_it_is_set_it_stays_verbatim(given_, changes):
    text, quoted = given_
    for change in changes:
        quoted = change(quoted)
    found = checked(quoted, text)
    assert found.verdict is CheckVerdict.VERBATIM, found
    assert bare(found.citation.quote) == bare(given_[1])


@given(sampled, st.data())
@lasting
def test_a_page_number_in_the_midst_of_it_in_the_report_is_forgiven(given_, data):
    text, sentence = given_
    words = sentence.split()
    at = data.draw(st.integers(1, len(words) - 1))
    broken = f"{' '.join(words[:at])}\n12\n{' '.join(words[at:])}"
    found = checked(sentence, text.replace(sentence, broken, 1))
    assert found.verdict is CheckVerdict.VERBATIM, found
