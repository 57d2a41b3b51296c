"""The same release in another frame is reported, not doubled; a correction is never swallowed."""

from datetime import date

import pytest
from ingest_kit import make_desk
from web import Page, serving

from ingest.alike import NEARLY_ALL, compare, sketch, words_of
from ingest.job import Outcome, run, work_off
from ingest.records import Overrides
from ingest.sources.find import find

BODY = """Saltmere Constabulary kept victims of burglary waiting for nine days on average, \
inspectors found when they went to see its control room in Brackwater twice last winter.

“Nobody should wait that long,” said Dominic Astbury, the Chief Constable, who has promised that \
an officer will come within two days of every call that is made to the force.

The force has taken on 14 more officers since, and moved its call handlers into one building, \
where they can hear each other and pass on what they have learned about a caller.

Inspectors rated the force as requires improvement for how it looks into crime, and as good for \
how it treats the public; they will come back in the autumn to see what has changed.

Its officers did not always write down why they had closed a case, and their sergeants seldom \
asked, which left victims without an answer and inspectors without a record to go by.""".split(
    "\n\n"
)
TEXT = "\n\n".join(["Saltmere Constabulary: victims waited nine days", *BODY])
SITE = (
    "Brackwater Bugle\n\nNews\n\nSport\n\nWhat’s on\n\n{}\n\nShare this page\n\nCall 01632 960123"
)


def likeness(text):
    return compare(words_of(TEXT), words_of(text))


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "reports"
    made.mkdir()
    return made


def ingest(shelf, folder, said=None, **texts):
    for stem, text in texts.items():
        (folder / f"{stem}.txt").write_text(text)
    paths = [folder / f"{stem}.txt" for stem in texts]
    return list(run(paths, said or Overrides(), make_desk(shelf, workers=4)))


@pytest.mark.parametrize(
    "variant",
    [
        TEXT,
        SITE.format(TEXT),
        TEXT.replace("“", '"').replace("”", '"').replace(", ", " – ").upper(),
        "\n".join(TEXT.split(" ")),
        TEXT.replace("\n\nThe force", "\n\nPage 2 of 3\n\nThe force"),
        TEXT.replace("call handlers", "callhandlers"),
        TEXT.replace(BODY[0], f"3 June 2024, by our reporter\n\n{BODY[0]}"),
        TEXT.replace(BODY[2], f"{BODY[2]}\n\nPhotograph: the control room in Brackwater"),
    ],
    ids=["same", "site", "marks", "lines", "page number", "divided", "byline", "caption"],
)
def test_another_frame_makes_no_other_text(variant):
    like = likeness(variant)

    assert like.share >= NEARLY_ALL
    assert like.differs == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("14 more officers", "15 more officers"),
        ("did not always write", "did always write"),
        ("officers since", "officers since, none of them in Brackwater"),
        ("as good", "as outstanding"),
        ("Dominic Astbury", "Dominic Ashbury"),
        ("in the autumn", "in October"),
        ("Share this page", "Correction: an earlier version gave another figure"),
    ],
)
def test_what_changes_a_text_within_is_noticed(old, new):
    assert likeness(SITE.format(TEXT).replace(old, new)).differs


def test_another_number_of_a_series_is_another_text():
    head = ["Bulletin 7", "This bulletin is published each month by the Office for Kennels."]
    others = [
        f"In month {n} the kennels at place {n * 7} took in {n * 11} dogs." for n in range(30)
    ]
    one, other = ("\n\n".join([*head, *others[at : at + 15]]) for at in (0, 15))

    assert compare(words_of(one), words_of(other)).share < NEARLY_ALL


def test_many_that_differ_by_their_number_are_as_many_reports(shelf, folder):
    texts = {
        f"n{number}": "\n\n".join([f"Bulletin {number}", *BODY, f"Number {number} ends here."])
        for number in range(6)
    }

    results = ingest(shelf, folder, **texts)

    assert [(one.outcome, one.reason) for one in results] == [(Outcome.INDEXED, None)] * 6


def test_of_a_few_words_nothing_is_said():
    assert sketch(words_of("A report on kennels.")) == ()


def test_the_same_release_on_two_sites_is_one_report(shelf, folder):
    first, second = ingest(shelf, folder, force=TEXT, bugle=SITE.format(TEXT))

    assert {first.outcome, second.outcome} == {Outcome.INDEXED, Outcome.DUPLICATE}
    duplicate = first if first.outcome is Outcome.DUPLICATE else second
    assert "Nearly the same text as" in duplicate.reason
    assert "% of its words" in duplicate.reason
    (report,) = shelf.catalog.reports()
    assert duplicate.report.report_id == report.report_id


def test_a_likely_correction_is_indexed_and_said_so(shelf, folder):
    ingest(shelf, folder, old=TEXT)

    (new,) = ingest(shelf, folder, new=TEXT.replace("14 more", "15 more"))

    assert new.outcome is Outcome.INDEXED
    assert "“14”, “15”" in new.reason
    assert "--supersedes old" in new.reason


def test_the_same_words_of_another_day_are_another_report(shelf, folder):
    ingest(shelf, folder, Overrides(published_on=date(2024, 5, 1)), may=TEXT)

    said = Overrides(published_on=date(2024, 6, 1))
    (june,) = ingest(shelf, folder, said, june=f"{TEXT}\n\nIssue 2")

    assert june.outcome is Outcome.INDEXED
    assert "of another date" in june.reason


def test_whoever_says_so_gets_it_indexed(shelf, folder):

    ingest(shelf, folder, force=TEXT)
    copies = {"bugle": SITE.format(TEXT), "copy": TEXT}
    for stem, text in copies.items():
        (folder / f"{stem}.txt").write_text(text)
    desk = make_desk(shelf)

    paths = [folder / f"{stem}.txt" for stem in copies]
    results = list(work_off(find(paths, Overrides(), desk, even_if_duplicate="yes"), desk))

    assert [one.outcome for one in results] == [Outcome.INDEXED] * 2


def test_what_was_indexed_without_is_compared_too(shelf, folder):
    title = "Saltmere Constabulary: victims waited nine days"
    shelf.add("/elsewhere/old.txt", *TEXT.split("\n\n"), title=title)

    (found,) = ingest(shelf, folder, bugle=SITE.format(TEXT))

    assert found.outcome is Outcome.DUPLICATE
    assert found.report.report_id == "old"


def test_a_correction_of_its_own_file_is_not_held_back(shelf, folder):
    ingest(shelf, folder, force=TEXT)

    (updated,) = ingest(shelf, folder, force=SITE.format(TEXT))

    assert updated.outcome is Outcome.UPDATED


MORE = (
    "The force’s dogs are kept apart from this and answer to nobody: their kennels in Brackwater "
    "were last seen by an inspector in 2011, who could not say how many there were."
)
ABOUT = (
    "The Brackwater Bugle is a weekly paper that has told the people of Brackwater and of the "
    "villages round it what goes on there since it was founded by a baker in 1890."
)


def test_text_that_only_a_duplicate_has_is_told(shelf, folder):
    ingest(shelf, folder, force=TEXT)

    (found,) = ingest(shelf, folder, bugle=f"{TEXT}\n\n{MORE}")

    assert found.outcome is Outcome.DUPLICATE
    assert (
        "It has text that the other has not: “The force’s dogs are kept apart from this and "
        "answer…”. --even-if-duplicate"
    ) in found.reason


def test_a_copy_with_less_text_loses_nothing(shelf, folder):
    ingest(shelf, folder, bugle=f"{TEXT}\n\n{MORE}")

    (found,) = ingest(shelf, folder, force=TEXT)

    assert found.outcome is Outcome.DUPLICATE
    assert "text that" not in found.reason


def pages(web, *texts):
    form = "<html><head><title>{0}</title></head><body><main><h1>{0}</h1>{1}</main></body></html>"
    for number, (title, *paragraphs) in enumerate(texts):
        body = "".join(f"<p>{one}</p>" for one in paragraphs)
        web.pages[f"/{number}"] = Page(form.format(title, body).encode())
    return [web.url(f"/{number}") for number in range(len(texts))]


def other_page(number, *paragraphs):
    words = " ".join(
        f"In month {n} there were {n * number * 13} calls of kind {n}." for n in range(1, 9)
    )
    return (f"Calls to kennel {number}", words, *paragraphs)


@pytest.mark.parametrize(
    ("site_has", "outcome"), [((ABOUT,), Outcome.DUPLICATE), ((), Outcome.INDEXED)]
)
def test_other_pages_of_a_site_tell_its_frame_from_its_text(shelf, folder, site_has, outcome):
    ingest(shelf, folder, force=TEXT)
    more = ABOUT if site_has else MORE
    with serving() as web:
        others = [other_page(number, *site_has) for number in range(1, 4)]
        given = ("Saltmere Constabulary: victims waited nine days", *BODY, more)
        *first, last = pages(web, *others, given)
        web_desk = make_desk(shelf, fetch={"allow_private": True, "delay_seconds": 0})
        assert {one.outcome for one in run(first, Overrides(), web_desk)} == {Outcome.INDEXED}

        (found,) = run([last], Overrides(), web_desk)

    assert found.outcome is outcome
    if outcome is Outcome.INDEXED:
        assert "with text that it has not: “The force’s dogs are kept apart" in found.reason
        assert "--supersedes force" in found.reason
