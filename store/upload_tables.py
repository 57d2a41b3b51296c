"""The table of what people share in Slack to be added; `store.tables` has all others."""

from sqlalchemy import JSON, Column, Float, Integer, String, Table, Text, UniqueConstraint

from store.tables import metadata

# One row a file or link of a message: what it is, what was offered of it, what was said of it and
# what became of it. `version` counts its changes, `shown` is the one that its card shows; buttons
# carry the number alone.
uploads = Table(
    "uploads",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("team", String, nullable=False),
    Column("channel", String, nullable=False),
    Column("ts", String, nullable=False),
    Column("thread_ts", String, nullable=False),
    Column("user", String, nullable=False),
    # "file" with Slack's id of it, or "link" with the address.
    Column("kind", String, nullable=False),
    Column("item", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("state", String, nullable=False, index=True),
    Column("attempts", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("shown", Integer, nullable=False),
    Column("card_ts", String),
    # Where ingest finds it: a path in the data folder, or the address.
    Column("place", Text),
    Column("offer", JSON(none_as_null=True)),
    Column("said", JSON, nullable=False),
    Column("report_id", String),
    Column("revision", Integer),
    Column("reason", Text),
    Column("decided_by", String),
    Column("received_at", Float, nullable=False),
    Column("changed_at", Float, nullable=False),
    UniqueConstraint("team", "channel", "ts", "item"),
)
