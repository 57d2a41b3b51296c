"""Moments as people write them: one moment, or a refusal with the remedy."""

from datetime import UTC, datetime

import pytest

from bot.moments import moment, read_moment


@pytest.mark.parametrize(
    ("text", "in_utc"),
    [
        ("2026-12-01 00:01 Europe/London", "2026-12-01T00:01:00+00:00"),
        ("2026-07-01 00:01 Europe/London", "2026-06-30T23:01:00+00:00"),
        ("2026-07-01T00:01+01:00", "2026-06-30T23:01:00+00:00"),
        ("2026-07-01 00:01:30 +0100", "2026-06-30T23:01:30+00:00"),
        ("2026-12-01T00:01Z", "2026-12-01T00:01:00+00:00"),
        ("2026-12-01 00:01 UTC", "2026-12-01T00:01:00+00:00"),
        (" 2026-12-01  09:30  America/New_York ", "2026-12-01T14:30:00+00:00"),
        # A minute before and after the hour that the clocks skip or repeat.
        ("2026-03-29 00:59 Europe/London", "2026-03-29T00:59:00+00:00"),
        ("2026-03-29 02:00 Europe/London", "2026-03-29T01:00:00+00:00"),
        ("2026-10-25 00:59 Europe/London", "2026-10-24T23:59:00+00:00"),
        ("2026-10-25 02:00 Europe/London", "2026-10-25T02:00:00+00:00"),
        ("2026-10-25T01:30+01:00", "2026-10-25T00:30:00+00:00"),
    ],
)
def test_a_moment_is_read(text, in_utc):
    assert read_moment(text).astimezone(UTC).isoformat() == in_utc


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2026-12-01 00:01", "no time zone: write it like"),
        ("2026-12-01", "is no day and time; write it like"),
        ("tomorrow", "is no day and time; write it like"),
        ("2026-12-01 00:01 +01:00 Europe/London", "a zone and an offset; give one"),
        ("2026-12-01 00:01 Europe/Lodnon", "no time zone known here; use a name such as"),
        ("2026-12-01 00:01 BST", "no time zone known here; use a name such as Europe/London"),
        ("2026-02-30 00:01 UTC", "is no day and time"),
        ("2026-02-03 25:01 UTC", "is no day and time"),
        (
            "2026-03-29 01:30 Europe/London",
            (
                "there is no 01:30 on 29 March 2026 in Europe/London: the clocks go forward then; "
                "write 2026-03-29 02:30 Europe/London"
            ),
        ),
        (
            "2026-10-25 01:30 Europe/London",
            (
                "01:30 on 25 October 2026 comes twice in Europe/London: the clocks go back then; "
                "write 2026-10-25T01:30+01:00 or 2026-10-25T01:30+00:00"
            ),
        ),
    ],
)
def test_what_names_no_one_moment_is_refused_with_the_remedy(text, told):
    with pytest.raises(ValueError, match=r".") as refused:
        read_moment(text)
    assert told in str(refused.value)


def test_a_moment_is_shown_in_utc():
    assert moment(read_moment("2026-07-01 00:01 Europe/London")) == "30 June 2026, 23:01 UTC"
    assert moment(datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)) == "2 January 2026, 03:04:05 UTC"
