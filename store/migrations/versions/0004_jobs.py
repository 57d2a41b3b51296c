"""Jobs and sources: what is to be ingested, what was tried, what each source has shown."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    _create_jobs()
    _create_sources()
    _create_sketches()


def _create_jobs() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("address", sa.String(), nullable=False, unique=True),
        sa.Column("source", sa.Integer(), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False, index=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("crashes", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.Float(), nullable=False),
        sa.Column("owner", sa.String()),
        sa.Column("leased_until", sa.Float()),
        sa.Column("outcome", sa.String()),
        sa.Column("reason", sa.Text()),
        sa.Column("report_id", sa.String()),
        sa.Column("created_at", sa.Float(), nullable=False),
        sa.Column("finished_at", sa.Float()),
    )


def _create_sources() -> None:
    op.create_table(
        "sources",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("etag", sa.String()),
        sa.Column("last_modified", sa.String()),
        sa.Column("checked_at", sa.Float()),
        sa.UniqueConstraint("kind", "address"),
    )
    op.create_table(
        "seen",
        sa.Column("source", sa.Integer(), primary_key=True),
        sa.Column("address", sa.String(), primary_key=True),
        sa.Column("size", sa.BigInteger()),
        sa.Column("mtime_ns", sa.BigInteger()),
        sa.Column("ctime_ns", sa.BigInteger()),
        sa.Column("inode", sa.BigInteger()),
        sa.Column("hashed_ns", sa.BigInteger()),
        sa.Column("sha256", sa.String()),
        sa.Column("etag", sa.String()),
        sa.Column("last_modified", sa.String()),
        sa.Column("mark", sa.String()),
        sa.Column("first_at", sa.Float(), nullable=False),
        sa.Column("gone_at", sa.Float()),
    )
    op.create_index("seen_address", "seen", ["address"])


def _create_sketches() -> None:
    op.create_table(
        "sketches",
        sa.Column("report_id", sa.String(), primary_key=True),
        sa.Column("hash", sa.BigInteger(), primary_key=True),
    )
    op.create_index("sketches_hash", "sketches", ["hash"])
    op.create_table(
        "sketched",
        sa.Column("report_id", sa.String(), primary_key=True),
        sa.Column("revision", sa.Integer(), nullable=False),
    )
