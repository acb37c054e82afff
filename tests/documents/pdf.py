"""What every PDF of ours must be."""

import io

import page
import pikepdf


def check_pdf(data):
    """Valid PDF/UA-1, with its language and title, without a clock."""
    report = page.validate_pdf_bytes(data, profile=page.ValidationProfile.PDF_UA_1)
    assert report.is_compliant, [f.message for f in report.failures][:5]
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert str(pdf.Root.Lang) == "fr"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert pdf.Root.MarkInfo.Marked
        assert "/CreationDate" not in pdf.docinfo
