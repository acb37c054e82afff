"""Pages on paper: the board of all roadmaps on one page, in width, without what is to be clicked."""

import io

import pytest

from app.extensions import db
from app.roadmaps.core.plans import Category
from app.roadmaps.core.shapes import POLICIES
from app.roadmaps.service import plans
from tests.people import make_person
from tests.roadmaps import factories
from tests.roadmaps.factories import make_programme, make_roadmap


@pytest.mark.parametrize("language", ["fr", "en"])
def test_fifteen_roadmaps_are_on_one_page(open_page, app, monkeypatch, language):
    from pypdf import PdfReader

    programme = make_programme()
    for number, name in enumerate(POLICIES):
        keeper = make_person("ambassador", name=f"Camille Fournier-Delattre {number}")
        roadmap = make_roadmap(keeper, code=f"policy-{number}", programme=programme)
        roadmap.policy.name = name
        category = list(Category)[number % 3]
        plans.categorise(roadmap.policy, category, factories.STARTS)
    db.session.commit()
    page = open_page(make_person("mission"), language=language)
    page.goto("/roadmaps/")
    printed = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert len(printed) == 1
    wide, high = printed[0].mediabox[2:]
    assert wide > high
    text = " ".join(printed[0].extract_text().split())
    assert [name[language] for name in POLICIES if name[language] not in text] == []
    light = {"fr": "À surveiller", "en": "Needs watching"}[language]
    assert text.count(light) == 15
    assert text.count({"fr": "En retard", "en": "Late"}[language]) == 1  # one head, no filter
    assert text.count({"fr": "État au", "en": "State on"}[language]) == 1
