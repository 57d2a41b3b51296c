"""Kills at any moment, of ingest, watch and a feed that is read: nothing lost, nothing doubled."""

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress

import pytest
from cli_kit import Desk
from desk import ROOT
from test_kill import tell
from web import Page, serving

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]

WEB = """ingest:
  fetch: {{allow_private: true, delay_seconds: 0}}
  watch: {{settle_seconds: 0.1, rescan_seconds: 2}}
  sources: [{{feed: {feed}, every_seconds: 1}}]
"""
PAGE = "<html><body><main><h1>Release {0}</h1>{1}</main></body></html>"
WORDS = "force officers victims callers custody county review plan delay burglary evidence".split()


def body(number, edition):
    chosen = random.Random(f"{number}{edition}")
    sentences = (" ".join(chosen.choices(WORDS, k=14)).capitalize() for _ in range(30))
    return [f"{sentence}." for sentence in sentences]


def write(folder, count, edition):
    folder.mkdir(exist_ok=True)
    for number in range(count):
        lines = [f"Bulletin {number}", *body(number, edition)]
        (folder / f"bulletin-{number:02}.txt").write_text("\n\n".join(lines))


def feed(web, numbers):
    entries = "".join(
        f"<item><title>{n}</title><link>{web.url(f'/release-{n}')}</link></item>" for n in numbers
    )
    head = '<?xml version="1.0"?><rss version="2.0"><channel><title>Releases</title>'
    return Page(f"{head}{entries}</channel></rss>".encode(), "application/rss+xml")


def killed(folder, after, *command, at_work=True):
    """Run a command and kill it so many seconds after its first word, or after its start.

    Return whether it still ran.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", *command],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    if at_work:
        process.stderr.readline()
    with suppress(subprocess.TimeoutExpired):
        process.wait(after)
    process.kill()
    process.communicate()
    return process.returncode == -signal.SIGKILL


def check(desk, paths):
    """Each path is one report, and all that is kept agrees."""
    listed = desk.run("reports", "list", "--json").lines
    assert sorted(line["path"] for line in listed) == sorted(paths)
    open_ = [line for line in desk.run("jobs", "list", "--json").lines if line["state"] != "done"]
    assert open_ == []
    doctor = desk.run("doctor")
    assert doctor.code == 0, doctor.text
    return listed


def test_kills_over_ingest_leave_a_rest_that_the_next_run_of_anything_finishes(tmp_path, capsys):
    desk, moments, struck = Desk(tmp_path), random.Random(1), 0
    write(tmp_path / "in", 24, "first")
    (tmp_path / "other.txt").write_text("\n\n".join(["Another", *body("other", "first")]))
    struck += killed(tmp_path, 0.05, "ingest", "in", "--subject", "Salt")
    for turn in range(17):
        after, at_work = moments.uniform(0, 0.4), turn % 3 != 2
        struck += killed(
            tmp_path, after * (1 if at_work else 5), "ingest", "other.txt", at_work=at_work
        )

    done = desk.run("ingest", "other.txt", "--json", timeout=600)

    tell(capsys, struck)
    assert struck >= 12
    assert [line["path"] for line in done.lines[:-1]] == [str(tmp_path / "other.txt")]
    paths = [str(tmp_path / "in" / f"bulletin-{number:02}.txt") for number in range(24)]
    listed = check(desk, [*paths, str(tmp_path / "other.txt")])
    assert {line["subject"] for line in listed if line["path"] in paths} == {"Salt"}
    assert {line["revision"] for line in listed} == {1}


def test_kills_over_watch_and_its_feed_lose_and_double_nothing(tmp_path):
    desk, moments, struck = Desk(tmp_path), random.Random(2), 0
    with serving() as web:
        (tmp_path / "config.yaml").write_text(WEB.format(feed=web.url("/feed")))
        for number in range(8):
            page = PAGE.format(number, "".join(f"<p>{line}</p>" for line in body(number, "web")))
            web.pages[f"/release-{number}"] = Page(page.encode())
        for turn in range(16):
            write(tmp_path / "in", 2 * turn + 2, "first")
            web.pages["/feed"] = feed(web, range(min(8, turn + 1)))
            at_work = turn % 3 != 2
            after = moments.uniform(0, 2.0)
            struck += killed(tmp_path, after, "watch", "in", at_work=at_work)
        paths = [str(tmp_path / "in" / f"bulletin-{number:02}.txt") for number in range(32)]
        paths += [web.url(f"/release-{number}") for number in range(8)]
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "watch", "in"],
            cwd=tmp_path,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        deadline = time.monotonic() + 300
        while time.monotonic() < deadline:
            listed = desk.run("reports", "list", "--json").lines
            if len(listed) == len(paths):
                break
            time.sleep(1)
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=120)

    assert struck == 16
    assert process.returncode == 0, err
    assert {line["revision"] for line in check(desk, paths)} == {1}
