"""An evaluation in words: the table, the failures one line each, what changed."""

from collections.abc import Sequence

from bot.evaluation.records import Score
from bot.evaluation.save import Difference
from bot.evaluation.summary import Summary, summaries, summarise, table


def report(scores: Sequence[Score]) -> str:
    """Return the table by kind and by split, and the failures, those that mislead first."""
    lines = [table([*summaries(scores), *_by_split(scores)])]
    for head, misleading in (("mislead", True), ("are not right", False)):
        failed = [one for one in scores if one.right is False and one.misleading is misleading]
        if failed:
            lines += ["", f"{len(failed)} {head}:"]
        lines += [f"  {one.id} [{one.kind}, {one.split}]: {'; '.join(one.why)}" for one in failed]
    lines += _also(scores)
    return "\n".join(lines)


def _by_split(scores: Sequence[Score]) -> list[Summary]:
    """Return one summary for each split where there are several."""
    splits = sorted({one.split for one in scores})
    if len(splits) == 1:
        return []
    return [summarise(name, [one for one in scores if one.split == name]) for name in splits]


def _also(scores: Sequence[Score]) -> list[str]:
    """Return what is wrong besides: dates, speakers, pages and citations."""
    lines = []
    for one in scores:
        marks = {
            "as of": one.as_of_right,
            "speaker": one.speaker_right,
            "page": one.page_right,
            "citation": one.exact == one.citations,
        }
        if wrong := [name for name, mark in marks.items() if mark is False]:
            lines.append(f"  {one.id} [{one.kind}, {one.split}]: wrong {', '.join(wrong)}")
    return ["", "Wrong besides:", *lines] if lines else []


def difference(found: Difference) -> str:
    """Return what changed between two runs."""
    lines = ["Compared with the previous run:"]
    for name, ids in (
        ("better", found.better),
        ("worse", found.worse),
        ("not asked any more", found.gone),
        ("new", found.added),
    ):
        if ids:
            lines.append(f"  {name} ({len(ids)}): {', '.join(ids)}")
    lines += [f"  {name}: {old:.3g} -> {new:.3g}" for name, old, new in found.moved]
    return "\n".join(lines if len(lines) > 1 else [*lines, "  no difference"])
