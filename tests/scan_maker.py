"""Scans made from pages that we write: a picture with noise, a little askew, as a JPEG in a PDF."""

import io
from collections.abc import Callable

import numpy as np
import pypdfium2
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

DOTS_AN_INCH = 150


def scanned(
    draw: Callable[[Canvas], None],
    size: tuple[float, float],
    *,
    askew: float = 1.0,
    turned: int = 0,
    pages: int = 1,
) -> bytes:
    """Return a PDF of pictures of what `draw` draws, `turned` by so many degrees."""
    printed = io.BytesIO()
    canvas = Canvas(printed, pagesize=size)
    draw(canvas)
    canvas.save()
    document = pypdfium2.PdfDocument(printed.getvalue())
    picture = document[0].render(scale=DOTS_AN_INCH / 72).to_pil().convert("L")
    document.close()
    picture = picture.rotate(askew, Image.Resampling.BICUBIC, fillcolor=255)
    picture = picture.rotate(turned, expand=True)
    grey = np.asarray(picture, dtype=float) * 0.9 + 10
    noise = np.random.default_rng(1921).normal(0, 8, grey.shape)
    noisy = Image.fromarray(np.clip(grey + noise, 0, 255).astype(np.uint8))
    jpeg = io.BytesIO()
    noisy.save(jpeg, "JPEG", quality=60)
    width, height = size if turned % 180 == 0 else size[::-1]
    scan = io.BytesIO()
    canvas = Canvas(scan, pagesize=(width, height))
    for _ in range(pages):
        canvas.drawImage(ImageReader(io.BytesIO(jpeg.getvalue())), 0, 0, width, height)
        canvas.showPage()
    canvas.save()
    return scan.getvalue()


def lines(canvas: Canvas, left: float, top: float, *texts: str, size: float = 11) -> None:
    """Draw lines of text under each other."""
    for number, text in enumerate(texts):
        canvas.setFont("Helvetica", size)
        canvas.drawString(left, top - number * 1.3 * size, text)
