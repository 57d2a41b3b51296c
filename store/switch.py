"""The switch that stops answering, for every process on one data folder at once."""

import json
from dataclasses import dataclass

from sqlalchemy import Engine, delete, select
from sqlalchemy.dialects.sqlite import insert

from store.audit import append
from store.tables import facts

_NAME = "paused"


@dataclass(frozen=True, slots=True)
class Pause:
    """That nothing is answered, why, and the account that said so."""

    reason: str
    by: str


class Switch:
    """Pauses and resumes answering; both are audited. It is read anew each time."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def pause(self, reason: str, by: str) -> None:
        """Stop answering; a pause that holds already gets the new reason."""
        value = json.dumps({"reason": reason, "by": by}, ensure_ascii=False)
        said = insert(facts).values(name=_NAME, value=value)
        with self._engine.begin() as connection:
            connection.execute(said.on_conflict_do_update(["name"], set_={"value": value}))
            append(connection, "paused", {"reason": reason, "by": by})

    def resume(self, by: str) -> bool:
        """Answer again; return False where nothing was paused."""
        with self._engine.begin() as connection:
            ended = connection.execute(delete(facts).where(facts.c.name == _NAME)).rowcount == 1
            if ended:
                append(connection, "resumed", {"by": by})
        return ended

    def paused(self) -> Pause | None:
        """Return the pause that holds, None while questions are answered."""
        with self._engine.connect() as connection:
            value = connection.execute(
                select(facts.c.value).where(facts.c.name == _NAME)
            ).scalar_one_or_none()
        return None if value is None else Pause(**json.loads(value))

    def reason(self) -> str | None:
        """Return why nothing is answered, None while questions are answered."""
        pause = self.paused()
        return pause.reason if pause else None
