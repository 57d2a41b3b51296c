"""When to try again."""

import random
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from ingest.sources.settings import RetrySettings


def seconds_until(retry_after: str | None) -> float | None:
    """Return how long a Retry-After header asks to wait: seconds or a date (RFC 9110)."""
    if not retry_after:
        return None
    if retry_after.strip().isdigit():
        return float(retry_after)
    try:
        when = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return max(0.0, (when - datetime.now(UTC)).total_seconds())


def back_off(attempt: int, settings: RetrySettings) -> float:
    """Return how long to wait after so many failed attempts, in seconds.

    It doubles each time; half of it is left to chance, so that many do not come back at once.
    """
    whole: float = min(settings.longest_seconds, settings.first_seconds * 2.0 ** (attempt - 1))
    return whole * random.uniform(0.5, 1.0)  # noqa: S311 - no secret hangs on it
