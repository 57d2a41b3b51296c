"""The tables of Slack: what was asked there, what was answered, and how it is to be answered."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from store.tables import metadata

# Questions from Slack: kept before they are acknowledged, so that a crash loses none and a
# redelivery is known. A mention arrives as two events with one (team, channel, ts).
inbox = Table(
    "inbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("event_id", String, nullable=False, unique=True),
    Column("team", String, nullable=False),
    Column("channel", String, nullable=False),
    Column("ts", String, nullable=False),
    Column("thread_ts", String, nullable=False),
    Column("user", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("surface", String, nullable=False),
    # What is wanted: an answer, or something to be done about one given before (`ref`, its id).
    Column("task", String, nullable=False, server_default="ask"),
    Column("ref", Integer),
    Column("files", Boolean, nullable=False, server_default="0"),
    # Where a command wants its answer; Slack takes it for half an hour.
    Column("reply_to", Text),
    # How often the message was edited: an answer to an earlier version is not the last word.
    Column("version", Integer, nullable=False, server_default="0"),
    Column("state", String, nullable=False),
    Column("attempts", Integer, nullable=False),
    # The process that has it in hand (see `store.leases`), NULL where anybody may take it up.
    Column("owner", String),
    Column("received_at", Float, nullable=False),
    Column("finished_at", Float),
    UniqueConstraint("team", "channel", "ts"),
)

# What was answered in Slack, whole, as JSON, under the number of its question in the inbox, and
# where it stands: what a button on it is about. `private` is true where only the asker sees it.
answers = Table(
    "answers",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("body", Text, nullable=False, server_default=""),
    Column("channel", String),
    Column("ts", String),
    Column("private", Boolean, nullable=False, server_default="0"),
    Column("at", Float),
)

# What allowed people have set for a Slack channel; a channel without a row has the defaults.
channels = Table(
    "channels",
    metadata,
    Column("team", String, primary_key=True),
    Column("channel", String, primary_key=True),
    Column("settings", JSON, nullable=False),
)

# What one person thought of one answer; the last word counts.
feedback = Table(
    "feedback",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("team", String, primary_key=True),
    Column("person", String, primary_key=True),
    Column("verdict", String, nullable=False),
    Column("reason", String),
    Column("comment", Text),
    Column("at", Float, nullable=False),
)

# Questions for which somebody wanted a person, one row an answer: who asked, where the card that
# tells people stands, and who closed it.
help_requests = Table(
    "help_requests",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("team", String, nullable=False),
    Column("asked_by", String, nullable=False),
    Column("asked_at", Float, nullable=False),
    Column("desk", String, nullable=False),
    Column("ts", String),
    Column("resolved_by", String),
    Column("resolved_at", Float),
)

turns = Table(
    "turns",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("team", String, nullable=False),
    Column("channel", String, nullable=False),
    Column("thread_ts", String, nullable=False),
    Column("question", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("at", Float, nullable=False),
    # The ids of the reports that the answer rests on; NULL where nobody knows.
    Column("reports", JSON(none_as_null=True)),
    # The question's number in the inbox, by which an edit or a deletion finds its turn.
    Column("inbox", Integer),
    Index("turns_thread", "team", "channel", "thread_ts"),
)
