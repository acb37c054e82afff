"""What every PDF of ours must be."""

import io

import page
import pikepdf


def check_pdf(data, language="fr"):
    """Valid PDF/UA-1, with its language and title, without a clock."""
    report = page.validate_pdf_bytes(data, profile=page.ValidationProfile.PDF_UA_1)
    assert report.is_compliant, [f.message for f in report.failures][:5]
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert str(pdf.Root.Lang) == language
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert pdf.Root.MarkInfo.Marked
        assert "/CreationDate" not in pdf.docinfo


def text_of(data):
    """The words of a PDF, with plain spaces."""
    from pypdf import PdfReader

    pages = [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]
    return "\n".join(pages).replace("\u00a0", " ").replace("\u202f", " ")
