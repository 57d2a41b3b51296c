"""What people said, apart from the audit chain, so that it can be erased and the chain still holds.

An audited event names the digest of what was said with a salt; words and salt stand here. Once
they are erased, nobody can find out by trying which words the digest was of.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Column, Connection, Integer, String, Table, Text

from store.tables import metadata

# `number` is the audit event's, `question_id` the question's own ("slack-12").
said = Table(
    "said",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("question_id", String, index=True),
    Column("salt", String, nullable=False),
    Column("text", Text, nullable=False),
)


def sealed(words: Mapping[str, Any]) -> tuple[str, str, str]:
    """Return a new salt, the words as JSON, and the digest to put into the chain."""
    salt, text = secrets.token_hex(16), json.dumps(words, ensure_ascii=False, sort_keys=True)
    return salt, text, digest(salt, text)


def digest(salt: str, text: str) -> str:
    """Return the digest of a text with its salt."""
    return hashlib.sha256(f"{salt}\x1f{text}".encode()).hexdigest()


def keep(
    connection: Connection, number: int, question_id: str | None, salt: str, text: str
) -> None:
    """Keep the words of an audited event, within the transaction that writes it."""
    row = {"number": number, "question_id": question_id, "salt": salt, "text": text}
    connection.execute(said.insert().values(row))
