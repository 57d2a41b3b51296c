"""True sentences made wrong, one way at a time: none of the wrong ones may pass."""

import random
import re
from collections import Counter
from pathlib import Path

import adversary
import pytest

from bot.answering.checks.support import Source, why_unsupported
from ingest.sentences import sentences

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "bot" / "samples" / "reports"
_SHORTEST, _LONGEST = 7, 40
_ODD = re.compile(r"[“”\"|•\[\]]|\n|\b(?:we|our|us|I|my)\b|https?:|www\.", re.IGNORECASE)
# A stitched sentence that reads as one and says nothing that either half denies can pass.
_STITCHED = 0.95


def plain_sentences(text: str) -> list[tuple[str, str]]:
    """Sentences that can stand as statements, each with the next one, "" where none is near."""
    found = [text[start:end] for start, end in sentences(text)]
    fit = [
        one if _SHORTEST <= len(one.split()) <= _LONGEST and one[-1] == "." and not _ODD.search(one)
        else "" for one in found
    ]  # fmt: skip
    return [(one, two) for one, two in zip(fit, [*fit[1:], ""], strict=True) if one]


def attack(texts: list[str], seed: int) -> tuple[Counter[str], list[tuple[str, str, str]]]:
    """Return how many wrong sentences of each kind were made, and those that passed."""
    rng = random.Random(seed)
    made: Counter[str] = Counter()
    passed: list[tuple[str, str, str]] = []
    for text in texts:
        for one, following in plain_sentences(text):
            wrong = [(kind, m, one) for kind, f in adversary.MUTATIONS.items() for m in f(one, rng)]
            if following:
                both = f"{one} {following}"
                wrong += [("stitched", m, both) for m in adversary.stitched(one, following)]
            for kind, sentence, cited in wrong:
                if sentence == one:
                    continue
                made[kind] += 1
                if why_unsupported(sentence, [Source(cited, whole=text)]) is None:
                    passed.append((kind, cited, sentence))
    return made, passed


@pytest.fixture(scope="module")
def samples() -> list[str]:
    return [path.read_text("utf-8") for path in sorted(SAMPLES.glob("*.md"))]


def test_no_wrong_sentence_made_from_the_samples_passes(samples):
    made, passed = attack(samples, 1)
    kinds = set(adversary.MUTATIONS) - {"swapped parties"}
    assert kinds <= set(made), made
    assert [one for one in passed if one[0] != "stitched"] == []
    stitched = [one for one in passed if one[0] == "stitched"]
    assert len(stitched) <= (1 - _STITCHED) * made["stitched"], stitched


def test_parties_that_changed_places_are_caught():
    for given, wrong in (
        ("Officers told victims to wait for a call.", "Victims told officers to wait for a call."),
        ("Dunmere Watch lent the force a boat.", "The force lent Dunmere Watch a boat."),
        ("Leaders rely on staff who are new.", "Staff rely on leaders who are new."),
    ):  # fmt: skip
        assert why_unsupported(wrong, [Source(given)]), wrong
        assert why_unsupported(given, [Source(given)]) is None


def test_honest_sentences_and_light_paraphrases_of_the_samples_are_kept(samples):
    lost, tried = [], 0
    for text in samples:
        for one, _ in plain_sentences(text):
            for said in (one, *adversary.light_paraphrases(one)):
                tried += 1
                if why := why_unsupported(said, [Source(one, whole=text)]):
                    lost.append((said, why))
    assert tried > 200
    assert len(lost) <= 0.02 * tried, lost
