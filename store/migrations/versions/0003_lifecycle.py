"""Lifecycle: who may see an embargoed report; words held back; what a thread's answers rest on."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "audience",
        sa.Column("report_id", sa.String(), primary_key=True),
        sa.Column("kind", sa.String(), primary_key=True),
        sa.Column("member", sa.String(), primary_key=True),
    )
    # Like `passages_fts`, for reports that are withdrawn or under embargo: in one table with the
    # others, they would change how rare a word is, and with it the scores that everybody sees.
    op.execute(
        "CREATE VIRTUAL TABLE held_fts USING fts5("
        "search_text, owner UNINDEXED, ordinal UNINDEXED, "
        "tokenize = 'porter unicode61 remove_diacritics 2')"
    )
    held = (
        "FROM passages_fts WHERE owner IN (SELECT report_id || '@' || revision "
        "FROM reports WHERE status IN ('withdrawn', 'embargoed'))"
    )
    op.execute(
        "INSERT INTO held_fts (search_text, owner, ordinal) "
        f"SELECT search_text, owner, ordinal {held}"
    )
    op.execute(f"DELETE {held}")
    # An embargo is a time beside the status; before, it was a status that nothing could end.
    op.execute(
        "UPDATE reports SET status = 'indexed', embargo_until = '9999-12-31 00:00:00.000000' "
        "WHERE status = 'embargoed'"
    )
    op.add_column("turns", sa.Column("reports", sa.JSON()))
