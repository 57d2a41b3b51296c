"""An exported audit log can be checked by itself and against the log that it came from."""

import json
from dataclasses import asdict, replace
from datetime import date

import pytest

from bot.audit_file import problem, read_events, to_data
from store.audit import AuditLog
from store.errors import SettingsError


@pytest.fixture
def events(shelf):
    log = AuditLog(shelf.engine)
    for number in range(5):
        log.record("asked", {"question": f"Ünïcode {number}?\u2028", "number": number})
    return list(log.events())


def test_an_export_is_read_back_letter_by_letter(events, tmp_path):
    file = tmp_path / "log.jsonl"
    file.write_text("".join(f"{json.dumps(to_data(one))}\n" for one in events), encoding="utf-8")

    assert read_events(file) == events
    assert problem(read_events(file), events) is None
    assert problem(events[2:], None) is None


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda e: [e[0], replace(e[1], body=e[1].body.replace("1", "7")), *e[2:]], "event 2"),
        (lambda e: [e[0], *e[2:]], "event 3"),
        (lambda e: [e[1], e[0], *e[2:]], "event 1"),
        (lambda e: [replace(e[0], at="2020-01-01"), *e[1:]], "event 1"),
        (lambda e: [e[0], e[0], *e[1:]], "event 1"),
    ],
)
def test_what_was_changed_in_a_file_is_named(events, change, named):
    assert problem(change(events), None).startswith(f"{named} was changed")


def test_a_log_that_was_rewritten_or_cut_off_does_not_hold_what_was_exported(events, tmp_path):
    """Its own chain may be whole: whoever keeps an export knows."""
    assert problem(events, events[:3]) == "event 4 is missing in the log of this data folder"
    other = replace(events[4], body="{}")
    other = replace(other, hash=other.digest)
    rewritten = [*events[:4], other]
    assert problem(rewritten, None) is None
    assert problem(events, rewritten) == "event 5 is another one in the log of this data folder"


def test_since_leaves_out_earlier_days(shelf, events):
    log = AuditLog(shelf.engine)
    today = date.fromisoformat(events[0].at[:10])
    assert list(log.events(today)) == events
    assert list(log.events(today.replace(year=today.year + 1))) == []


@pytest.mark.parametrize("line", ["{}", "[]", "nothing", '{"number": 1}'])
def test_a_line_that_is_no_event_is_named(tmp_path, events, line):
    file = tmp_path / "log.jsonl"
    file.write_text(f"{json.dumps(asdict(events[0]))}\n{line}\n")

    with pytest.raises(SettingsError, match="line 2 is no event"):
        read_events(file)
    with pytest.raises(SettingsError, match="cannot be read"):
        read_events(tmp_path / "none.jsonl")
