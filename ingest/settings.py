"""The `ingest` section of the configuration."""

from pydantic import BaseModel, ConfigDict, Field

from ingest.describe import DescribeSettings
from ingest.ocr import OcrMode, OcrSettings
from ingest.segment import SegmentSettings
from ingest.sources.settings import (
    FetchSettings,
    RetrySettings,
    SourceSettings,
    WatchSettings,
)


class IngestSettings(BaseModel):
    """How a file becomes an indexed report."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    embedder: str = "packaged:bge-small-en-v1.5-int8"
    batch_size: int = Field(default=32, ge=1, le=256)
    threads: int = Field(default=2, ge=1, le=64)
    ocr: OcrMode = "auto"
    max_file_megabytes: int = Field(default=200, ge=1, le=4096)
    workers: int = Field(default=2, ge=1, le=32)
    retry: RetrySettings = RetrySettings()
    fetch: FetchSettings = FetchSettings()
    watch: WatchSettings = WatchSettings()
    sources: tuple[SourceSettings, ...] = ()
    max_characters: int = Field(default=5_000_000, ge=1000)
    step_seconds: int = Field(default=30, ge=1, le=3600)
    file_seconds: int = Field(default=1800, ge=1, le=86_400)
    reader_megabytes: int = Field(default=1500, ge=200, le=65_536)
    segment: SegmentSettings = SegmentSettings()
    describe: DescribeSettings = DescribeSettings()

    @property
    def pictures(self) -> OcrSettings:
        """Who reads pages that are pictures."""
        return OcrSettings(self.ocr, self.threads)
