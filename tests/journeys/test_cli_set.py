"""A person corrects what is known of a report: in force at once, and kept for the next file."""

import pytest
from cli_kit import Desk

pytestmark = pytest.mark.xdist_group("cli")

LETTER = """Dear Chief Constable

Progress at Saltmere Constabulary

Saltmere Constabulary answers nine in ten emergency calls within ten seconds.
"""
REPLACES = "This letter replaces our letter of 3 May 2024."


def test_a_replacement_is_proposed_and_a_correction_kept(tmp_path):
    desk = Desk(tmp_path)
    (tmp_path / "first.txt").write_text(f"3 May 2024\n\n{LETTER}")
    (tmp_path / "second.txt").write_text(f"10 May 2024\n\n{LETTER}\n{REPLACES}\n")
    reason = desk.run("ingest", "second.txt", "first.txt", "--json").lines[1]["reason"]
    assert f"“{REPLACES}”" in reason
    assert "`reportdesk reports supersede first --by second` does it" in reason

    done = desk.run("reports", "set", "first", "published_on=2 May 2024", "also_on=Kent Police")
    assert done.code == 0, done.err
    assert "published   2 May 2024" in done.text

    (tmp_path / "first.txt").write_text(f"3 May 2024\n\n{LETTER}\nMore.\n")
    updated = desk.run("ingest", "first.txt", "--json").lines[0]
    assert (updated["status"], updated["published_on"]) == ("updated", "2024-05-02")
    assert updated["published_on_from"].startswith("corrected by ")

    shown = desk.run("reports", "show", "first", "--json").one
    # Nothing is superseded for what another report says.
    assert (shown["status"], shown["revision"]) == ("indexed", 3)
    assert shown["description"]["also_on"]["value"] == ["Kent Police"]
    assert [one["revision"] for one in shown["revisions"]] == [1, 2, 3]
