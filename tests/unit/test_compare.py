"""What a correction changed, sentence by sentence, in words that can be read out."""

from dataclasses import replace
from datetime import date

import pytest
from fakes import make_description, make_revision

from ingest.compare import ChangedField, ChangeKind, WordsKind, compare
from store.records import Page

OLD = (
    "The force has 412 officers.",
    "It was inspected on 1 May 2024. Callers wait too long.",
    "The chief constable is sorry.",
    "Nothing else changed.",
)


def changes(old, new):
    return [
        (one.kind.value, one.before and one.before.text, one.after and one.after.text)
        for one in compare(make_revision(*old), make_revision(*new)).changes
    ]


def words(old, new):
    (change,) = compare(make_revision(old), make_revision(new)).changes
    return [(one.before, one.after, one.kind.value) for one in change.words]


def test_the_same_text_has_no_changes():
    same = compare(make_revision(*OLD), make_revision(*OLD))

    assert (same.changes, same.described, same.summary) == ((), (), "no sentence changed")


def test_blanks_and_line_breaks_are_no_change():
    assert changes(["The force  has officers."], ["The force has officers."]) == []


def test_each_sentence_is_given_as_it_was_and_is():
    new = ("The force has 421 officers.", OLD[1], "A new paragraph stands here.", OLD[3])

    assert changes(OLD, new) == [
        ("changed", OLD[0], new[0]),
        ("added", None, "A new paragraph stands here."),
        ("removed", "The chief constable is sorry.", None),
    ]


def test_a_sentence_in_another_place_has_moved():
    new = (OLD[2], OLD[0], OLD[1], OLD[3])

    assert changes(OLD, new) == [("moved", OLD[2], OLD[2])]


def test_a_sentence_after_a_long_insertion_is_still_the_one_changed():
    added = [f"Paragraph number {name} says something quite different." for name in "abcdefghijkl"]

    found = changes(["The force has 412 officers."], [*added, "The force has 421 officers."])

    assert found == [
        *(("added", None, one) for one in added),
        ("changed", "The force has 412 officers.", "The force has 421 officers."),
    ]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("It has 412 officers.", "It has 421 officers.", [("412", "421", "number")]),
        ("It costs £1.2m a year.", "It costs £12m a year.", [("£1.2m", "£12m", "number")]),
        (
            "It was inspected on 1 May 2024 in full.",
            "It was inspected on 3 June 2024 in full.",
            [("1 May 2024", "3 June 2024", "date")],
        ),
        ("The force is not good enough.", "The force is good enough.", [("not", "", "words")]),
        (
            "Of 412 officers, most were trained.",
            "Of 421 officers, few were trained.",
            [("412", "421", "number"), ("most", "few", "words")],
        ),
    ],
)
def test_the_words_that_changed_are_named(old, new, found):
    assert words(old, new) == found


def test_offsets_and_pages_are_those_of_each_revision():
    old = replace(make_revision(*OLD), pages=(Page(1, "i", 0, 29), Page(2, "ii", 29, 999)))
    new = make_revision("A preface.", *OLD[:2], "The chief constable is not sorry.", OLD[3])

    first, second = compare(old, new).changes

    assert (first.before, first.after.page) == (None, None)
    assert (second.before.page, second.after.page) == (2, None)
    assert old.text[second.before.start : second.before.end] == OLD[2]
    assert new.text[second.after.start : second.after.end] == "The chief constable is not sorry."
    assert second.words[0].kind is WordsKind.WORDS


def test_facts_of_the_description_are_compared_and_the_summary_is_short():
    old = make_revision(*OLD, published_on=date(2024, 5, 1), title="A report")
    new = make_revision(*OLD[:3], "Nothing at all changed.", "Added.", title="A report")
    new = replace(new, description=make_description(published_on=date(2024, 5, 3), subject="Met"))

    found = compare(old, new)

    assert found.described == (
        ChangedField("subject", None, "Met"),
        ChangedField("published date", "2024-05-01", "2024-05-03"),
    )
    assert found.summary == (
        "1 sentence changed, 1 added; subject unknown -> Met; "
        "published date 2024-05-01 -> 2024-05-03"
    )


def test_a_large_report_rewritten_throughout_is_compared_in_time():
    old = [f"In place {number} there were {number} of them." for number in range(1000)]
    new = [f"In place {number} there were {number + 1} of them." for number in range(1000)]

    found = compare(make_revision(*old), make_revision(*new)).changes

    assert len(found) == 1000
    assert {one.kind for one in found} == {ChangeKind.CHANGED}
