"""Lifecycle: who may see an embargoed report, and what is corrected by hand."""

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    pass
