"""The configuration: config.yaml, one section per owner, unknown keys refused."""

from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from bot.answering.settings import AnswerSettings
from bot.slack.settings import SlackSettings
from ingest.settings import IngestSettings
from store.errors import SettingsError
from store.settings import StoreSettings


class Settings(BaseModel):
    """All sections; every one has defaults."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    store: StoreSettings = StoreSettings()
    ingest: IngestSettings = IngestSettings()
    answer: AnswerSettings = AnswerSettings()
    slack: SlackSettings = SlackSettings()


def load_settings(path: Path | None) -> Settings:
    """Read a config file; None means ./config.yaml if it is there, else the defaults.

    Raises SettingsError that names each key that is wrong.
    """
    chosen = path or Path("config.yaml")
    if path is None and not chosen.exists():
        return Settings()
    try:
        return Settings.model_validate(yaml.safe_load(chosen.read_bytes()) or {})
    except OSError as error:
        raise SettingsError(
            f"The config file {chosen} cannot be read: {error.strerror}."
        ) from error
    except yaml.YAMLError as error:
        raise SettingsError(
            f"The config file {chosen} is not valid YAML: {' '.join(str(error).split())}"
        ) from error
    except ValidationError as error:
        raise SettingsError(f"{chosen}: {_explain(error)}") from error


def _explain(error: ValidationError) -> str:
    parts = []
    for problem in error.errors():
        key = ".".join(str(step) for step in problem["loc"]) or "the file"
        wrong = "unknown key" if problem["type"] == "extra_forbidden" else problem["msg"]
        parts.append(f"{key}: {wrong}")
    return "; ".join(parts)
