"""A data folder in one file: whole, or refused with a reason; put back whole, or not at all."""

import hashlib
import json
import random
import sqlite3
import stat
import zipfile
from contextlib import closing
from datetime import timedelta

import pytest
from chromadb.api.shared_system_client import SharedSystemClient
from fakes import HashEmbedder, MemoryVectors, Shelf
from sqlalchemy import Column, MetaData, String, Table

from store.audit import AuditLog
from store.backups import archive, swap
from store.backups.backup import back_up
from store.backups.members import data_folders
from store.backups.restore import restore
from store.catalog import Catalog
from store.database import open_database
from store.errors import BackupError, StoreBusyError, StoreFullError
from store.inbox import Asked, Inbox, InboxState, Surface
from store.lexical import SqliteLexicalIndex
from store.locks import FileLock
from store.records import Embargo
from store.vectors import VectorAccess

KENNELS = "Saltmere Constabulary keeps 14 police dogs at its kennels."
QUESTION = "police dogs at the kennels"


@pytest.fixture
def shelf(tmp_path):
    (tmp_path / "data").mkdir()
    shelf = Shelf(tmp_path / "data")
    shelf.add("/r/kennels.txt", KENNELS, "The kennels stand in Brackwater.")
    shelf.add("/r/secret.txt", "Not yet.", embargo=Embargo(shelf.now + timedelta(days=9)))
    yield shelf
    shelf.engine.dispose()


@pytest.fixture
def backup(shelf, tmp_path):
    file = tmp_path / "backup.zip"
    back_up(shelf.folder, shelf.engine, shelf.vectors, file)
    return file


def state(folder):
    """What a data folder comes to: reports, words, vectors, nearest passages, further files."""
    engine = open_database(folder)
    access = VectorAccess(folder, "passages", 0)
    try:
        vectors = access.vectors()
        asked = HashEmbedder().embed_query(QUESTION)
        catalog, lexical = Catalog(engine), SqliteLexicalIndex(engine)
        assert AuditLog(engine).broken_at() is None
        assert lexical.owners() == vectors.owners() == catalog.owners()
        return {
            "owners": catalog.owners(),
            "held": sorted(lexical.held()),
            "words": lexical.best(QUESTION, 5, None),
            "near": [(key, round(score, 5)) for key, score in vectors.nearest(asked, 5, None)],
            "files": sorted(p.name for p in (folder / "files").glob("*")),
        }
    finally:
        let_go(access)
        engine.dispose()


def let_go(access):
    """Close vectors as the end of a process does: Chroma keeps a folder's client for the next."""
    access.close()
    SharedSystemClient.clear_system_cache()


def events(folder):
    engine = open_database(folder)
    found = [(one.event, json.loads(one.body)) for one in AuditLog(engine).events()]
    engine.dispose()
    return found


def rewritten(backup, change, *, sums=True):
    """Change a backup's members in place; with `sums`, the manifest is made to fit them."""
    with zipfile.ZipFile(backup) as old:
        members = {name: old.read(name) for name in old.namelist()}
    manifest = json.loads(members.pop(archive.MANIFEST))
    change(members, manifest)
    if sums:
        manifest["members"] = [
            {"name": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
            for name, data in members.items()
        ]
    with zipfile.ZipFile(backup, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in members.items():
            new.writestr(name, data)
        new.writestr(archive.MANIFEST, json.dumps(manifest))


def in_catalog(members, folder, *statements):
    """Run SQL on a backup's catalog."""
    file = folder / "edited.sqlite"
    file.write_bytes(members[archive.CATALOG])
    with closing(sqlite3.connect(file)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
    members[archive.CATALOG] = file.read_bytes()


def refused(folder, backup):
    """Why a backup is not restored; what was in the folder is still there."""
    before = sorted(one.name for one in folder.iterdir()) if folder.exists() else []
    with pytest.raises(BackupError) as told:
        restore(folder, backup, "passages", replace=True)
    after = [one for one in folder.iterdir() if not one.name.endswith(".lock")]
    assert sorted(one.name for one in after) == [n for n in before if not n.endswith(".lock")]
    return str(told.value)


def test_what_is_restored_is_what_was_backed_up(shelf, tmp_path):
    (shelf.folder / "files").mkdir()
    (shelf.folder / "files" / "upload.pdf").write_bytes(b"%PDF-")
    file, new = tmp_path / "backup.zip", tmp_path / "new"
    made = back_up(shelf.folder, shelf.engine, shelf.vectors, file)
    new.mkdir()

    manifest = restore(new, file, "passages", replace=False).manifest

    assert manifest == made.manifest
    assert (manifest.reports, manifest.passages, manifest.dimensions) == (2, 3, 64)
    found = state(new)
    assert found["owners"] == shelf.catalog.owners()
    assert found["words"] == shelf.lexical.best(QUESTION, 5, None)
    assert found["held"] == ["secret@1"]
    assert found["files"] == ["upload.pdf"]
    asked = HashEmbedder().embed_query(QUESTION)
    assert found["near"] == [
        (key, round(score, 5)) for key, score in shelf.vectors.nearest(asked, 5, None)
    ]


def test_both_leave_an_event_in_the_log(shelf, backup, tmp_path):
    (name, body) = events(shelf.folder)[-1]
    assert (name, body["file"]) == ("backed_up", "backup.zip")
    assert body["sha256"] == hashlib.sha256(backup.read_bytes()).hexdigest()
    (tmp_path / "new").mkdir()

    restore(tmp_path / "new", backup, "passages", replace=False)

    assert [one for one, _ in events(tmp_path / "new")][-2:] == ["ingested", "restored"]


def test_what_waited_for_an_answer_is_not_answered_twice(shelf, tmp_path):
    questions = Inbox(shelf.engine)
    done, waiting = (
        questions.add(Asked(one, "T1", "C1", one, one, "U1", "Who?", Surface.MENTION))
        for one in ("1.0", "2.0")
    )
    questions.finish(questions.begin(done), InboxState.ANSWERED)
    back_up(shelf.folder, shelf.engine, shelf.vectors, tmp_path / "b.zip")
    (tmp_path / "new").mkdir()

    restored = restore(tmp_path / "new", tmp_path / "b.zip", "passages", replace=False)

    assert questions.unfinished() == (waiting,)
    assert restored.asked == 1
    engine = open_database(tmp_path / "new")
    assert Inbox(engine).unfinished() == ()
    engine.dispose()


def test_an_empty_library_can_be_restored(tmp_path):
    shelf, file, new = Shelf(tmp_path / "data"), tmp_path / "backup.zip", tmp_path / "new"
    back_up(shelf.folder, shelf.engine, shelf.vectors, file)
    shelf.engine.dispose()
    new.mkdir()

    assert restore(new, file, "passages", replace=False).manifest.passages == 0
    assert state(new)["owners"] == {}


def test_only_the_owner_may_read_a_backup(backup):
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600


def test_neither_secrets_nor_locks_are_in_it(shelf, tmp_path):
    tables = MetaData()
    Table("tokens", tables, Column("token", String), info={"secret": True})
    tables.create_all(shelf.engine)
    with shelf.engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO tokens VALUES ('xoxb-a-made-up-one')")
    (shelf.folder / "some.key").write_text("a made-up key")
    (shelf.folder / "chroma-server.json").write_text("{}")
    for name in ("demo", "teams/T1"):
        (shelf.folder / name).mkdir(parents=True)
        (shelf.folder / name / "catalog.sqlite").write_bytes(b"another data folder")
    (shelf.folder / "installations.sqlite").write_bytes(b"tokens of workspaces")
    (shelf.folder / "installations.sqlite-wal").write_bytes(b"tokens of workspaces")
    (shelf.folder / "models").mkdir()
    (shelf.folder / "models" / "model.gguf").write_bytes(b"put together from packages")
    (shelf.folder / "link").symlink_to("/etc/hostname")

    back_up(shelf.folder, shelf.engine, shelf.vectors, tmp_path / "b.zip", tables)

    with zipfile.ZipFile(tmp_path / "b.zip") as held:
        assert sorted(held.namelist()) == sorted(
            [archive.MANIFEST, archive.CATALOG, archive.VECTORS, archive.OWNERS]
        )
        assert b"xoxb-" not in held.read(archive.CATALOG)
    assert data_folders(shelf.folder) == [shelf.folder / "demo", shelf.folder / "teams" / "T1"]


def test_a_folder_that_is_not_sound_is_not_backed_up_as_if_it_were(shelf, tmp_path):
    shelf.vectors.remove("kennels@1")
    (tmp_path / "b.zip").write_bytes(b"the backup before")

    with pytest.raises(BackupError, match="kennels@1 are not whole"):
        back_up(shelf.folder, shelf.engine, shelf.vectors, tmp_path / "b.zip")

    assert (tmp_path / "b.zip").read_bytes() == b"the backup before"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["b.zip", "data"]


@pytest.mark.parametrize("name", ["data/backup.zip", "missing/backup.zip", "data"])
def test_a_backup_has_its_place_outside_the_folder(shelf, tmp_path, name):
    with pytest.raises(BackupError):
        back_up(shelf.folder, shelf.engine, shelf.vectors, tmp_path / name)


def test_what_a_killed_backup_left_is_removed_by_the_next(shelf, tmp_path):
    left = tmp_path / ".b.zip.partial"
    left.mkdir()
    (left / "catalog.sqlite").write_bytes(b"half")

    back_up(shelf.folder, shelf.engine, shelf.vectors, tmp_path / "b.zip")

    assert not left.exists()


def test_a_folder_that_is_not_empty_is_replaced_only_when_told(shelf, backup, tmp_path):
    shelf.add("/r/later.txt", "Ingested after the backup.")
    shelf.engine.dispose()
    (shelf.folder / "later.pdf").write_bytes(b"%PDF-")
    (shelf.folder / "installations.sqlite").write_bytes(b"tokens of workspaces")

    with pytest.raises(BackupError, match=r"is not empty\. .* --replace"):
        restore(shelf.folder, backup, "passages", replace=False)
    engine = open_database(shelf.folder)
    assert "later@1" in Catalog(engine).owners()
    engine.dispose()

    restore(shelf.folder, backup, "passages", replace=True)

    assert sorted(state(shelf.folder)["owners"]) == ["kennels@1", "secret@1"]
    assert not (shelf.folder / "later.pdf").exists()
    assert (shelf.folder / "installations.sqlite").exists(), "it is in no backup"


def test_nothing_is_restored_while_another_has_the_catalog_open(shelf, backup):
    shelf.catalog.owners()

    with pytest.raises(StoreBusyError, match="stop `serve`"):
        restore(shelf.folder, backup, "passages", replace=True)
    assert not (shelf.folder / "restoring").exists()
    shelf.engine.dispose()
    assert restore(shelf.folder, backup, "passages", replace=True)


def test_nothing_is_restored_while_another_has_the_vectors(shelf, backup):
    shelf.engine.dispose()
    access = VectorAccess(shelf.folder, "passages", 0)
    access.vectors()

    with pytest.raises(StoreBusyError, match="is in use by"):
        restore(shelf.folder, backup, "passages", replace=True)
    access.close()


def test_a_damaged_catalog_can_be_replaced(shelf, backup):
    shelf.engine.dispose()
    for beside in ("-wal", "-shm"):
        (shelf.folder / f"catalog.sqlite{beside}").unlink(missing_ok=True)
    (shelf.folder / "catalog.sqlite").write_bytes(b"this is no database" * 500)

    restore(shelf.folder, backup, "passages", replace=True)

    assert sorted(state(shelf.folder)["owners"]) == ["kennels@1", "secret@1"]


class Killed(BaseException):
    """What stands for SIGKILL: nothing in the product catches it."""


def killed_at(monkeypatch, step):
    """Let the step with that number, of those that move what is in a data folder, never begin.

    Return the numbers of the steps that were begun.
    """
    begun = []

    def begin():
        if len(begun) >= step:
            raise Killed
        begun.append(len(begun))

    def counted(name):
        real = getattr(swap.Path, name)

        def move(path, *arguments, **options):
            begin()
            return real(path, *arguments, **options)

        monkeypatch.setattr(swap.Path, name, move)

    for name in ("rename", "replace", "unlink"):
        counted(name)
    real = swap.shutil.rmtree

    def rmtree(path, *arguments, **options):
        begin()
        return real(path, *arguments, **options)

    monkeypatch.setattr(swap.shutil, "rmtree", rmtree)
    return begun


STEPS = 16


@pytest.mark.parametrize("step", range(STEPS))
def test_a_restore_that_is_killed_leaves_the_old_state_or_the_new(shelf, backup, monkeypatch, step):
    shelf.add("/r/later.txt", "Ingested after the backup.")
    shelf.engine.dispose()
    access = VectorAccess(shelf.folder, "passages", 0)
    for owner in shelf.catalog.owners():
        held = shelf.vectors.of(owner)
        access.vectors().upsert(list(held), owner, list(held.values()))
    let_go(access)
    shelf.engine.dispose()
    (shelf.folder / "files").mkdir()
    (shelf.folder / "files" / "later.pdf").write_bytes(b"%PDF-")
    old = {"kennels@1", "secret@1", "later@1"}

    with monkeypatch.context() as patched:
        begun = killed_at(patched, step)
        try:
            restore(shelf.folder, backup, "passages", replace=True)
            done = True
        except Killed:
            done = False

    assert done == (len(begun) < step or step == STEPS - 1), "the last is one too many"
    counts = swap.is_unfinished(shelf.folder)
    found = state(shelf.folder)
    new = done or counts or not found["files"]
    assert set(found["owners"]) == (old - {"later@1"} if new else old)
    assert found["files"] == ([] if new else ["later.pdf"])
    assert not swap.is_unfinished(shelf.folder)


def test_an_unfinished_restore_is_finished_before_anything_is_read(shelf, backup):
    shelf.engine.dispose()
    new = shelf.folder / "inner"
    new.mkdir()
    restore(new, backup, "passages", replace=False)
    (shelf.folder / "restored").mkdir()
    (new / "catalog.sqlite").rename(shelf.folder / "restored" / "catalog.sqlite")
    held = VectorAccess(shelf.folder, "passages", 0)
    held._lock.acquire(wait=False)

    with pytest.raises(StoreBusyError, match="was cut short"):
        open_database(shelf.folder)

    held.close()
    engine = open_database(shelf.folder)
    assert [one.event for one in AuditLog(engine).events()][-1] == "restored"
    engine.dispose()


NAMES = ["../up.txt", "files/../../up.txt", "/etc/x", "files//etc/x", "files/a\\b", "files/a\nb",
         "files/", "files/.", "plain.txt", "files/chroma.lock", "files/catalog.sqlite-wal",
         "files/chroma/x", "files/restored/catalog.sqlite", "files/.hidden",
         "files/installations.sqlite"]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_member_leads_nowhere_else(backup, tmp_path, name):
    rewritten(backup, lambda members, _: members.update({name: b"x"}))

    (tmp_path / "new").mkdir()
    assert "is no name of a file in it" in refused(tmp_path / "new", backup)
    assert not (tmp_path / "up.txt").exists()


def damage(members, _manifest):
    data = bytearray(members[archive.VECTORS])
    data[5] ^= 1
    members[archive.VECTORS] = bytes(data)


def test_a_member_that_was_changed_is_noticed(backup, tmp_path):
    rewritten(backup, damage, sums=False)

    (tmp_path / "new").mkdir()
    assert "vectors.f32 is not what was written" in refused(tmp_path / "new", backup)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda m, _: m.pop(archive.VECTORS), "not whole"),
        (lambda m, _: m.update({archive.VECTORS: m[archive.VECTORS][:-4]}), "its vectors are not"),
        (
            lambda m, _: m.update({archive.VECTORS: b"\xff" * len(m[archive.VECTORS])}),
            "the vectors of kennels@1 are none",
        ),
        (lambda m, _: m.update({archive.OWNERS: b"[[[[" * 99}), "list of vectors"),
        (lambda m, _: m.update({archive.OWNERS: b'["ghost@1", 3]\n'}), "its vectors are not"),
        (lambda m, _: m.update({archive.CATALOG: b"none" * 4096}), "catalog cannot be opened"),
        (lambda _, manifest: manifest.update(version=2), "has the format 2"),
        (lambda _, manifest: manifest.update(format="a poem"), "no backup that Reportdesk wrote"),
        (lambda _, manifest: manifest.update(reports=-1), "its manifest cannot be read"),
        (lambda _, manifest: manifest.update(more="x"), "its manifest cannot be read"),
    ],
)
def test_what_is_no_sound_backup_is_refused(backup, tmp_path, change, told):
    rewritten(backup, change)

    (tmp_path / "new").mkdir()
    assert told in refused(tmp_path / "new", backup)


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("CREATE TRIGGER t AFTER INSERT ON audit BEGIN DELETE FROM audit; END", "never writes"),
        ("CREATE VIEW v AS SELECT 1", "never writes"),
        ("CREATE VIRTUAL TABLE r USING rtree(id, a, b)", "never writes"),
        ("DROP TABLE quotes", "lacks quotes"),
        ("DELETE FROM passages_fts WHERE rowid = 1", "its words are not"),
        ("UPDATE alembic_version SET version_num = '9999'", "newer Reportdesk"),
    ],
)
def test_a_catalog_from_elsewhere_is_looked_at(backup, tmp_path, statement, told):
    rewritten(backup, lambda members, _: in_catalog(members, tmp_path, statement))

    (tmp_path / "new").mkdir()
    with pytest.raises(Exception, match=told):
        restore(tmp_path / "new", backup, "passages", replace=False)
    assert {one.suffix for one in (tmp_path / "new").iterdir()} <= {".lock"}


def test_a_bomb_is_not_unpacked(backup, tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "FLOOR", 1 << 20)
    rewritten(backup, lambda members, _: members.update({"files/bomb": bytes(50 << 20)}))
    with zipfile.ZipFile(backup) as held:
        assert held.getinfo("files/bomb").compress_size < 60_000

    (tmp_path / "new").mkdir()
    assert "none that Reportdesk wrote" in refused(tmp_path / "new", backup)


def test_no_more_is_unpacked_than_the_manifest_says(backup, tmp_path, monkeypatch):
    def lie(members, manifest):
        members["files/bomb"] = bytes(8 << 20)
        manifest["members"].append({"name": "files/bomb", "size": 10, "sha256": "0" * 64})

    rewritten(backup, lie, sums=False)
    written = []
    real = archive.Hashed.write
    monkeypatch.setattr(
        archive.Hashed, "write", lambda self, piece: (written.append(len(piece)), real(self, piece))
    )

    (tmp_path / "new").mkdir()
    assert "files/bomb is not what was written" in refused(tmp_path / "new", backup)
    assert written[-1] <= 11


def test_what_is_packed_otherwise_is_refused(backup, tmp_path):
    with zipfile.ZipFile(backup) as old:
        members = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(backup, "w", zipfile.ZIP_LZMA) as new:
        for name, data in members.items():
            new.writestr(name, data)

    (tmp_path / "new").mkdir()
    assert "packed as Reportdesk packs none" in refused(tmp_path / "new", backup)


def test_a_file_that_is_damaged_anywhere_is_refused_or_unharmed(backup, tmp_path):
    whole, moments = backup.read_bytes(), random.Random(4)
    damaged, refusals = tmp_path / "damaged.zip", 0
    for turn in range(200):
        data = bytearray(whole)
        # Two of three in the part that says where all else is.
        first = len(data) - 1200 if turn % 3 else 0
        for _ in range(moments.choice([1, 2, 8])):
            data[moments.randrange(first, len(data))] = moments.randrange(256)
        damaged.write_bytes(data)
        try:
            with archive.opened(damaged) as held:
                for member in held.manifest.members:
                    held.extract(member.name, tmp_path / f"{turn}" / member.name)
        except BackupError:
            refusals += 1
    assert refusals > 150


def test_what_has_no_room_is_not_begun(backup, tmp_path, monkeypatch):
    (tmp_path / "new").mkdir()
    usage = swap.shutil.disk_usage(tmp_path)._replace(free=1000)
    monkeypatch.setattr(swap.shutil, "disk_usage", lambda _: usage)

    with pytest.raises(StoreFullError, match="MB on the disk"):
        restore(tmp_path / "new", backup, "passages", replace=False)


def test_what_is_no_backup_at_all_is_named(tmp_path):
    (tmp_path / "new").mkdir()
    (tmp_path / "report.pdf").write_bytes(b"%PDF-1.7")

    assert "report.pdf is no backup" in refused(tmp_path / "new", tmp_path / "report.pdf")
    assert "cannot be read: No such file" in refused(tmp_path / "new", tmp_path / "none.zip")
    assert "cannot be read: Is a directory" in refused(tmp_path / "new", tmp_path)


def test_words_are_not_lost_by_a_writer_that_waits(shelf, tmp_path):
    """What is written while a backup is made comes after it, or is in it whole."""

    class Slow(MemoryVectors):
        def of(self, owner):
            assert not lock_is_free(shelf.folder)
            return shelf.vectors.of(owner)

    back_up(shelf.folder, shelf.engine, Slow(), tmp_path / "b.zip")
    assert lock_is_free(shelf.folder)


def lock_is_free(folder):
    lock = FileLock(folder / "writer.lock")
    free = lock.acquire(wait=False)
    lock.release()
    return free
