"""The `answer` section of the configuration."""

from pydantic import BaseModel, ConfigDict, Field


class AnswerSettings(BaseModel):
    """How answers are composed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: str | None = Field(
        default=None,
        pattern=r"^[a-z_0-9]+:.+$",
        description="A chat model as provider:name; none uses the default composer.",
    )
    model_base_url: str | None = None
    model_timeout_seconds: float = Field(default=20.0, gt=0, le=300)
    rewrite: bool = True
    local_gate: float = Field(default=0.3, ge=0, le=1)
    passages: int = Field(default=8, ge=1, le=50)
    max_statements: int = Field(default=6, ge=1, le=20)
    max_words: int = Field(default=120, ge=20, le=1000)
    answer_score: float = Field(default=1.7, ge=-10, le=10)
