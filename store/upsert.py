"""Writing a row whether it is there or not, in SQL that every database speaks."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table, and_, update


def upsert(
    connection: Connection, table: Table, key: Mapping[str, Any], values: Mapping[str, Any]
) -> None:
    """Set `values` in the row with that key, or insert it, within the caller's transaction."""
    at_key = and_(*(table.c[name] == value for name, value in key.items()))
    changed = connection.execute(update(table).where(at_key).values(**values))
    if changed.rowcount == 0:
        connection.execute(table.insert().values(**key, **values))
