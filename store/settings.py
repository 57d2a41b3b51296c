"""The `store` section of the configuration."""

from pydantic import BaseModel, ConfigDict, Field


class StoreSettings(BaseModel):
    """Where things are kept and how they are found again."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    chroma_collection: str = Field(default="passages", min_length=3, max_length=512)
    lock_wait_seconds: float = Field(default=10.0, ge=0, le=3600)
    candidates: int = Field(default=150, ge=1, le=1000)
    dense_weight: float = Field(default=1.0, ge=0, le=100)
    lexical_weight: float = Field(default=0.15, ge=0, le=100)
    asked_weight: float = Field(default=0.7, ge=0, le=10)
    said_weight: float = Field(default=0.5, ge=0, le=10)
    reranker: str = "packaged:ms-marco-minilm-l12-int8"
    rerank: int = Field(default=12, ge=0, le=1000)
    rerank_characters: int = Field(default=7000, ge=1)
    rerank_weight: float = Field(default=0.04, ge=0, le=100)
    rerank_floor: float = Field(default=-6.0)
    recency: float = Field(default=0.02, ge=0, le=100)
    spread: float = Field(default=0.03, ge=0, le=1)
    threads: int = Field(default=2, ge=1, le=64)
