"""The real `reportdesk` process, on real models and stores."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import yaml
from slack_standin import SlackStandIn

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "bot" / "samples" / "reports"


def reportdesk(*arguments: object, cwd: Path, timeout: float = 120) -> subprocess.CompletedProcess:
    """Run one command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *map(str, arguments)],
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=timeout,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )


class Bot:
    """A running `reportdesk serve`, with what it printed."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.printed = ""
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        for line in self.process.stderr or ():
            self.printed += line

    def wait_for(self, pattern: str, timeout: float = 120) -> re.Match[str]:
        """Wait until it has printed `pattern`."""
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            if found := re.search(pattern, self.printed):
                return found
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise AssertionError(f"the bot did not print {pattern!r}; it printed:\n{self.printed}")

    def stop(self, number: signal.Signals = signal.SIGTERM, timeout: float = 60) -> int:
        """Send a signal and wait for the end."""
        self.process.send_signal(number)
        code = self.process.wait(timeout)
        self._reader.join(10)
        return code


@contextmanager
def serving(folder: Path, *arguments: object, environment: dict[str, str]) -> Iterator[Bot]:
    """Run `reportdesk serve` in `folder`; on leaving, it must end."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "serve", *map(str, arguments)],
        cwd=folder,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "REPORTDESK_LOG": "info", **environment},
    )
    bot = Bot(process)
    try:
        bot.wait_for("Serving")
        yield bot
    finally:
        if process.poll() is None:
            bot.stop(signal.SIGKILL)
        if process.stderr:
            process.stderr.close()


@contextmanager
def in_slack(
    folder: Path, slack: SlackStandIn, mode: str, /, **sections: dict[str, object]
) -> Iterator[Bot]:
    """Run `reportdesk serve` on `folder` so that it talks to the stand-in, by `socket` or `http`.

    `sections` are those of the configuration.
    """
    sections["slack"] = {"api_url": slack.api_url} | sections.get("slack", {})
    (folder / "config.yaml").write_text(yaml.safe_dump(sections))
    flags = ["--http", "--port", "0"] if mode == "http" else ["--socket"]
    with serving(folder, *flags, environment=slack.environment) as bot:
        if mode == "http":
            port = bot.wait_for(r"Listening on http://127\.0\.0\.1:(\d+)")[1]
            slack.subscribe(f"http://127.0.0.1:{port}/slack/events")
        else:
            slack.unsubscribe()
            _wait_for_socket(slack, bot)
        yield bot


def _wait_for_socket(slack: SlackStandIn, bot: Bot) -> None:
    try:
        slack.wait_for_connections(timeout=60)
    except AssertionError as reason:
        raise AssertionError(f"{reason}; the bot printed:\n{bot.printed[-4_000:]}") from None
