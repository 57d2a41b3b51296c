"""Puts `tests/` on the import path, where the stand-ins are packages: `import slack_standin`."""

from collections.abc import Iterator

import pytest
import structlog


@pytest.fixture(autouse=True)
def _logs_as_they_were() -> Iterator[None]:
    """Take back where a command sent its logs: it is closed when the test is over."""
    yield
    structlog.reset_defaults()
