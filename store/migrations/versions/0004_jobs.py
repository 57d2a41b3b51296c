"""Jobs and sources: what is to be ingested, what was tried, what each source has shown."""

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    pass
