"""The package that a Word document is: what it really holds, opened part by part within bounds."""

import io
import posixpath
import re
import zipfile
import zlib
from typing import Any

from docx.oxml import parse_xml

from ingest.errors import UnreadableError

_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_PACKED = b"PK"
_MAX_PART = 64 * 1024 * 1024
_MAX_UNPACKED = 160 * 1024 * 1024
_MAX_PARTS = 20_000
_MAX_RATIO = 200
_SMALL = 20 * 1024 * 1024
_CHUNK = 1024 * 1024
_DOCTYPES = tuple("<!DOCTYPE".encode(codec) for codec in ("ascii", "utf-16-le", "utf-16-be"))
# ISO/IEC 29500 Strict names its namespaces otherwise and means the same.
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(wordprocessingml/main|officeDocument/[\w/]+)")
_MAIN = re.compile(rb"PartName=\"/?([^\"]+)\"[^>]*document(?:\.macroEnabled)?\.main\+xml")
_MAIN_LATER = re.compile(
    rb"ContentType=\"[^\"]*document(?:\.macroEnabled)?\.main\+xml\"[^>]*PartName=\"/?([^\"]+)\""
)
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_OTHERS = (
    ("xl/", "an Excel workbook"),
    ("ppt/", "a PowerPoint presentation"),
    ("Index/", "an Apple Pages document"),
)


class Package:
    """The parts of a Word document that hold text; nothing else is unpacked."""

    def __init__(self, name: str, content: bytes) -> None:
        """Open a package. Raises UnreadableError for what is none, with what to do instead."""
        self._name = name
        self._left = _MAX_UNPACKED
        _refuse_others(name, content)
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
            parts = self._archive.infolist()
        except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError) as error:
            raise UnreadableError(
                f"{name}: this is not a Word document (a .docx is a ZIP file) or it is truncated; "
                "fetch it again."
            ) from error
        self._refuse_bombs(parts, len(content))
        self._names = {part.filename for part in parts}
        self.main = self._main_part()
        self._targets = self._relations()

    def root(self, kind: str) -> Any | None:
        """Return the root of a part by its kind (`styles`, `footnotes`), None without one."""
        path = self._targets.get(kind, "")
        return self._parsed(path) if path in self._names else None

    def document(self) -> Any:
        """Return the root of the document itself."""
        return self._parsed(self.main)

    def properties(self) -> Any | None:
        """Return the root of what the document says of itself."""
        path = "docProps/core.xml"
        return self._parsed(path) if path in self._names else None

    def _parsed(self, path: str) -> Any:
        content = _STRICT.sub(_transitional, self._read(path))
        if any(mark in content for mark in _DOCTYPES):
            raise UnreadableError(
                f"{self._name}: the document declares XML entities, which no Word document does; "
                "open it in Word and save it again."
            )
        return parse_xml(content)

    def _read(self, path: str) -> bytes:
        """Read a part, counting what comes out: the sizes that an archive states may be false."""
        chunks: list[bytes] = []
        size = 0
        with self._archive.open(path) as part:
            while chunk := part.read(_CHUNK):
                size += len(chunk)
                self._left -= len(chunk)
                if size > _MAX_PART or self._left < 0:
                    raise UnreadableError(
                        f"{self._name}: the document's text unpacks to more than "
                        f"{_MAX_PART // 1024**2} MB, which no report needs; split it."
                    )
                chunks.append(chunk)
        return b"".join(chunks)

    def _refuse_bombs(self, parts: list[zipfile.ZipInfo], packed: int) -> None:
        unpacked = sum(part.file_size for part in parts)
        text = sum(part.file_size for part in parts if part.filename.endswith((".xml", ".rels")))
        if any(part.flag_bits & 1 for part in parts):
            raise UnreadableError(
                f"{self._name}: the document is encrypted; save it without a password."
            )
        bomb = unpacked > max(_SMALL, _MAX_RATIO * packed)
        if len(parts) > _MAX_PARTS or text > _MAX_UNPACKED or bomb:
            raise UnreadableError(
                f"{self._name}: the document would unpack to {unpacked // 1024**2} MB in "
                f"{len(parts)} parts, which no report needs; remove embedded files and save it "
                "again."
            )

    def _main_part(self) -> str:
        if "[Content_Types].xml" in self._names:
            types = self._read("[Content_Types].xml")
            found = _MAIN.search(types) or _MAIN_LATER.search(types)
            if found and found[1].decode("ascii", "replace") in self._names:
                return found[1].decode("ascii")
        if "word/document.xml" in self._names:
            return "word/document.xml"
        kinds = (kind for prefix, kind in _OTHERS if any(n.startswith(prefix) for n in self._names))
        kind = next(kinds, None)
        if kind is None and "mimetype" in self._names and "content.xml" in self._names:
            kind = "an OpenDocument file (.odt)"
        said = f"this is {kind}" if kind else "this is a ZIP file of other things"
        remedy = "save it as .docx or PDF" if kind else "unpack it and ingest what is in it"
        raise UnreadableError(f"{self._name}: {said}, not a Word document; {remedy}.")

    def _relations(self) -> dict[str, str]:
        folder, file = posixpath.split(self.main)
        path = f"{folder}/_rels/{file}.rels".lstrip("/")
        if path not in self._names:
            return {}
        targets: dict[str, str] = {}
        for relation in self._parsed(path).iter(_RELATIONSHIP):
            if relation.get("TargetMode") != "External":
                target = posixpath.join("/", folder, relation.get("Target", ""))
                kind = relation.get("Type", "").rsplit("/", 1)[-1]
                targets.setdefault(kind, posixpath.normpath(target).lstrip("/"))
        return targets


DAMAGED = (
    # An XML parser's complaint is a SyntaxError; the others come from damaged packages.
    *(KeyError, ValueError, AttributeError, SyntaxError, RecursionError),
    *(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError),
)


def _refuse_others(name: str, content: bytes) -> None:
    """Say what a file that only has the ending of a Word document really is."""
    head = content[:1024].lstrip()
    if content.startswith(_OLD_OFFICE):
        raise UnreadableError(
            f"{name}: the document is encrypted or in the old .doc format; save it as .docx "
            "without a password."
        )
    others = (
        (b"{\\rtf", "an RTF document; open it in Word and save it as .docx"),
        (b"%PDF-", "a PDF; give it the ending .pdf"),
        (b"<html", "a web page; give it the ending .html"),
        (b"<!doctype html", "a web page; give it the ending .html"),
        (b"mime-version", "a web archive; give it the ending .mhtml"),
        (b"<?xml", "an XML file; open it in Word and save it as .docx"),
    )
    for mark, what in others:
        if head.lower().startswith(mark.lower()) and not content.startswith(_PACKED):
            raise UnreadableError(f"{name}: this is {what}.")


def _transitional(found: re.Match[bytes]) -> bytes:
    what = found[1]
    if what.startswith(b"wordprocessingml"):
        return b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return b"http://schemas.openxmlformats.org/" + what.replace(
        b"officeDocument/", b"officeDocument/2006/", 1
    )
