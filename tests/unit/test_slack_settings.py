"""The slack section of the configuration, the secrets, and the app manifest."""

import json
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest
from pydantic import ValidationError

from bot.slack.listeners.commands import COMMAND
from bot.slack.listeners.shortcuts import ASK_ABOUT, ASK_REPORTS
from bot.slack.listeners.uploads import SHORTCUT as ADD_TO_REPORTS
from bot.slack.settings import SlackSecrets, SlackSettings, read_secrets
from store.errors import SettingsError

SCHEMA = Path(__file__).parents[3] / "shared/reference/slack/manifest/manifest.schema.2.0.0.json"
ROOT = Path(__file__).parents[2]
BOT, APP, SIGNING = "xoxb-secret", "xapp-secret", "signing-secret"


def manifest():
    return json.loads(files("bot.slack").joinpath("manifest.json").read_text())


def test_every_setting_is_described_and_the_defaults_hold():
    assert all(field.description for field in SlackSettings.model_fields.values())
    assert SlackSettings().api_url == "https://slack.com/api/"


def test_an_address_gets_its_slash():
    assert SlackSettings(api_url="http://127.0.0.1:9/api").api_url == "http://127.0.0.1:9/api/"


@pytest.mark.parametrize("given", [{"tokens": "x"}, {"workers": 0}, {"api_url": "ftp://x/"}])
def test_unknown_keys_and_bad_values_are_refused(given):
    with pytest.raises(ValidationError):
        SlackSettings(**given)


def test_secrets_come_from_the_environment_and_are_not_printed():
    secrets = read_secrets({"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": f" {APP}\n"}, "socket")
    assert secrets == SlackSecrets(bot_token=BOT, app_token=APP)
    assert "secret" not in repr(secrets)


@pytest.mark.parametrize(
    ("environment", "mode", "named"),
    [
        ({}, "socket", ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "connections:write"]),
        ({"SLACK_BOT_TOKEN": BOT}, "http", ["SLACK_SIGNING_SECRET", "App Credentials"]),
        ({"SLACK_BOT_TOKEN": " ", "SLACK_APP_TOKEN": APP}, "socket", ["SLACK_BOT_TOKEN"]),
    ],
)
def test_a_missing_secret_is_named_with_where_to_find_it(environment, mode, named):
    with pytest.raises(SettingsError) as error:
        read_secrets(environment, mode)
    assert all(name in str(error.value) for name in named)
    assert "secret" not in str(error.value)


def test_each_mode_needs_only_its_own_secrets():
    assert read_secrets({"SLACK_BOT_TOKEN": BOT, "SLACK_SIGNING_SECRET": SIGNING}, "http")


def test_the_manifest_has_what_the_listeners_need():
    events = manifest()["settings"]["event_subscriptions"]["bot_events"]
    scopes = manifest()["oauth_config"]["scopes"]["bot"]
    assert {"app_mention", "message.im", "message.channels", "message.groups"} <= set(events)
    assert {"chat:write", "app_mentions:read", "im:history", "channels:history"} <= set(scopes)
    assert len(manifest()["features"]["agent_view"]["agent_description"]) <= 300


def test_the_manifest_offers_what_is_listened_for():
    features = manifest()["features"]
    assert {one["callback_id"] for one in features["shortcuts"]} == {
        ASK_REPORTS,
        ASK_ABOUT,
        ADD_TO_REPORTS,
    }
    assert [one["command"] for one in features["slash_commands"]] == [COMMAND]
    assert features["app_home"]["home_tab_enabled"]


def test_every_permission_and_event_is_explained():
    told = (ROOT / "docs" / "slack.md").read_text()
    events = manifest()["settings"]["event_subscriptions"]["bot_events"]
    asked = manifest()["oauth_config"]["scopes"]["bot"]
    assert [one for one in [*asked, *events] if f"`{one}`" not in told] == []


def test_an_unknown_time_zone_is_refused():
    with pytest.raises(ValidationError, match="is no time zone"):
        SlackSettings(time_zone="London")


def test_the_manifest_passes_slacks_schema():
    if not SCHEMA.exists():
        pytest.skip("Slack's manifest schema lies beside the repository, and is not there")
    jsonschema.validate(manifest(), json.loads(SCHEMA.read_text()))
