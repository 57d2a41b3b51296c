"""A local stand-in for Slack: the npm core `emulate` with an edge of this project's own in front.

with SlackStandIn() as slack:
    start_the_bot(api_url=slack.api_url, environment=slack.environment)
    slack.wait_for_connections()
    said = slack.say("press", "maya", "What concerns remain?")
    (answer,) = slack.wait_for_messages("press", said.thread)
    slack.click(answer, "feedback", "maya", value="good")
    slack.command("/reports", "ask why?", "tom", "press")
    slack.wait_for_shown("tom", containing="why")
    slack.shortcut("ask_reports", "priya")
    slack.wait_for_view("priya")
    slack.submit("priya", {"question": "What remains?"})
    slack.say("press", "maya", "", files=[("report.pdf", content)])
    slack.open_home("omar", "home")

What people do is in `people`, `acting` and `sharing`; what a test sees, in `observed`; failures
that Slack is known for, in `SlackStandIn.fault`, `drop_connections` and `rate_limits=True`. With
`manifest=...` the app gets no more events and scopes than it asks for; `new_team` and
`install_app` are for an app that several workspaces install.
"""

from .contract import Contract
from .core import StandInError, ensure_core
from .observed import text_of
from .records import Attempt, Call, Delivery, Said, Status
from .standin import SlackStandIn
from .team import Team

__all__ = [
    "Attempt",
    "Call",
    "Contract",
    "Delivery",
    "Said",
    "SlackStandIn",
    "StandInError",
    "Status",
    "Team",
    "ensure_core",
    "text_of",
]
