"""Uploads: what people share in Slack to be added to the reports."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "uploads",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("ts", sa.String(), nullable=False),
        sa.Column("thread_ts", sa.String(), nullable=False),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), nullable=False, index=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Integer(), nullable=False),
        sa.Column("card_ts", sa.String()),
        sa.Column("place", sa.Text()),
        sa.Column("offer", sa.JSON()),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("report_id", sa.String()),
        sa.Column("revision", sa.Integer()),
        sa.Column("reason", sa.Text()),
        sa.Column("decided_by", sa.String()),
        sa.Column("received_at", sa.Float(), nullable=False),
        sa.Column("changed_at", sa.Float(), nullable=False),
        sa.UniqueConstraint("team", "channel", "ts", "item"),
    )
