"""Word documents made of the XML that a test is about."""

import io
import zipfile

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/></Types>'
)
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def run(words: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def paragraph(words: str, properties: str = "") -> str:
    inside = words if words.startswith("<") else run(words)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def document(body: str, **parts: str) -> bytes:
    """A document with a body and other parts by their kind, each without its root."""
    relations = "".join(
        f'<Relationship Id="r{kind}" Type="{KIND}{kind}" Target="{kind}.xml"/>' for kind in parts
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr(
            "word/_rels/document.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f"{relations}</Relationships>",
        )
        whole = f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"
        archive.writestr("word/document.xml", whole)
        for kind, inside in parts.items():
            archive.writestr(f"word/{kind}.xml", f"<w:{kind} {NAMESPACES}>{inside}</w:{kind}>")
    return target.getvalue()
