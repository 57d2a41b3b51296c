"""A browser for the session, pages that must not complain, and the page to look at."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import chromium
import pytest
from desk import ROOT, Bot
from sink import Listeners
from trial_stage import Stage

TIMEOUT = 15_000


@pytest.fixture(scope="session")
def browser():
    if (why := chromium.missing()) and not chromium.must_be_there():
        pytest.skip(why)
    assert not why, why
    chromium.expect.set_options(timeout=TIMEOUT)
    with chromium.opened() as opened:
        yield opened


@pytest.fixture
def open_page(browser):
    """Open an address; whatever the page then complains of in its console fails the test."""
    complaints: list[str] = []
    contexts = []

    def heard(said):
        if said.type in ("error", "warning"):
            complaints.append(said.text)

    def asked(request):
        if not request.url.startswith(("http://127.0.0.1:", "blob:", "data:")):
            complaints.append(f"asked for {request.url}")

    def opened(url: str, width: int = 1280, height: int = 860, **given):
        context = browser.new_context(viewport={"width": width, "height": height}, **given)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(TIMEOUT)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", heard)
        page.on("request", asked)
        page.goto(url)
        page.wait_for_selector(".main-head")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def listeners() -> Listeners:
    return Listeners()


@pytest.fixture
def stage(listeners) -> Iterator[Stage]:
    with Stage(listeners.listen) as running:
        yield running


@pytest.fixture(scope="session")
def tried(browser, tmp_path_factory) -> Iterator[str]:
    """The address of the page of a real `reportdesk try`, on the sample reports."""
    folder = tmp_path_factory.mktemp("try")
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "try", "--port", "0", "--no-browser"],
        cwd=folder,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    bot = Bot(process)
    try:
        yield bot.wait_for(r"Talk to the bot at (http://127\.0\.0\.1:\d+)/", timeout=240)[1]
        assert bot.stop(signal.SIGTERM) == 0, bot.printed
    finally:
        if process.poll() is None:
            bot.stop(signal.SIGKILL)
        process.stderr.close()
