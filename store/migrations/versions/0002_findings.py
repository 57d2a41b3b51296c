"""Findings: judgements, recommendations and what became of them; which ingest read a revision."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column(
        "revisions", sa.Column("reading", sa.Integer(), nullable=False, server_default="1")
    )
    op.create_table(
        "judgements",
        *_span(),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("grade", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("scale", sa.String(), nullable=False),
        sa.Column("overall", sa.Boolean(), nullable=False),
    )
    op.create_table(
        "recommendations",
        *_span(),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("number", sa.String()),
        sa.Column("addressee", sa.String()),
        sa.Column("due", sa.Date()),
        sa.Column("due_from", sa.String()),
    )
    op.create_table(
        "follow_ups",
        *_span(),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("year", sa.Integer()),
    )


def _span() -> list["sa.Column[object]"]:
    return [
        sa.Column("report_id", sa.String(), primary_key=True),
        sa.Column("revision", sa.Integer(), primary_key=True),
        sa.Column("ordinal", sa.Integer(), primary_key=True),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
    ]
