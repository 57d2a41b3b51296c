"""The one place that catches everything: what nobody foresaw is logged, and the asker is told."""

import re
import traceback
from collections.abc import Callable

import structlog

from bot.slack.delivery import UndeliveredError
from store.inbox import Entry

_log = structlog.get_logger(__name__)

# Of an error's own words only this much is logged: they may repeat a message.
MAX_WORDS = 80
_FRAMES = 5
_SECRET = re.compile(r"\b(?:xox[a-z]|xapp|xwfp)-[\w-]+|\bBearer\s+\S+", re.IGNORECASE)


def reference(entry: Entry) -> str:
    """Return what a user can quote to us about a question: its place in the inbox."""
    return f"Q{entry.id}"


def guarded(
    entry: Entry, work: Callable[[Entry], None], apologise: Callable[[Entry], None]
) -> None:
    """Run `work`; if it fails, `apologise`. A worker that calls this survives whatever comes."""
    facts = {"inbox_id": entry.id, "reference": reference(entry)}
    if not survives(lambda: work(entry), **facts):
        survives(lambda: apologise(entry), **facts)


def log_failure(error: BaseException, **facts: object) -> None:
    """Log an error by its kind and place, with no secrets and hardly any of its words."""
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    _log.error(
        "slack.failed",
        error=type(error).__name__,
        words=_SECRET.sub("[secret]", str(error))[:MAX_WORDS],
        at=[f"{frame.name}:{frame.lineno}" for frame in frames],
        **facts,
    )


def survives(step: Callable[[], None], **facts: object) -> bool:
    """Run a step of a thread that must go on; return False, with a log entry, if it failed."""
    try:
        step()
    except UndeliveredError:
        # No apology could arrive either. The sweep, or the next start, tries again.
        _log.warning("slack.left_in_inbox", **facts)
    except Exception as error:  # noqa: BLE001 - a worker must outlive any question
        log_failure(error, **facts)
        return False
    return True
