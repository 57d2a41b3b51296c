"""The catalog's tables. Their history is in `migrations/`; this is what they come to."""

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

metadata = MetaData()


class Moment(TypeDecorator[datetime]):
    """A moment with its zone, kept and compared in UTC: SQLite itself would drop the zone."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return a moment as it is kept."""
        del dialect
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return a kept moment, in UTC."""
        del dialect
        return None if value is None else value.replace(tzinfo=UTC)


reports = Table(
    "reports",
    metadata,
    Column("report_id", String, primary_key=True),
    Column("path", String, nullable=False, unique=True),
    Column("revision", Integer, nullable=False),
    Column("status", String, nullable=False),
    Column("status_reason", String),
    Column("superseded_by", String),
    Column("embargo_until", Moment),
)

# Who may see a report before its embargo ends: `kind` is "channel" or "person".
audience = Table(
    "audience",
    metadata,
    Column("report_id", String, primary_key=True),
    Column("kind", String, primary_key=True),
    Column("member", String, primary_key=True),
)

# Old revisions stay: an answer given from one must remain checkable.
revisions = Table(
    "revisions",
    metadata,
    Column("report_id", String, primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("sha256", String, nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("description", JSON, nullable=False),
    Column("subject", String, index=True),
    Column("published_on", Date, index=True),
    Column("pages", JSON, nullable=False),
    Column("headings", JSON, nullable=False),
    Column("passages", Integer, nullable=False),
    Column("overrides", JSON, nullable=False),
    Column("ingested_at", DateTime(timezone=True), nullable=False),
    Column("reading", Integer, nullable=False, server_default="1"),
)

# Passages of current revisions only. `owner` is `report_id@revision`, as in the vector index.
passages = Table(
    "passages",
    metadata,
    Column("owner", String, primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("report_id", String, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("page", Integer),
    Column("section", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("search_text", Text, nullable=False),
    ForeignKeyConstraint(["report_id", "revision"], ["revisions.report_id", "revisions.revision"]),
)

quotes = Table(
    "quotes",
    metadata,
    Column("report_id", String, primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("start", Integer, primary_key=True),
    Column("end", Integer, nullable=False),
    Column("speech", Integer, nullable=False),
    Column("speaker", String),
    Column("role", String),
    Column("attribution_start", Integer),
    Column("attribution_end", Integer),
)

judgements = Table(
    "judgements",
    metadata,
    Column("report_id", String, primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("name", String, nullable=False),
    Column("grade", String, nullable=False),
    Column("value", String, nullable=False),
    Column("scale", String, nullable=False),
    Column("overall", Boolean, nullable=False),
)

recommendations = Table(
    "recommendations",
    metadata,
    Column("report_id", String, primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("kind", String, nullable=False),
    Column("number", String),
    Column("addressee", String),
    Column("due", Date),
    Column("due_from", String),
)

# What a report says became of an earlier report's recommendations.
follow_ups = Table(
    "follow_ups",
    metadata,
    Column("report_id", String, primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("number", String, nullable=False),
    Column("status", String, nullable=False),
    Column("year", Integer),
)

# Vectors to remove: written before they are staged, deleted when they became current or are gone.
# What a crash leaves here is cleaned by the next writer.
chores = Table("chores", metadata, Column("owner", String, primary_key=True))

# Facts about the store as a whole, such as the embedding model it was built with.
facts = Table(
    "facts",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
)

# Append-only; `hash` covers the row and the hash before it. What may have to be erased one day
# stands in `said` (see `store.said`).
audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("at", String, nullable=False),
    Column("event", String, nullable=False),
    Column("body", Text, nullable=False),
    Column("previous", String, nullable=False),
    Column("hash", String, nullable=False),
)

# One row a file or address to ingest: what was said of it, and what became of it. `owner` is the
# process that has it in hand (see `store.leases`); a row whose owner has died is left over.
jobs = Table(
    "jobs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("address", String, nullable=False, unique=True),
    Column("source", Integer, nullable=False),
    Column("said", JSON, nullable=False),
    Column("state", String, nullable=False, index=True),
    Column("attempts", Integer, nullable=False),
    Column("crashes", Integer, nullable=False),
    Column("next_at", Float, nullable=False),
    Column("owner", String),
    Column("leased_until", Float),
    Column("outcome", String),
    Column("reason", Text),
    Column("report_id", String),
    Column("created_at", Float, nullable=False),
    Column("finished_at", Float),
)

# Where reports come from: a folder, a feed, an address, or files named one by one ("").
sources = Table(
    "sources",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("address", String, nullable=False),
    Column("etag", String),
    Column("last_modified", String),
    Column("checked_at", Float),
    UniqueConstraint("kind", "address"),
)

# What a source has shown. The first five of its facts tell whether a file is the one that was
# hashed, as git's index does; `mark` is what a feed says of when an entry changed.
seen = Table(
    "seen",
    metadata,
    Column("source", Integer, primary_key=True),
    Column("address", String, primary_key=True),
    Column("size", BigInteger),
    Column("mtime_ns", BigInteger),
    Column("ctime_ns", BigInteger),
    Column("inode", BigInteger),
    Column("hashed_ns", BigInteger),
    Column("sha256", String),
    Column("etag", String),
    Column("last_modified", String),
    Column("mark", String),
    Column("first_at", Float, nullable=False),
    Column("gone_at", Float),
    Index("seen_address", "address"),
)

# The smallest hashes of a current revision's word sequences, by which near-duplicates are found.
sketches = Table(
    "sketches",
    metadata,
    Column("report_id", String, primary_key=True),
    Column("hash", BigInteger, primary_key=True),
    Index("sketches_hash", "hash"),
)

# Which revision of a report its sketch was made of.
sketched = Table(
    "sketched",
    metadata,
    Column("report_id", String, primary_key=True),
    Column("revision", Integer, nullable=False),
)
