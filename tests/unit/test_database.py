"""The database is made when it is missing, and refused with a reason when it cannot be read."""

import json
import sqlite3
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest
from alembic import command as alembic
from alembic.config import Config
from fakes import Shelf
from sqlalchemy import create_engine, inspect, text

from store.catalog import Catalog
from store.database import open_database
from store.errors import SettingsError, StoreBusyError, StoreFullError, StoreMismatchError
from store.finding_records import Findings
from store.tables import metadata

ROOT = Path(__file__).resolve().parents[2]
OPEN_TOGETHER = """
import sys
from pathlib import Path
from store.database import open_database
from store.catalog import Catalog
print("ready", flush=True)
sys.stdin.read()
for folder in sys.argv[1:]:
    engine = open_database(Path(folder))
    assert Catalog(engine).reports() == []
    engine.dispose()
"""


def test_the_migrations_come_to_the_tables(tmp_path):
    engine = open_database(tmp_path)
    found = inspect(engine)

    for table in metadata.sorted_tables:
        columns = {column["name"] for column in found.get_columns(table.name)}
        assert columns == {column.name for column in table.columns}, table.name
    engine.dispose()


def test_opening_again_keeps_everything(tmp_path):
    first = Shelf(tmp_path)
    first.add("/r/a.txt", "One.")
    first.engine.dispose()
    second = Shelf(tmp_path)

    assert [report.report_id for report in second.catalog.reports()] == ["a"]
    second.engine.dispose()


def test_readers_and_a_writer_do_not_block_each_other(tmp_path):
    shelf = Shelf(tmp_path)
    shelf.add("/r/a.txt", "One.")

    with shelf.engine.begin() as writing:
        writing.execute(text("UPDATE reports SET status = 'withdrawn'"))
        assert shelf.catalog.report("a").status == "indexed"
    assert shelf.catalog.report("a").status == "withdrawn"
    shelf.engine.dispose()


def test_a_folder_of_a_newer_version_is_refused(tmp_path):
    open_database(tmp_path).dispose()
    with sqlite3.connect(tmp_path / "catalog.sqlite") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()

    with pytest.raises(StoreMismatchError, match="newer Reportdesk"):
        open_database(tmp_path)


def test_a_damaged_file_is_refused_with_the_remedy(tmp_path):
    (tmp_path / "catalog.sqlite").write_bytes(b"no database " * 1000)

    with pytest.raises(StoreMismatchError, match="backup"):
        open_database(tmp_path)


def test_another_kind_of_database_is_refused_without_its_password(tmp_path):
    with pytest.raises(SettingsError, match="REPORTDESK_DATABASE_URL") as caught:
        open_database(tmp_path, "postgresql://user:hunter2@host/db")

    assert "hunter2" not in str(caught.value)


def test_a_url_says_where_the_database_is(tmp_path):
    engine = open_database(tmp_path / "data", f"sqlite:///{tmp_path / 'elsewhere.sqlite'}")

    assert (tmp_path / "elsewhere.sqlite").exists()
    engine.dispose()


def test_several_commands_may_open_a_new_folder_at_once(tmp_path):
    folders = [str(tmp_path / str(number)) for number in range(8)]
    commands = [
        subprocess.Popen(
            [sys.executable, "-c", OPEN_TOGETHER, *folders],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        for _ in range(3)
    ]
    for command in commands:
        command.stdout.readline()
    for command in commands:
        command.stdin.close()
        command.stdin = None

    results = [(command.communicate(timeout=60)[1], command.returncode) for command in commands]

    assert results == [("", 0)] * 3


def test_a_folder_of_an_earlier_version_opens_without_findings(tmp_path):
    config = Config()
    config.set_main_option("script_location", str(files("store") / "migrations"))
    engine = create_engine(f"sqlite:///{tmp_path / 'catalog.sqlite'}")
    sourced = {"value": None, "origin": "not found", "sure": False}
    names = "title publisher subject published_on inspected_from inspected_to url".split()
    described = dict.fromkeys(names, sourced) | {"kind": sourced | {"value": "other"}}
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        alembic.upgrade(config, "0001")
        connection.execute(
            text(
                "INSERT INTO reports (report_id, path, revision, status) "
                "VALUES ('a', '/r/a.txt', 1, 'indexed')"
            )
        )
        connection.execute(
            text(
                "INSERT INTO revisions (report_id, revision, sha256, text, description, pages, "
                "headings, passages, overrides, ingested_at) "
                "VALUES ('a', 1, '0', 'One.', :described, '[]', '[]', 0, '{}', '2026-01-01')"
            ),
            {"described": json.dumps(described)},
        )
    engine.dispose()

    opened = open_database(tmp_path)
    report = Catalog(opened).report("a")
    assert report.reading == 1
    assert report.description.lead_inspector.value is None
    assert Catalog(opened).findings("a", 1) == Findings()
    opened.dispose()


def test_an_interrupted_migration_leaves_nothing_half_made(tmp_path, monkeypatch):
    def half(connection, *given):
        connection.exec_driver_sql("CREATE TABLE reports (report_id TEXT)")
        raise KeyboardInterrupt

    def upgrade(config, revision):
        half(config.attributes["connection"])

    with monkeypatch.context() as patched:
        patched.setattr("store.database.command.upgrade", upgrade)
        with pytest.raises(KeyboardInterrupt):
            open_database(tmp_path)
    engine = open_database(tmp_path)

    assert Catalog(engine).reports() == []
    engine.dispose()


def test_a_full_disk_is_said_in_plain_words(tmp_path):
    engine = open_database(tmp_path)

    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")
        with pytest.raises(StoreFullError, match="disk that holds the data folder is full"):
            connection.exec_driver_sql("CREATE TABLE one_more (x)")
    engine.dispose()


def test_a_database_that_others_keep_busy_is_said_in_plain_words(tmp_path, monkeypatch):
    monkeypatch.setattr("store.database.BUSY_TIMEOUT_MS", 10)
    engine = open_database(tmp_path)

    with engine.connect() as writer, engine.connect() as second:
        writer.exec_driver_sql("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusyError, match="kept the catalog busy"):
            second.exec_driver_sql("BEGIN IMMEDIATE")
    engine.dispose()
