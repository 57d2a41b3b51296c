"""Narrows a passage down to the sentences that a statement rests on."""

from bot.answering.checks.words import plain, stems, words
from ingest.sentences import sentences

_MOST_SENTENCES = 4


def best_sentences(statement: str, text: str, most: int = _MOST_SENTENCES) -> list[tuple[int, int]]:
    """Return the spans of up to `most` sentences of `text` that `statement` shares most with.

    The best one first decides; others join as long as they add words that are still missing.
    """
    missing = set(stems(words(plain(statement))))
    left = {span: set(stems(words(plain(text[slice(*span)])))) for span in sentences(text)}
    chosen: list[tuple[int, int]] = []
    while left and missing and len(chosen) < most:
        best = max(left, key=lambda span: (len(left[span] & missing), -span[0]))
        gained = left.pop(best) & missing
        if not gained:
            break
        missing -= gained
        chosen.append(best)
    return sorted(chosen)
