"""Figures that the product counts already, given to those who follow them."""

import datetime as dt
import io

import pytest

from app.extensions import db
from app.indicators import following
from app.jobs.service import run_all
from app.procurement.core.levels import Level
from app.roadmaps.core.indicators import IndicatorUnit
from app.roadmaps.models import Indicator
from app.roadmaps.service import measures
from tests.indicators.factories import csv_file
from tests.people import make_person, sign_in
from tests.procurement.factories import make_tender
from tests.roadmaps.factories import make_indicator, make_roadmap

DAY = dt.date(2023, 12, 31)


@pytest.fixture
def counted(app, monkeypatch):  # type: ignore[no-untyped-def]
    """An agents' file of 2023 and a tender of 2022."""
    client = sign_in(app, make_person("hr"))
    sent = {"file": (io.BytesIO(csv_file(60)), "f.csv"), "year": "2023"}
    address = client.post("/agents-file/", sent).location
    run_all()
    client.post(f"{address}/confirm")
    run_all()
    start = dt.date(2022, 3, 1)
    make_tender("2022-1", Level.REMINDER, launched_on=start)
    db.session.commit()


def test_figures_of_each_feature(counted):
    codes = {each.code for each in following.all_figures(lambda _permission: True)}
    assert {"hr:staff-series:share", "procurement:clause:tenders"} <= codes
    given = following.figures(["hr:staff-series:share", "procurement:clause:tenders", "gone:x", ""])
    assert set(given) == {"hr:staff-series:share", "procurement:clause:tenders"}
    [(on, share)] = given["hr:staff-series:share"].points
    assert on == DAY
    assert 0 < share < 1
    assert given["procurement:clause:tenders"].points == ((dt.date(2022, 12, 31), 1),)


def test_nothing_is_given_before_anything_is_counted(app):
    assert following.all_figures(lambda _permission: True) == []
    assert following.figures(["hr:staff-series:share"]) == {}


def test_an_indicator_follows_a_figure(counted, app):
    roadmap = make_roadmap()
    indicator = make_indicator(roadmap, IndicatorUnit.NUMBER)
    db.session.commit()
    mission = sign_in(app, make_person("mission"))
    address = f"/roadmaps/edit/indicator/{indicator.id}"
    sent = {"computed_from": "hr:staff-series:share", "was-computed_from": ""}
    mission.post(address, sent)
    indicator = db.session.get(Indicator, indicator.id)
    assert indicator.unit is IndicatorUnit.SHARE
    measures.follow([indicator])
    [point] = indicator.points
    assert point.on == DAY
    assert 1 < point.value < 100
    assert measures.due_indicators([indicator], dt.date(2026, 1, 1)) == []
    page = mission.get(f"/roadmaps/indicators/{indicator.id}").get_data(as_text=True)
    assert "31 déc. 2023" in page
    assert "Enregistrer la valeur" not in page
    values = {"go": "value", "on": "2024-05-01", "numerator": "1", "denominator": "2"}
    mission.post(f"/roadmaps/indicators/{indicator.id}", values, 400)
    mission.get(f"/roadmaps/{roadmap.id}")
    wrong = {"computed_from": "hr:nothing", "was-computed_from": "hr:staff-series:share"}
    mission.post(address, wrong, 422)
