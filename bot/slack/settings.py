"""The `slack` section of the configuration, and the secrets, which the environment holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, field_validator

from store.channels import ChannelSettings
from store.errors import SettingsError

Mode = Literal["socket", "http"]

_WHERE = {
    "SLACK_BOT_TOKEN": "it starts with xoxb- and stands under “OAuth & Permissions”",
    "SLACK_APP_TOKEN": (
        "it starts with xapp- and is made under “Basic Information”, “App-Level Tokens”, "
        "with the scope connections:write"
    ),
    "SLACK_SIGNING_SECRET": "it stands under “Basic Information”, “App Credentials”",
    "SLACK_CLIENT_ID": "it stands under “Basic Information”, “App Credentials”",
    "SLACK_CLIENT_SECRET": "it stands under “Basic Information”, “App Credentials”",
}


class LimitSettings(BaseModel):
    """How many questions are taken; 0 sets no limit."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    person: int = Field(
        default=30, ge=0, le=100_000, description="How many from one person in ten minutes."
    )
    channel: int = Field(
        default=120, ge=0, le=100_000, description="How many from one channel in a minute."
    )


class DistributedSettings(BaseModel):
    """One app for several workspaces, each of which installs it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    enabled: bool = Field(
        default=False, description="Serve every workspace that installs the app, over HTTP."
    )
    public_url: str | None = Field(
        default=None,
        pattern=r"^https?://[^\s/]+(/\S*)?$",
        description="Where browsers reach us; /slack/oauth_redirect under it is the redirect URL.",
    )
    teams: tuple[str, ...] = Field(
        default=(), description="Ids of the workspaces that may install the app; empty for all."
    )
    open_teams: int = Field(
        default=8,
        ge=1,
        le=1_000,
        description="How many workspaces' data is kept open; idle ones are closed for others.",
    )
    idle_minutes: float = Field(
        default=15.0, gt=0, le=10_000, description="When a workspace's data is closed if unused."
    )


class SlackSettings(BaseModel):
    """How the bot talks to Slack."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    api_url: str = Field(
        default="https://slack.com/api/",
        pattern=r"^https?://[^\s/]+(/\S*)?$",
        description="Where the Web API is; another address is for a stand-in in tests.",
    )
    workers: int = Field(
        default=2, ge=1, le=32, description="How many questions are answered at the same time."
    )
    queue_size: int = Field(
        default=100,
        ge=1,
        le=10_000,
        description="How many questions may wait; further ones are told to come back later.",
    )
    retention_days: int | None = Field(
        default=None,
        ge=1,
        le=36_500,
        description="Questions and answers older than this are erased; null keeps them.",
    )
    distributed: DistributedSettings = Field(
        default=DistributedSettings(),
        description="One app for several workspaces, each with a data folder of its own.",
    )
    limits: LimitSettings = Field(
        default=LimitSettings(),
        description="How many questions are taken from one person and one channel; 0: any number.",
    )
    follow_up_without_mention: bool = Field(
        default=True,
        description="Answer replies in a thread that the bot has answered in, without a mention.",
    )
    admins: tuple[str, ...] = Field(
        default=(),
        description=(
            "User ids of people who may set how the bot behaves in a channel, beside the "
            "workspace's own admins."
        ),
    )
    ask_person: str | None = Field(
        default=None,
        pattern=r"^[CG][A-Z0-9]+$",
        description=(
            "The id of the channel that is told when somebody wants a person to look at a "
            "question, where a channel has not set its own; none offers nobody."
        ),
    )
    time_zone: str = Field(
        default="Europe/London",
        description="The time zone that an embargo is first offered in, such as Europe/London.",
    )
    remembered_turns: int = Field(
        default=5,
        ge=0,
        le=20,
        description="How many earlier questions of the thread a follow-up is read with.",
    )
    longest_wait_seconds: float = Field(
        default=60.0,
        gt=0,
        le=600,
        description="The longest wait before a refused post is tried again.",
    )
    stop_seconds: float = Field(
        default=20.0,
        ge=0,
        le=600,
        description="How long a stop waits for answers in progress; the rest are answered later.",
    )
    http_host: str = Field(
        default="127.0.0.1", description="The address that HTTP mode listens on."
    )
    http_port: int = Field(
        default=3000,
        ge=0,
        le=65_535,
        description="The port that HTTP mode listens on; 0 picks a free one.",
    )

    @property
    def channel_defaults(self) -> ChannelSettings:
        """What holds in a channel for which nobody has set anything."""
        return ChannelSettings(follow_up=self.follow_up_without_mention, ask_person=self.ask_person)

    @field_validator("api_url")
    @classmethod
    def _end_with_slash(cls, url: str) -> str:
        # The client appends method names; without the slash it would cut the last part off.
        return url if url.endswith("/") else url + "/"

    @field_validator("time_zone")
    @classmethod
    def _is_known(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError(f"{name!r} is no time zone; write one like Europe/London") from error
        return name


@dataclass(frozen=True, slots=True)
class SlackSecrets:
    """Tokens and secrets; they are left out of the record's printed form."""

    bot_token: str = field(repr=False)
    app_token: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)
    client_id: str = ""
    client_secret: str = field(default="", repr=False)


def read_secrets(
    environment: Mapping[str, str], mode: Mode, *, distributed: bool = False
) -> SlackSecrets:
    """Read the secrets that a mode needs; a distributed app gets its bot tokens when installed.

    Raises SettingsError, naming what is missing and where Slack shows it.
    """
    needed: tuple[str, ...]
    if distributed:
        needed = ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_SIGNING_SECRET")
    else:
        second = "SLACK_APP_TOKEN" if mode == "socket" else "SLACK_SIGNING_SECRET"
        needed = ("SLACK_BOT_TOKEN", second)
    given = {name: environment.get(name, "").strip() for name in _WHERE}
    missing = [name for name in needed if not given[name]]
    if missing:
        hints = "; ".join(f"set {name} ({_WHERE[name]})" for name in missing)
        kind = "a distributed app" if distributed else f"{mode} mode"
        raise SettingsError(
            f"Slack is not set up for {kind}: {hints}. All are on your app's pages at "
            "api.slack.com/apps, and are read from the environment only."
        )
    return SlackSecrets(
        bot_token="" if distributed else given["SLACK_BOT_TOKEN"],
        app_token=given["SLACK_APP_TOKEN"],
        signing_secret=given["SLACK_SIGNING_SECRET"],
        client_id=given["SLACK_CLIENT_ID"],
        client_secret=given["SLACK_CLIENT_SECRET"],
    )
