"""The renderer: accessible documents, closed to the outside, stopped at its limits."""

import pytest

from app.documents import pdf
from app.documents.pdf import PdfFailure, render_pdf

pytestmark = pytest.mark.slow

PAGE = '<!doctype html><html lang="fr"><head><title>Essai</title></head><body><h1>Titre</h1>{}</body></html>'


def test_a_small_document_is_the_same_twice():
    first = render_pdf(PAGE.format("<p>Texte</p>"))
    assert first.startswith(b"%PDF")
    assert render_pdf(PAGE.format("<p>Texte</p>")) == first


@pytest.mark.parametrize(
    "content",
    [
        '<img src="http://127.0.0.1:1/x.png" alt="x">',
        '<img src="file:///etc/hostname" alt="x">',
        "<style>@import url(http://127.0.0.1:1/a.css);</style>",
        '<img src="asset:../app.css" alt="x">',
        '<link rel="attachment" href="file:///etc/passwd">',
    ],
)
def test_nothing_is_fetched(content):
    with pytest.raises(PdfFailure, match="refused"):
        render_pdf(PAGE.format(content))


def test_a_document_that_never_ends_is_stopped(monkeypatch):
    monkeypatch.setattr(pdf, "SECONDS", 2)
    with pytest.raises(PdfFailure, match="2 seconds"):
        render_pdf(PAGE.format('<table><tr><td colspan="1000000">x</td></tr></table>'))
