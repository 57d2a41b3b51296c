"""Which sentences make the answer, and in what order."""

from collections.abc import Sequence
from datetime import date

from bot.answering.asks import BY_NAME
from bot.answering.boilerplate import is_boilerplate
from bot.answering.lift import TABLE_ROW, Candidate
from bot.answering.records import Understood
from bot.answering.settings import AnswerSettings

# How far behind the best sentence the best of another report may be, where several sentences
# make the answer; and how far any other sentence, where one does.
_MARGIN_MANY = 4.5
_MARGIN_ONE = 2.0
_FEW = 2
# Two sentences that share this part of the shorter one's words say the same.
_SAME = 0.7


def choose(
    found: Sequence[Candidate], understood: Understood, settings: AnswerSettings
) -> list[Candidate]:
    """Pick what to show of the sentences that passed the gate.

    The newest report comes first and has the room; each older one adds a little, as history.
    Within a report the sentences keep its order of argument.
    """
    near = _near_the_best(_on_topic(_without_boilerplate(found)), understood)
    room = settings.max_statements if _many(understood) else _FEW
    words = settings.max_words
    chosen: list[Candidate] = []
    for group in _by_report(near):
        most = room if not chosen else min(room, 1 if understood.present else 2)
        picked: list[Candidate] = []
        for one in _distinct([*chosen, *group])[len(chosen) :][:most]:
            length = len(one.text.split())
            if length > words and (chosen or picked):
                break
            picked.append(one)
            words -= length
        room -= len(picked)
        chosen.extend(sorted(picked, key=lambda one: one.start))
        if room <= 0:
            break
    return chosen


def _many(understood: Understood) -> bool:
    return any(BY_NAME[name].many for name in understood.asks)


def _without_boilerplate(found: Sequence[Candidate]) -> Sequence[Candidate]:
    """Leave out notes to editors and the like, unless only they answer."""
    return [one for one in found if not is_boilerplate(one.hit.passage.section)] or found


def _on_topic(found: Sequence[Candidate]) -> Sequence[Candidate]:
    """Leave out what is off the topic, unless nothing is on it."""
    return [one for one in found if one.on_topic] or found


def _near_the_best(found: Sequence[Candidate], understood: Understood) -> list[Candidate]:
    """Where one sentence is the answer, keep those near the best; else the reports near it."""
    ranked = sorted(found, key=lambda one: -one.score)
    if not ranked:
        return []
    best = ranked[0].score
    if not _many(understood):
        return [one for one in ranked if one.score >= best - _MARGIN_ONE]
    near = {one.hit.report.report_id for one in ranked if one.score >= best - _MARGIN_MANY}
    return [one for one in ranked if one.hit.report.report_id in near]


def _by_report(found: Sequence[Candidate]) -> list[list[Candidate]]:
    """Group by report, the newest publication first; each group keeps the given order."""
    groups: dict[str, list[Candidate]] = {}
    for one in found:
        groups.setdefault(one.hit.report.report_id, []).append(one)
    return sorted(groups.values(), key=_published, reverse=True)


def _published(group: list[Candidate]) -> date:
    return group[0].hit.report.published_on or date.min


def _distinct(found: Sequence[Candidate]) -> list[Candidate]:
    """Drop sentences that say again what an earlier one said, word for word or nearly."""
    kept: list[Candidate] = []
    for one in found:
        if not any(_says_again(one.text, other.text) for other in kept):
            kept.append(one)
    return kept


def _says_again(text: str, earlier: str) -> bool:
    if TABLE_ROW in text or TABLE_ROW in earlier:
        # Rows of one table share most of their words and say different things.
        return text == earlier
    words, others = set(text.lower().split()), set(earlier.lower().split())
    return len(words & others) >= _SAME * min(len(words), len(others))
