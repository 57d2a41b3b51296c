"""Slack: what was answered, in which channel how, what people thought of it, who was asked to help."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    _widen_inbox()
    op.add_column("turns", sa.Column("inbox", sa.Integer()))
    _create_answers()
    _create_feedback()


def _widen_inbox() -> None:
    for column in (
        sa.Column("task", sa.String(), nullable=False, server_default="ask"),
        sa.Column("ref", sa.Integer()),
        sa.Column("files", sa.Boolean(), nullable=False, server_default="0"),
        sa.Column("reply_to", sa.Text()),
        sa.Column("version", sa.Integer(), nullable=False, server_default="0"),
    ):
        op.add_column("inbox", column)
    # That files came along stood in the surface before.
    op.execute(
        "UPDATE inbox SET files = 1, surface = replace(surface, '+files', '') "
        "WHERE surface LIKE '%+files'"
    )


def _create_answers() -> None:
    op.create_table(
        "answers",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("body", sa.Text(), nullable=False, server_default=""),
        sa.Column("channel", sa.String()),
        sa.Column("ts", sa.String()),
        sa.Column("private", sa.Boolean(), nullable=False, server_default="0"),
        sa.Column("at", sa.Float()),
    )
    op.create_table(
        "channels",
        sa.Column("team", sa.String(), primary_key=True),
        sa.Column("channel", sa.String(), primary_key=True),
        sa.Column("settings", sa.JSON(), nullable=False),
    )


def _create_feedback() -> None:
    op.create_table(
        "feedback",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("team", sa.String(), primary_key=True),
        sa.Column("person", sa.String(), primary_key=True),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("reason", sa.String()),
        sa.Column("comment", sa.Text()),
        sa.Column("at", sa.Float(), nullable=False),
    )
    op.create_table(
        "help_requests",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_at", sa.Float(), nullable=False),
        sa.Column("desk", sa.String(), nullable=False),
        sa.Column("ts", sa.String()),
        sa.Column("resolved_by", sa.String()),
        sa.Column("resolved_at", sa.Float()),
    )
