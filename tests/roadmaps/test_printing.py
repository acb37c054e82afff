"""What steers a programme, on paper."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.documents.pdf import render_pdf
from app.extensions import db, utcnow
from app.roadmaps.forms.edition import printed_edition
from app.roadmaps.models import Monitoring
from app.roadmaps.service import monitoring
from tests.people import make_person
from tests.roadmaps.factories import make_indicator, make_risk, make_roadmap
from tests.roadmaps.steered import fill_steering


@pytest.mark.slow
@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_steers_can_be_read_by_everybody_on_paper(roadmap, as_role, language):
    from tests.documents.pdf import check_pdf  # what checks it is slow to load

    make_indicator(roadmap), make_risk(roadmap)
    make_roadmap(make_person("ambassador"), "other", programme=roadmap.programme)
    pages = fill_steering(roadmap, utcnow())
    reader = as_role("reader").speak(language)
    base = f"/roadmaps/programmes/{roadmap.programme_id}"
    held, coming = (each["meeting_id"] for each in pages["roadmaps.meeting"])
    for address in (
        f"{base}/calendar.pdf",
        f"{base}/matrix.pdf",
        f"/roadmaps/meetings/{held}/minutes.pdf",
        f"/roadmaps/meetings/{coming}/minutes.pdf",
    ):
        check_pdf(reader.get(address).data, language)
    for row in db.session.scalars(select(Monitoring)).unique():
        edition = monitoring.draft(row, monitoring.words_of(row))
        check_pdf(render_pdf(printed_edition(edition, language)), language)
