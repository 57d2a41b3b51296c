"""Which sentences make the answer, and in what order."""

import math
import re
from collections.abc import Sequence
from datetime import date

from bot.answering.asks import BY_NAME
from bot.answering.boilerplate import is_boilerplate, is_legal_basis
from bot.answering.lift import TABLE_ROW, Candidate
from bot.answering.period import is_from
from bot.answering.records import Understood
from bot.answering.settings import AnswerSettings

# How far behind the best sentence the best of another report may be, where several sentences
# make the answer; and how far any other sentence, where one does.
_MARGIN_MANY = 4.5
_MARGIN_ONE = 2.5
# The background to a case is told under a heading as notes to editors have it.
_BEHIND_ASIDE = 1.5
# Two sentences that share this part of the shorter one's words say the same.
_SAME = 0.7
_FIGURE = re.compile(r"\d[\d,.]*\d|\d")


def choose(
    found: Sequence[Candidate], understood: Understood, settings: AnswerSettings
) -> list[Candidate]:
    """Pick what to show of the sentences that passed the gate.

    The newest report comes first and has the room; each older one adds a little, as history.
    A list has one sentence from each report. Within a report the order of argument is kept. Where
    one sentence makes the answer, half of `max_statements` is room enough.
    """
    near = _near_the_best(_on_topic(_without_boilerplate(found, understood)), understood)
    few = max(settings.max_statements // 2, 1)
    room = settings.max_statements if _many(understood) else few
    groups = _by_report(near, understood)
    if "list" in understood.asks:
        groups = _best_of_each_subject(groups, understood, room)
    words = settings.max_words
    chosen: list[Candidate] = []
    for group in groups:
        limit = _most_of(understood, few, is_first=not chosen)
        most = room if limit is None else min(room, limit)
        picked = _fitting(group, chosen, most, words)
        words -= sum(len(one.text.split()) for one in picked)
        room -= len(picked)
        chosen.extend(sorted(picked, key=lambda one: one.start))
        if room <= 0:
            break
    return chosen


def _most_of(understood: Understood, few: int, *, is_first: bool) -> int | None:
    """Return how many sentences of one report may be shown; None sets no limit."""
    if "list" in understood.asks:
        return 1
    if is_first:
        return None
    return 1 if understood.present else few


def _best_of_each_subject(
    groups: list[list[Candidate]], understood: Understood, most: int
) -> list[list[Candidate]]:
    """Keep the newest report on each subject, and of those the ones that answer best."""
    newest: dict[str, list[Candidate]] = {}
    for group in groups:
        report = group[0].hit.report
        subject = report.description.subject.value
        key = report.report_id if understood.times.within or not subject else subject
        newest.setdefault(key, group)
    best = sorted(newest.values(), key=lambda group: -group[0].score)[:most]
    return [group for group in groups if group in best]


def _many(understood: Understood) -> bool:
    return any(BY_NAME[name].many for name in understood.asks)


def _without_boilerplate(found: Sequence[Candidate], understood: Understood) -> Sequence[Candidate]:
    """Leave out notes to editors and the like, unless they are asked for or answer far better."""
    if "definition" in understood.asks:
        return found
    found = [one for one in found if not is_legal_basis(one.text)] or found
    findings = [one for one in found if not is_boilerplate(one.hit.passage.section)]
    best = max((one.score for one in found), default=0.0)
    if not findings or max(one.score for one in findings) < best - _BEHIND_ASIDE:
        return found
    return findings


def _on_topic(found: Sequence[Candidate]) -> Sequence[Candidate]:
    """Leave out what is off the topic, unless it answers better than all that is on it."""
    best = max((one.score for one in found if one.on_topic), default=-math.inf)
    return [one for one in found if one.on_topic or one.score > best]


def _near_the_best(found: Sequence[Candidate], understood: Understood) -> list[Candidate]:
    """Where one sentence is the answer, keep those near the best; else the reports near it."""
    ranked = sorted(found, key=lambda one: -one.score)
    if not ranked:
        return []
    best = ranked[0].score
    if not _many(understood):
        last = ranked[0].hit.report.published_on or date.min
        return [
            one
            for one in ranked
            if one.score >= best - _MARGIN_ONE
            # Where today is asked about, a newer report need not say it as well.
            or (
                understood.present
                and (one.hit.report.published_on or date.min) > last
                and one.score >= best - _MARGIN_MANY
            )
        ]
    near = {one.hit.report.report_id for one in ranked if one.score >= best - _MARGIN_MANY}
    return [one for one in ranked if one.hit.report.report_id in near]


def _by_report(found: Sequence[Candidate], understood: Understood) -> list[list[Candidate]]:
    """Group by report; each group keeps the given order.

    The newest publication comes first, but after those of the time that is asked about.
    """
    within = understood.times.within
    groups: dict[str, list[Candidate]] = {}
    for one in found:
        groups.setdefault(one.hit.report.report_id, []).append(one)

    def order(group: list[Candidate]) -> tuple[bool, date]:
        hit = group[0].hit
        in_time = within is not None and is_from(hit, within)
        return in_time, hit.report.published_on or date.min

    return sorted(groups.values(), key=order, reverse=True)


def _fitting(
    group: Sequence[Candidate], chosen: Sequence[Candidate], most: int, words: int
) -> list[Candidate]:
    """Pick up to `most` sentences that fit into so many words; the first of all always does.

    What says again what is picked, word for word or nearly, is passed over.
    """
    picked: list[Candidate] = []
    for one in group:
        length = len(one.text.split())
        before = [*chosen, *picked]
        if len(picked) == most or (before and length > words):
            continue
        if not any(_says_again(one.text, other.text) for other in before):
            picked.append(one)
            words -= length
    return picked


def _says_again(text: str, earlier: str) -> bool:
    if TABLE_ROW in text or TABLE_ROW in earlier:
        # Rows of one table share most of their words and say different things.
        return text == earlier
    if {*_FIGURE.findall(text)} - {*_FIGURE.findall(earlier)}:
        # "£4,315 for part-time courses" is not "£5,760 for full-time courses" once more.
        return False
    words, others = set(text.lower().split()), set(earlier.lower().split())
    return len(words & others) >= _SAME * min(len(words), len(others))
