"""How the bot behaves in each Slack channel, as allowed people have set it."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Engine, select

from store.audit import append
from store.slack_tables import channels
from store.upsert import upsert


class AnswerIn(StrEnum):
    """Who sees an answer that was asked for in a channel."""

    PUBLIC = "public"
    ASKER = "asker"


@dataclass(frozen=True, slots=True)
class ChannelSettings:
    """What holds in one channel.

    `follow_up` answers replies in the bot's threads without a mention. `subjects` and `publishers`
    are the only ones answered from, () means all. `people` may ask, () means everybody.
    `ingest_by` may add reports from here, () means nobody. `ask_person` is the channel that is told
    when somebody wants a person, None means that nobody can be asked.
    """

    answer_in: AnswerIn = AnswerIn.PUBLIC
    follow_up: bool = True
    subjects: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    ingest_by: tuple[str, ...] = ()
    ask_person: str | None = None


class Channels:
    """Settings by team and channel; `defaults` hold where nobody has set anything."""

    def __init__(self, engine: Engine, defaults: ChannelSettings) -> None:
        self._engine = engine
        self._defaults = defaults

    def get(self, team: str, channel: str) -> ChannelSettings:
        """Return what holds in a channel."""
        query = select(channels.c.settings).where(
            channels.c.team == team, channels.c.channel == channel
        )
        with self._engine.connect() as connection:
            kept = connection.execute(query).scalar_one_or_none()
        return _settings(kept) if kept is not None else self._defaults

    def set(self, team: str, channel: str, settings: ChannelSettings, by: str) -> None:
        """Keep settings, with who set them in the audit log."""
        before = self.get(team, channel)
        values, place = asdict(settings), {"team": team, "channel": channel}
        change = {"before": asdict(before), "after": values}
        with self._engine.begin() as connection:
            upsert(connection, channels, place, {"settings": values})
            append(connection, "channel_set", {**place, "by": by, **change})


def _settings(kept: dict[str, Any]) -> ChannelSettings:
    return ChannelSettings(
        answer_in=AnswerIn(kept["answer_in"]),
        follow_up=bool(kept["follow_up"]),
        subjects=tuple(kept["subjects"]),
        publishers=tuple(kept["publishers"]),
        people=tuple(kept["people"]),
        ingest_by=tuple(kept["ingest_by"]),
        ask_person=kept["ask_person"],
    )
