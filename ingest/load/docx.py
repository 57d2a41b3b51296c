"""Word documents: paragraphs, lists and tables in the order in which they stand."""

from typing import Any

from docx.oxml.ns import qn

from ingest.errors import UnreadableError
from ingest.load.canonical import Block, assemble, clean, printed
from ingest.load.docx_body import BodyReader
from ingest.load.docx_package import DAMAGED, Package
from ingest.load.docx_text import TXBX, Words, at, value
from ingest.records import Loaded, Metadata, RawFile

_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_LARGE = (2_900_000, 1_400_000)  # 8 by 4 centimetres in English Metric Units
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/"
_GRAPHICS = ("{0}chart}}chart", "{0}diagram}}relIds")
_NOTE_FORMS = {"footnotes": "decimal", "endnotes": "lowerRoman"}


def load_docx(raw: RawFile) -> Loaded:
    """Load a Word document."""
    name = raw.path.name
    try:
        package = Package(name, raw.content)
        document = package.document()
        words = Words(document)
        reader = BodyReader(words, package.root("styles"), package.root("numbering"))
        body = document.find(qn("w:body"))
        if body is not None:
            reader.read(body)
        blocks = [*reader.finished(), *_notes(package, words)]
        properties = package.properties()
        title = "" if properties is None else clean(properties.findtext(_TITLE) or "")
        notes = [] if body is None else _left_out(body)
    except DAMAGED as error:
        raise UnreadableError(
            f"{name}: this is not a Word document, or it is damaged; open it in Word and save it "
            "again as .docx."
        ) from error
    loaded = assemble(blocks, Metadata(title=title or None), notes=notes)
    if not loaded.text:
        raise UnreadableError(
            f"{name}: the document holds no text; if its pages are pictures, run OCR first."
        )
    return loaded


def _notes(package: Package, words: Words) -> list[Block]:
    """Return the footnotes and endnotes that the text refers to, each with its printed number."""
    blocks: list[Block] = []
    settings = package.root("settings")
    for kind, form in _NOTE_FORMS.items():
        root = package.root(kind) if words.notes[kind] else None
        if root is None:
            continue
        styled = None if settings is None else at(settings, f"w:{kind[:-1]}Pr/w:numFmt")
        by_id = {note.get(qn("w:id"), ""): note for note in root}
        inside = Words(root)
        for number, note in enumerate(dict.fromkeys(words.notes[kind]), start=1):
            lines = by_id[note].iter(qn("w:p")) if note in by_id else ()
            text = clean(" ".join(inside.of(line) for line in lines))
            if text:
                blocks.append(Block(f"{printed(number, value(styled) or form)}. {text}"))
    return blocks


def _left_out(body: Any) -> list[str]:
    """Say what of a document is not in its text and may be missed."""
    extents = [
        (int(each.get("cx", "0")), int(each.get("cy", "0")))
        for each in body.iter(f"{_DRAWN}wordprocessingDrawing}}extent")
        if next(each.getparent().iter(TXBX), None) is None
        and each.get("cx", "").isdecimal()
        and each.get("cy", "").isdecimal()
    ]
    graphics = sum(1 for _ in body.iter(*(tag.format(_DRAWN) for tag in _GRAPHICS)))
    pictures = sum(wide >= _LARGE[0] and high >= _LARGE[1] for wide, high in extents) - graphics
    objects = sum(1 for _ in body.iter(qn("w:object"), qn("w:altChunk"), qn("w:subDoc")))
    comments = len({each.get(qn("w:id")) for each in body.iter(qn("w:commentReference"))})
    changes = sum(1 for _ in body.iter(*map(qn, ("w:ins", "w:del", "w:moveFrom", "w:moveTo"))))
    counted = (
        (pictures, "A large picture was", "large pictures were", "not read."),
        (graphics, "A chart or diagram was", "charts or diagrams were", "not read."),
        (objects, "An embedded object was", "embedded objects were", "left out."),
        (comments, "A comment was", "comments were", "left out."),
        (changes, "A tracked change was", "tracked changes were", "taken as accepted."),
    )
    return [
        f"{one if count == 1 else f'{count} {many}'} {done}"
        for count, one, many, done in counted
        if count > 0
    ]
