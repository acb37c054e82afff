"""PDF, rendered by a process that never meets the application, its data or the network."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parent / "pdf_process.py"
FONTS = Path(__file__).resolve().parent.parent / "static" / "vendor" / "fonts"
SECONDS = 120
# Nothing of the server's environment; a fixed order of sets and a fixed date in the subset fonts,
# so that a document prints the same twice, byte for byte.
ENVIRONMENT = {"PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": "946684800", "LANG": "C.UTF-8"}


class PdfFailure(Exception):
    """The document could not be rendered; the message says which limit or fault stopped it."""


def render_pdf(html: str) -> bytes:
    """An accessible PDF (PDF/UA-1) of this document. Raises PdfFailure.

    The document may use the bundled fonts as `asset:NAME` and nothing else from outside itself.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-s", "-P", str(SCRIPT), str(FONTS)],
            input=html.encode(),
            capture_output=True,
            env=ENVIRONMENT,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise PdfFailure(f"the document took more than {SECONDS} seconds") from None
    if done.returncode < 0:
        raise PdfFailure(f"the renderer was stopped by signal {-done.returncode}")
    if done.returncode or not done.stdout.startswith(b"%PDF"):
        last = done.stderr.decode(errors="replace").strip().splitlines()[-1:] or ["no message"]
        raise PdfFailure(last[0][:300])
    return done.stdout


def pictures(pdf: bytes, scale: float = 2.0) -> list[bytes]:
    """Each page of one of our PDFs as a PNG, `scale` times as large as on a screen."""
    import io

    import pypdfium2

    images = []
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            out = io.BytesIO()
            page.render(scale=scale).to_pil().save(out, "PNG")
            images.append(out.getvalue())
    return images
