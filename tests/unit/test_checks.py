"""Honest sentences and quotations are kept; every wrong one is caught, by kind."""

import re
from datetime import date
from pathlib import Path

import pytest
import yaml

from bot.answering.checks.alignment import misplaced
from bot.answering.checks.numbers import wrong_number
from bot.answering.checks.quotes import Verdict, quote_verdict
from bot.answering.checks.support import Source, why_unsupported, why_wrong_figures
from ingest.sentences import sentences

HERE = Path(__file__).parent
SAMPLES = HERE.parents[1] / "bot" / "samples" / "reports"
SETS = [
    yaml.safe_load((HERE / name).read_text("utf-8"))
    for name in ("support_cases.yaml", "support_cases_held_out.yaml")
]
HONEST = [(s, text, one) for s in SETS for text, ones in s["honest"].items() for one in ones]
WRONG = [
    pytest.param(s, text, one, id=f"{kind}: {one}")
    for s in SETS
    for kind, ones in s["wrong"].items()
    for text, one in ones
]

NOTICE = (
    "The inspectors’ report was published in March. “We are not satisfied that officers protect "
    "children,” it said – and the office’s file was efficient.\n"
    "Staff at the well-run first-floor office did not find the files until 9 May 2024. No officer "
    "had been told, and three of the eleven victims were never called. The force says that it is "
    "sorry; it has since changed its rules.\n"
    "Leaders cannot show that they know how long victims wait. That is not acceptable to us."
)
SPOKEN = (
    "We are not satisfied that officers protect children",
    "Staff at the well-run first-floor office did not find the files until 9 May 2024.",
    "No officer had been told, and three of the eleven victims were never called.",
    "The force says that it is sorry; it has since changed its rules.",
    "Leaders cannot show that they know how long victims wait.",
    "and the office’s file was efficient",
    "That is not acceptable to us.",
)


def source_of(case: dict, text: str) -> Source:
    speaker = case.get("speakers", {}).get(text)
    return Source(
        case["texts"][text], **case["report"], speakers=(tuple(speaker),) if speaker else ()
    )


def test_at_least_98_in_100_honest_paraphrases_are_kept():
    lost = [
        (one, why)
        for case, text, one in HONEST
        if (why := why_unsupported(one, [source_of(case, text)], case["aliases"]))
    ]
    assert len(lost) <= 0.02 * len(HONEST), lost


@pytest.mark.parametrize(("case", "text", "sentence"), WRONG)
def test_a_wrong_paraphrase_is_caught(case, text, sentence):
    assert why_unsupported(sentence, [source_of(case, text)], case["aliases"])


def test_the_sentences_of_the_samples_support_themselves():
    lost, checked = [], 0
    for path in sorted(SAMPLES.glob("*.md")):
        text = path.read_text("utf-8")
        for start, end in sentences(text):
            one = text[start:end]
            if len(one) < 25 or "|" in one or "“" in one:
                continue
            checked += 1
            why = why_unsupported(one, [Source(one, whole=text)])
            if why and "a reader cannot tell who" not in why:
                lost.append((one, why))
    assert checked > 150
    assert len(lost) <= 0.01 * checked, lost


def test_a_changed_digit_or_a_dropped_not_in_a_sentence_of_the_samples_is_caught():
    missed, made = [], 0
    for path in sorted(SAMPLES.glob("*.md")):
        text = path.read_text("utf-8")
        for start, end in sentences(text):
            one = text[start:end]
            if len(one) < 25 or "|" in one or "“" in one:
                continue
            changed = [
                one[: m.start()] + str((int(m[0]) + 1) % 10) + one[m.end() :]
                for m in re.finditer(r"(?<=[ £\d])\d(?!\d*\. )", one)
            ]
            changed += [one[: m.start()] + one[m.end() :] for m in re.finditer(r"\bnot ", one)]
            made += len(changed)
            missed += [c for c in changed if why_unsupported(c, [Source(one, whole=text)]) is None]
    assert made > 300
    assert len(missed) <= 0.02 * made, missed


def test_the_subject_swap_of_the_trial_is_caught():
    given = "We remain concerned about the current service that the Met provides to children."
    source = Source(given, subject="Metropolitan Police Service", publisher="HMICFRS")
    aliases = {"Met": "Metropolitan Police Service", "MPS": "Metropolitan Police Service"}
    swapped = "The Met remains concerned about the current service it provides."
    honest = "Inspectors remain concerned about the current service that the MPS provides."
    assert "another party" in (why_unsupported(swapped, [source], aliases) or "")
    assert why_unsupported(honest, [source], aliases) is None


def test_the_report_s_own_date_counts_only_where_the_report_is_spoken_of():
    source = Source("The force is short of 40 detectives.", published_on=date(2024, 9, 24))
    spoken_of = "The report of 24 September 2024 says that the force is short of 40 detectives."
    assert why_unsupported(spoken_of, [source]) is None
    assert why_unsupported("In September 2024 the force was short of 40 detectives.", [source])


def test_built_sentences_are_checked_for_their_figures():
    old = Source("Solving crime: adequate", title="Inspection", published_on=date(2021, 3, 1))
    new = Source("Solving crime: inadequate", title="Inspection", published_on=date(2024, 9, 24))
    assert (
        why_wrong_figures("Solving crime: adequate (2021), inadequate (2024)", [old, new]) is None
    )
    assert why_wrong_figures("Solving crime: good (2021), inadequate (2024)", [old, new])
    assert why_wrong_figures("Solving crime: adequate (2019), inadequate (2024)", [old, new])


PAGE_QUOTED = ("a page break", "quotation")
FORGIVEN = {
    "as it stands": lambda text: text,
    "ligatures": lambda text: text.replace("fi", "ﬁ").replace("ffi", "ﬃ").replace("fl", "ﬂ"),
    "straight quotes": lambda text: text.replace("’", "'").replace("“", '"').replace("”", '"'),
    "a line break at each blank": lambda text: text.replace(" ", "\n"),
    "hard blanks": lambda text: text.replace(" ", "\u00a0"),
    "soft hyphens": lambda text: text.replace("ti", "t\u00adi").replace("ff", "f\u00adf"),
    "dashes": lambda text: text.replace("–", "—").replace("-", "‑"),
    "hyphenated at the end of a line": lambda text: text.replace("officer", "offi-\ncer").replace(
        "victims", "vic-\ntims"
    ),
    "a real hyphen at the end of a line": lambda text: text.replace("well-run", "well-\nrun"),
    "zero-width blanks": lambda text: text.replace("e ", "e\u200b "),
    "a page break": lambda text: text.replace(" victims ", "\n12\nvictims "),
}


# Nobody quotes a page number, so that change is made to the report alone.
SIDES = [(c, s) for c in FORGIVEN for s in ("report", "quotation") if (c, s) != PAGE_QUOTED]


@pytest.mark.parametrize(("change", "changed_side"), SIDES)
@pytest.mark.parametrize("spoken", SPOKEN)
def test_an_honest_quotation_is_verbatim(spoken, change, changed_side):
    forgive = FORGIVEN[change]
    if changed_side == "report":
        text, quoted = forgive(NOTICE), spoken
    else:
        text, quoted = NOTICE, forgive(spoken)
    verdict, span = quote_verdict(quoted, [text])
    assert verdict is Verdict.VERBATIM
    assert text[span.start : span.end].split()[-1].rstrip(".") in (
        forgive(spoken) if changed_side == "report" else NOTICE
    )


@pytest.mark.parametrize(
    "quoted",
    [
        "We are not satisfied that officers protect children,",
        "[W]e are not satisfied that officers protect children",
        "Officers protect children",
        "“We are not satisfied that officers protect children,”",
        "Staff at the well-run first-floor office ... did not find the files",
        "The force says that it is sorry […] it has since changed its rules.",
        "three of the eleven victims",
    ],
)
def test_the_customs_of_quoting_are_honest(quoted):
    assert quote_verdict(quoted, [NOTICE]).verdict is Verdict.VERBATIM


def test_running_headers_do_not_break_a_quotation():
    page = "Brackenshire Police inspection {}\nwho waited for\n"
    text = "".join(page.format(number) for number in range(1, 4)) + (
        "The officers who came to the house\nBrackenshire Police inspection 4\nwere kind."
    )
    verdict, span = quote_verdict("The officers who came to the house were kind.", [text])
    assert verdict is Verdict.VERBATIM
    assert text[span.start : span.end].startswith("The officers")


WRONG_QUOTES = {
    Verdict.EDITED: [
        "We are satisfied that officers protect children",
        "We are not satisfied that officers protect all children",
        "We are not satisfied that the officers protect children",
        "We were not satisfied that officers protect children",
        "They are not satisfied that officers protect children",
        "We are not satisfied that officers harm children",
        "Staff at the well-run first-floor office did find the files until 9 May 2024",
        "Staff at the first-floor office did not find the files until 9 May 2024",
        "Staff at the well-run first-floor office did not find the files until 9 May 2023",
        "Staff at the well-run first-floor office did not find the files until 19 May 2024",
        "Staff at the well-run second-floor office did not find the files",
        "Staff at the wellrun first-floor office did not find the files",
        "An officer had been told, and three of the eleven victims were never called.",
        "No officer had been told, and three of the eleven victims were called.",
        "No officer had been told, and five of the eleven victims were never called.",
        "No officer had been told, and three of the twelve victims were never called.",
        "No officer had been told and three of the eleven victims were never called",
        "The force says that it is not sorry; it has since changed its rules.",
        "The force says that it is sorry; it has never changed its rules.",
        "The force claims that it is sorry; it has since changed its rules.",
        "Leaders can show that they know how long victims wait.",
        "Leaders cannot show that they know how many victims wait.",
        "Leaders cannot show that they don't know how long victims wait.",
        "That is acceptable to us.",
        "That is not unacceptable to us.",
        "LEADERS cannot show that they know how long victims wait.",
        "Staff at the well-run first-floor office did not find the files [before] 9 May 2024.",
    ],
    Verdict.STITCHED: [
        "The force says that it is sorry and three of the eleven victims were never called",
        "We are not satisfied that leaders cannot show that they know how long victims wait",
        "Staff at the well-run first-floor office were never called.",
        "it has since changed its rules. The force says that it is sorry",
        "Staff at the well-run first-floor office ... find the files until 9 May 2024.",
        "We are … satisfied that officers protect children",
        "No officer had been told … it has since changed its rules.",
        "three of the eleven victims […] protect children",
        "Leaders […] know how long victims wait.",
    ],
    Verdict.INVENTED: [
        "The chief executive will resign before the summer.",
        "Everything is fine and nobody needs to worry about anything.",
        "Heads must roll",
        "a culture of fear",
        "Police chiefs promised an extra forty detectives by Christmas.",
    ],
}


@pytest.mark.parametrize(
    ("expected", "quoted"), [(kind, one) for kind, ones in WRONG_QUOTES.items() for one in ones]
)
def test_a_wrong_quotation_is_caught_and_named(expected, quoted):
    assert quote_verdict(quoted, [NOTICE]).verdict is expected


def test_fragments_of_two_reports_are_stitched():
    texts = ["The officers were slow to come to the house.", "The victims had been told to wait."]
    quoted = "The officers were slow and the victims had been told to wait."
    assert quote_verdict(quoted, texts).verdict is Verdict.STITCHED


def test_part_of_a_word_is_no_quotation():
    assert quote_verdict("acceptable to us", ["It is unacceptable to us."]).verdict is not (
        Verdict.VERBATIM
    )


def test_a_whole_date_that_moved_takes_no_other_numbers_place():
    source = (
        "On 13 April 2024, the force and the harbour master entered into an agreement on patrols, "
        "recorded in a letter and two notes, which end on 2 May 2025."
    )
    moved = "The force and the harbour master entered into an agreement on patrols on {}."

    assert misplaced(moved.format("13 April 2024"), source) is None
    assert misplaced("On 2 April 2024, the force entered into an agreement on patrols.", source)


def test_one_that_stands_for_a_thing_is_no_number():
    source = "A small patrol has a crew of less than four."

    assert wrong_number("A small patrol is one where the crew is less than four.", source) is None
    assert wrong_number("One small patrol has a crew of less than four.", source) == "One"
