"""What passes is cited to the letter; what does not is withheld, with the reason."""

from dataclasses import replace

import pytest
from claims_kit import PUBLISHED, StoredTexts, make_hit, make_quote

from bot.answering.records import Claim, Draft, Evidence, Speaker, StatementKind
from bot.answering.verify import verify
from store.records import Page, Quote, Sourced

SAID = "We know that families have waited too long, and we will not pretend otherwise."
TEXT = (
    "The force does not record every crime. It had 1,260 officers on 31 March 2024.\n"
    f"Chief Constable Rowan Pike said: “{SAID}”\n"
    "Inspectors disagreed: “It was avoidable.”"
)
PIKE = Speaker("Rowan Pike", "Chief Constable")
RECORDED = (
    make_quote(TEXT, SAID, "Rowan Pike", "Chief Constable"),
    make_quote(TEXT, "It was avoidable.", None),
)
STORED = StoredTexts(
    {"r1": TEXT},
    {"r1": RECORDED},
    (Page(1, "i", 0, 40), Page(2, "ii", 40, len(TEXT))),
)


def claim(words: str, kind: StatementKind, *, text: str | None = None, speaker=None) -> Claim:
    start = TEXT.index(words)
    evidence = Evidence(make_hit(TEXT), start, start + len(words))
    return Claim(words if text is None else text, kind, speaker, (evidence,))


def outcome(one: Claim, stored: StoredTexts = STORED):
    statements, withheld = verify(Draft((one,)), stored)
    return (statements or withheld)[0]


def test_a_lifted_sentence_is_cited_with_what_its_report_is():
    words = "It had 1,260 officers on 31 March 2024."
    statement = outcome(claim(words, StatementKind.EXTRACT))
    (citation,) = statement.citations
    assert (statement.text, citation.quote) == (words, words)
    assert TEXT[citation.start : citation.end] == words
    assert (citation.title, citation.path) == (
        "Brackenshire Police: inspection 2024",
        "brackenshire.pdf",
    )
    assert citation.url == "https://standards.test/brackenshire"
    assert (citation.published_on, citation.section) == (PUBLISHED, "Findings")


def test_the_page_is_where_the_evidence_starts_not_the_passage():
    first = outcome(claim("The force does not record every crime.", StatementKind.EXTRACT))
    second = outcome(claim("It had 1,260 officers on 31 March 2024.", StatementKind.EXTRACT))
    spoken = outcome(claim(SAID, StatementKind.QUOTE))
    pages = [one.citations[0].page for one in (first, second, spoken)]
    assert pages == [1, 1, 2]


def test_a_quote_takes_its_speaker_from_the_record():
    assert outcome(claim(SAID, StatementKind.QUOTE)).speaker == PIKE
    assert outcome(claim(SAID, StatementKind.QUOTE, speaker=PIKE)).speaker == PIKE


def test_a_quote_that_nobody_is_recorded_for_shows_no_speaker():
    assert outcome(claim("It was avoidable.", StatementKind.QUOTE)).speaker is None


def test_a_quote_over_paragraphs_of_one_speech_keeps_its_speaker():
    text = "Pike said: “We were slow.\n“We are sorry.”"
    first, second = "We were slow.", "We are sorry."
    recorded = tuple(
        Quote(text.index(w), text.index(w) + len(w), 7, "Rowan Pike", None, None, None)
        for w in (first, second)
    )
    whole = text[text.index(first) : text.index(second) + len(second)]
    start = text.index(first)
    one = Claim(
        whole, StatementKind.QUOTE, None, (Evidence(make_hit(text), start, start + len(whole)),)
    )
    assert outcome(one, StoredTexts({"r1": text}, {"r1": recorded})).speaker.name == "Rowan Pike"


def spoken(words: str, speaker: str):
    text = "Minister Rowan Pike: I am glad that crime fell. My friends, Ann Lee said so."
    hit = make_hit(text)
    titled = replace(hit.report.description, title=Sourced("Speech on crime", "test"))
    hit = replace(hit, report=replace(hit.report, description=titled))
    start = text.index(words)
    evidence = (Evidence(hit, start, start + len(words)),)
    one = Claim(words, StatementKind.QUOTE, Speaker(speaker, None), evidence)
    return outcome(one, StoredTexts({"r1": text}, {}))


def test_a_speech_is_quoted_as_of_whoever_gives_it():
    words = "I am glad that crime fell."

    assert spoken(words, "Rowan Pike").speaker == Speaker("Rowan Pike", None)
    assert spoken(words, "Zoe Moss").why.startswith("misattributed")


WITHHELD = [
    pytest.param(
        claim(SAID, StatementKind.QUOTE, speaker=Speaker("Imogen Vance", None)),
        "misattributed: recorded as said by Rowan Pike",
        id="swapped speaker",
    ),
    pytest.param(
        claim("It was avoidable.", StatementKind.QUOTE, speaker=PIKE),
        "misattributed: recorded as said by nobody by name",
        id="speaker where none is recorded",
    ),
    pytest.param(
        claim("It had 1,260 officers", StatementKind.QUOTE, speaker=PIKE),
        "misattributed",
        id="speaker for words outside any quote",
    ),
    pytest.param(
        claim(SAID, StatementKind.QUOTE, text=SAID.replace("not ", "")),
        "edited: it is not one stretch",
        id="dropped not",
    ),
    pytest.param(
        claim(SAID, StatementKind.QUOTE, text="Crime has never been so low."),
        "invented",
        id="invented quote",
    ),
    pytest.param(
        claim("record every crime.", StatementKind.QUOTE),
        "leaves out a “not”",
        id="quote cut after the not",
    ),
    pytest.param(
        claim("record every crime.", StatementKind.EXTRACT),
        "leaves out a “not”",
        id="extract cut after the not",
    ),
    pytest.param(
        claim("It had 1,260 officers on 31 March 2024.", StatementKind.LEAD, text="It had 1,620."),
        "it is not word for word",
        id="lead that is not lifted",
    ),
    pytest.param(
        claim(
            "It had 1,260 officers on 31 March 2024.",
            StatementKind.PARAPHRASE,
            text="The force had 1,206 officers on 31 March 2024.",
        ),
        "the number “1,206”",
        id="paraphrase with another number",
    ),
    pytest.param(
        claim(SAID, StatementKind.PARAPHRASE, text="Inspectors know families waited too long."),
        "another party",
        id="paraphrase that gives the words to inspectors",
    ),
    pytest.param(
        claim(SAID, StatementKind.JUDGEMENT, text="The force was graded good."),
        "the grade “good”",
        id="judgement that the report does not give",
    ),
    pytest.param(
        Claim("Crime fell.", StatementKind.PARAPHRASE, None, ()), "cites nothing", id="no"
    ),
    pytest.param(
        Claim("x", StatementKind.EXTRACT, None, (Evidence(make_hit(TEXT), 5, len(TEXT) + 9),)),
        "does not lie within",
        id="span past the end",
    ),
    pytest.param(
        Claim("", StatementKind.EXTRACT, None, (Evidence(make_hit(TEXT), 5, 5),)),
        "says nothing",
        id="empty",
    ),
]


@pytest.mark.parametrize(("one", "why"), WITHHELD)
def test_what_fails_is_withheld_with_its_reason(one, why):
    withheld = outcome(one)
    assert withheld.text == one.text
    assert why in withheld.why


def test_the_stored_text_decides_not_the_hit():
    one = claim("It had 1,260 officers on 31 March 2024.", StatementKind.EXTRACT)
    corrected = StoredTexts({"r1": TEXT.replace("1,260", "1,620")})
    assert "word for word" in outcome(one, corrected).why


def test_a_faithful_paraphrase_is_kept_and_a_copied_one_is_an_extract():
    words = "It had 1,260 officers on 31 March 2024."
    said = "Brackenshire Police had 1,260 officers on 31 March 2024."
    assert outcome(claim(words, StatementKind.PARAPHRASE, text=said)).text == said
    assert outcome(claim(words, StatementKind.PARAPHRASE)).kind is StatementKind.EXTRACT


def test_claims_keep_their_order_and_the_draft_s_own_withheld_are_not_repeated():
    good = claim("It had 1,260 officers on 31 March 2024.", StatementKind.EXTRACT)
    bad = claim(SAID, StatementKind.QUOTE, text="Made up.")
    statements, withheld = verify(Draft((bad, good, bad)), STORED)
    assert [one.text for one in statements] == [good.text]
    assert [one.text for one in withheld] == ["Made up.", "Made up."]
