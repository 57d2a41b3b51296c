"""Debian's Chromium, driven by playwright; nothing is downloaded."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    from playwright.sync_api import Browser, expect, sync_playwright
except ImportError:  # `make browser` installs it.
    Browser = expect = sync_playwright = None

WHERE = Path("/usr/bin/chromium")
_SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def missing() -> str:
    """Return why there is no browser to test with, "" where there is."""
    if sync_playwright is None:
        return "playwright is not installed: `make browser` installs it"
    return "" if WHERE.exists() else f"{WHERE} is not there: apt-get install chromium"


def must_be_there() -> bool:
    """Return whether a missing browser is a failure, as in CI, and no reason to skip."""
    return os.environ.get("CI", "").lower() in ("1", "true")


@contextmanager
def opened() -> Iterator[Browser]:
    """Start a headless browser with a profile of its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(WHERE), args=[*_SWITCHES])
        try:
            yield browser
        finally:
            browser.close()
