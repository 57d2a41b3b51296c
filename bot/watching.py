"""Running `reportdesk watch`: until SIGTERM or Ctrl-C, through whatever passes meanwhile."""

import signal
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from bot.app import App
from bot.ingesting import say_what_is_gone
from bot.output import as_json
from bot.output.as_text import printable
from ingest.job import FileResult
from ingest.outcomes import Outcome
from ingest.sources.settings import SourceSettings
from ingest.sources.waits import back_off
from ingest.watch import Watch
from store.errors import SettingsError, TransientError

_LONGEST_SECONDS = 60.0


def watch_sources(app: App, folders: Sequence[Path], console: Console, *, json_lines: bool) -> None:
    """Watch the folders and the configured sources; print each outcome that is news.

    Raises SettingsError if there is nothing to watch.
    """
    settings = app.settings.ingest
    sources = [*settings.sources, *(SourceSettings(folder=folder) for folder in folders)]
    if not sources:
        raise SettingsError("There is nothing to watch: name a folder, or list ingest.sources.")
    for source in sources:
        if source.folder and not source.folder.is_dir():
            raise SettingsError(f"ingest.sources: {source.folder} is not a folder.")
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    desk = app.library.desk()
    watch = Watch(desk, sources, lambda result: _say(result, json_lines=json_lines), stop)
    console.print(f"Watching {', '.join(source.place for source in sources)}.", markup=False)
    say_what_is_gone(desk, console)
    failures = 0
    while not stop.is_set():
        began = time.monotonic()
        try:
            # A server, so that other commands work meanwhile; or that of `serve`.
            app.library.access.serve()
            app.library.index.clean()
            watch.run()
        except TransientError as error:
            # A disk that is full or a server that ended: what is left stays in the job table.
            failures = 1 if time.monotonic() - began > _LONGEST_SECONDS else failures + 1
            console.print(f"reportdesk: {error} Trying again.", markup=False)
            app.library.access.close()
            stop.wait(min(back_off(failures, settings.retry), _LONGEST_SECONDS))
    console.print("Stopped; what is left is finished by the next run.", markup=False)


def _say(result: FileResult, *, json_lines: bool) -> None:
    if json_lines:
        line = as_json.line(as_json.file_result(result))
    elif result.outcome is Outcome.UNCHANGED and not result.reason:
        return
    else:
        reason = f": {result.reason}" if result.reason else ""
        line = printable(f"{result.outcome:<9} {result.path}{reason}")
    sys.stdout.buffer.write(f"{line}\n".encode())
    sys.stdout.buffer.flush()
