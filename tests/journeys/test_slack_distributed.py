"""One app for two workspaces, through the real process: installed, apart, ended in good order."""

import re
import subprocess

import pytest
import yaml
from desk import SAMPLES, reportdesk, serving
from slack_standin import SlackStandIn, text_of

pytestmark = pytest.mark.slow

GRADE = "Is Northmarch Police still in enhanced monitoring?"
REPORT = SAMPLES / "northmarch-police-inspection-2023.pdf"


def ask(team, channel, user, words=GRADE):
    said = team.say(channel, user, words)
    (answer,) = team.wait_for_messages(channel, said.thread, timeout=60)
    return text_of(answer)


def test_two_workspaces_are_served_apart_by_one_process(tmp_path):
    with SlackStandIn(
        installed=False, people=("maya",), channels=("press",), retry_delays=()
    ) as slack:
        other = slack.new_team("northdesk", people=("rosa",), channels=("desk",))
        given = {"api_url": slack.api_url, "distributed": {"enabled": True}}
        (tmp_path / "config.yaml").write_text(yaml.safe_dump({"slack": given}))
        home = tmp_path / "data" / "teams"
        mine, theirs = home / slack.workspace.team_id, home / other.workspace.team_id
        for attempt in (1, 2):
            with serving(tmp_path, "--port", "0", environment=slack.oauth_environment) as bot:
                bot.wait_for(f"Serving {0 if attempt == 1 else 2} workspaces")
                install = bot.wait_for(r"install it at (http://127\.0\.0\.1:\d+/slack/install)")[1]
                slack.subscribe(install.replace("install", "events"))
                if attempt == 1:
                    assert slack.install_app(install, slack, "maya").status == 200
                    assert slack.install_app(install, other, "rosa").status == 200
                    assert "no reports to search" in ask(slack, "press", "maya")
                    # While the bot has the folder open: the command talks to its vector server.
                    done = reportdesk("ingest", REPORT, "--data", mine, cwd=tmp_path)
                    assert done.returncode == 0, done.stderr
                assert "enhanced monitoring" in ask(slack, "press", "maya")
                assert "no reports to search" in ask(other, "desk", "rosa")
                assert bot.stop() == 0
                tokens = (slack.app.bot_token, other.app.bot_token, slack.app.client_secret)
                assert not [word for word in tokens if word in bot.printed]
                assert not re.search(r"Traceback|slack\.failed", bot.printed)
            left = subprocess.run(
                ["ps", "-eo", "args"], capture_output=True, text=True, check=True
            ).stdout
            assert str(home) not in left
        for folder in (mine, theirs):
            checked = reportdesk("doctor", "--data", folder, cwd=tmp_path)
            assert checked.returncode == 0, checked.stdout
        told = reportdesk("serve", "--socket", cwd=tmp_path)
        assert told.returncode == 2
        assert "Use --http" in told.stderr
