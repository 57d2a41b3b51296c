"""The `store` section of the configuration."""

from pydantic import BaseModel, ConfigDict, Field


class StoreSettings(BaseModel):
    """Where things are kept and how they are found again."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    chroma_collection: str = Field(default="passages", min_length=3, max_length=512)
    lock_wait_seconds: float = Field(default=10.0, ge=0, le=3600)
    candidates: int = Field(default=60, ge=1, le=1000)
    rank_constant: int = Field(default=60, ge=1, le=1000)
    spread: float = Field(default=0.1, ge=0, le=1)
    reranker: str = "packaged:ms-marco-minilm-l12-int8"
    threads: int = Field(default=2, ge=1, le=64)
