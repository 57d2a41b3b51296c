"""A local stand-in for Slack: the npm core `emulate` with an edge of this project's own in front.

with SlackStandIn() as slack:
    start_the_bot(api_url=slack.api_url, environment=slack.environment)
    slack.wait_for_connections()
    said = slack.say("press", "maya", "What concerns remain?")
    (answer,) = slack.wait_for_messages("press", said.thread)
    slack.click(answer, "feedback", "maya", value="good")
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
