"""The reports of the demonstration, whole: every figure in every file, in both languages."""

import page as page_validation
import pytest
from sqlalchemy import select

from app.demo.load import load
from app.documents.archive import archived
from app.documents.pdf import render_pdf
from app.extensions import db
from app.reports.core.approval import Step
from app.reports.files import csv_files, tables_workbook
from app.reports.models import ReportVersion
from app.reports.rendering import State, printed
from app.reports.service.versions import content_of_version
from app.text import LANGUAGES
from tests.demo.test_demo import TODAY
from tests.documents.pdf import check_pdf
from tests.reports.reading import figures_apart

STATE = State(1, Step.PUBLISHED)


@pytest.mark.audit
def test_every_figure_of_the_whole_report_is_the_same_everywhere(app, settings):
    load(TODAY)
    for version in db.session.scalars(select(ReportVersion).order_by(ReportVersion.id)):
        for language in LANGUAGES:
            content = content_of_version(version, language)
            pdf = render_pdf(printed(content, STATE))
            check_pdf(pdf, language)
            with app.test_request_context():
                assert figures_apart(content, pdf, STATE) == []
            copy = archived(pdf, {"tables.xlsx": tables_workbook(content), **csv_files(content)})
            profile = page_validation.ValidationProfile.PDF_A_3U
            report = page_validation.validate_pdf_bytes(copy, profile=profile)
            assert report.is_compliant, [own.message for own in report.failures][:5]
