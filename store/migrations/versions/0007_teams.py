"""Rates of questions, and the words of audited questions apart from the chain, to be erasable."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("inbox", sa.Column("owner", sa.String()))
    op.create_index("inbox_by_person", "inbox", ["team", "user", "received_at"])
    op.create_index("inbox_by_channel", "inbox", ["team", "channel", "received_at"])
    op.create_index("inbox_by_state", "inbox", ["state"])
    op.create_index("turns_at", "turns", ["at"])
    op.create_table(
        "said",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("question_id", sa.String(), index=True),
        sa.Column("salt", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
    )
