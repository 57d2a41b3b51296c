"""Where reports come from, and how politely: parts of the `ingest` section."""

from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator


class FetchSettings(BaseModel):
    """How addresses are fetched."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    allow_private: bool = False
    contact: str | None = None
    delay_seconds: float = Field(default=1.0, ge=0, le=3600)
    timeout_seconds: float = Field(default=120.0, gt=0, le=3600)
    max_redirects: int = Field(default=5, ge=0, le=20)
    feed_entries: int = Field(default=100, ge=1, le=10_000)


class WatchSettings(BaseModel):
    """How folders, feeds and addresses are watched."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    settle_seconds: float = Field(default=2.0, ge=0, le=3600)
    rescan_seconds: float = Field(default=300.0, ge=1, le=86_400)
    poll_seconds: float = Field(default=3600.0, ge=1, le=604_800)


class RetrySettings(BaseModel):
    """How often and when what failed for a passing reason is tried again."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    attempts: int = Field(default=5, ge=1, le=100)
    first_seconds: float = Field(default=1.0, ge=0, le=3600)
    longest_seconds: float = Field(default=3600.0, ge=0, le=604_800)


class SourceSettings(BaseModel):
    """One source: a folder, a feed or an address, and what is said of all that comes from it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    folder: Path | None = None
    feed: str | None = None
    address: str | None = None
    subject: str | None = None
    every_seconds: float | None = Field(default=None, ge=1, le=604_800)

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if sum(one is not None for one in (self.folder, self.feed, self.address)) != 1:
            raise ValueError("give one of folder, feed and address")
        return self

    @property
    def place(self) -> str:
        """The folder or address."""
        return str(self.folder or self.feed or self.address)
