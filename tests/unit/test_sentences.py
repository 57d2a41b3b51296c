from time import process_time

import pytest

from ingest.sentences import sentences


def split(text):
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    "parts",
    [
        ["Mr. Hill met Dr. Lowe.", "They left at 5 p.m.", "Then it rained."],
        ["See para. 4.2 of No. 7 (see p. 12).", "It cost £4.2 million.", "J. R. Hill agreed."],
        ["“We will act.”", "He left.", "“Why now?” she asked.", "He said: “No.”", "“Yes.”"],
        ["The U.K. Government paid Hill Ltd.", "The company closed in the U.K.", "It reopened."],
        ["1. First thing.", "Second thing."],
        ["4.2 The force must act.", "It has not."],
        ["They help and protect.2", "The judgements are below."],
        ["Read www.example.org.", "Write to a.hill@example.org.", "Done"],
        ["Items: 1. Do this.", "2. Do that."],
        ["(He left.)", "She stayed."],
        ["Det. Insp. A. Brown saw Supt. Lowe v. Green etc.", "The end…"],
        ["Choose plan B.", "The next one failed.", "So did I.", "Nobody knew."],
        ["Well… I know.", "Wait!", "Then go."],
        ["On 3.5.2019 it rained, e.g. This street flooded."],
        ["It ended in Sept. 2019.", "Then it rained."],
        ["The plan ‘works.’", "Staff said so."],
        ["Was it safe?", "It was!", "“It is,” she said."],
        ["Inspectors visited St. Mary’s Rd. School.", "They spoke to 12 pupils."],
    ],
)
def test_sentences_end_where_a_reader_ends_them(parts):
    assert split(" ".join(parts)) == parts


def test_a_sentence_crosses_neither_a_paragraph_nor_a_table_row():
    text = "A heading\n\n• an item without a stop\n\nGrade | Good\nOther | Poor\n\nA sentence."
    assert split(text) == [
        "A heading",
        "• an item without a stop",
        "Grade | Good",
        "Other | Poor",
        "A sentence.",
    ]


def test_offsets_count_in_the_whole_text():
    text = "Skip this. Keep this. And this. Not this."
    spans = sentences(text, 11, 32)
    assert [text[start:end] for start, end in spans] == ["Keep this.", "And this."]


def test_a_quotation_over_two_sentences_is_split_inside():
    assert split("“It is bad. It must end,” said Ann Hill. It ended.") == [
        "“It is bad.",
        "It must end,” said Ann Hill.",
        "It ended.",
    ]


def test_chinese_full_stops_need_no_blank():
    assert split("第一句。第二句！") == ["第一句。", "第二句！"]


@pytest.mark.parametrize("text", ["", "   \n\n ", "." * 50_000, "a. " * 30_000, "“" * 20_000])
def test_odd_texts_are_quick(text):
    began = process_time()
    sentences(text)
    assert process_time() - began < 2


def test_a_megabyte_takes_less_than_a_second():
    text = "The force has improved since 2016. Mr. Hill saw it at 4 p.m. yesterday.\n\n" * 14_000
    began = process_time()
    assert len(sentences(text)) == 28_000
    assert process_time() - began < 1
