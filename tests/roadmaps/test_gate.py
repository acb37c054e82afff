"""Counts of few people leave a roadmap by no way round: base, light, unit, or what is followed."""

import datetime as dt

import pytest

from app.extensions import db
from app.indicators.following import GIVERS, Followed, Giver
from app.permissions import Permission
from app.roadmaps.core.indicators import Counts, Direction, IndicatorUnit
from app.roadmaps.core.plans import MandateRole
from app.roadmaps.core.publishing import counts_people, pace_tells, shown_counts
from app.roadmaps.forms.aimed import aims_of_roadmaps
from app.roadmaps.forms.figures import shown_base, shown_indicator
from app.roadmaps.models import Indicator, Target, Value
from app.roadmaps.service import mandates
from app.roadmaps.service.board import board
from app.roadmaps.service.history import Author
from app.roadmaps.service.measures import add_value
from app.statistics.figures import SUPPRESSED, Unit
from app.text import both
from tests.people import make_person, sign_in
from tests.roadmaps.factories import make_indicator, make_roadmap

PEOPLE, SHARE, NUMBER = IndicatorUnit.PEOPLE, IndicatorUnit.SHARE, IndicatorUnit.NUMBER


@pytest.mark.parametrize(
    ("unit", "entries", "people"),
    [
        (PEOPLE, [Counts(3)], True),
        (NUMBER, [Counts(3)], False),
        (SHARE, [Counts(3, 20)], False),
        (SHARE, [Counts(3, 20, women=3), Counts(3, 20)], True),  # the same people, typed again
        (NUMBER, [Counts(3, women=1, men=2)], True),
    ],
)
def test_what_counts_people(unit, entries, people):
    assert counts_people(unit, entries) is people


def test_a_number_by_sex_is_its_own_total():
    shown = shown_counts(NUMBER, Counts(30, women=20, men=10), 5, people=True)
    assert (shown["numerator"], shown["women"]) == (30, 20)
    small = shown_counts(NUMBER, Counts(30, women=28, men=2), 5, people=True)
    assert (small["women"], small["men"]) == (SUPPRESSED, SUPPRESSED)


@pytest.mark.parametrize(
    ("base", "counts", "tells"),
    [
        (None, [20, 30], False),
        (3, [20, 30], True),  # the line from the base to the target gives the base
        (None, [3, 20, 30], True),
        (None, [20, 3, 30], True),
        (20, [30, 3, 40, 50], False),  # one between, of which the pace says nothing
        (0, [20, 30], False),
    ],
)
def test_a_pace_that_tells(base, counts, tells):
    assert pace_tells(PEOPLE, base, [Counts(each) for each in counts], 5) is tells


@pytest.fixture
def measured(app, now):  # type: ignore[no-untyped-def]
    """An indicator of people that goes the wrong way, and clients of who reads and who keeps it."""
    roadmap = make_roadmap(make_person("ambassador", name="Ambassade 1"))
    indicator = make_indicator(roadmap, PEOPLE)
    indicator.direction = Direction.UP
    indicator.targets.append(Target(on=dt.date(2024, 12, 31), value=60, set_on=now.date()))
    indicator.base_on, indicator.base_value = dt.date(2024, 1, 1), 30
    db.session.commit()
    return roadmap, indicator


def values(indicator, now, *counts):  # type: ignore[no-untyped-def]
    for position, count in enumerate(counts):
        on = now.date() - dt.timedelta(days=10 * (len(counts) - position))
        add_value(indicator, Value(on=on, numerator=count), Author(), now)
    db.session.commit()


def weak(roadmap, now):  # type: ignore[no-untyped-def]
    [row] = board([roadmap], now.date())
    return dict(row.health.reasons).get("indicator_weak", 0)


def test_the_light_says_nothing_of_a_count_that_is_withheld(measured, now):
    roadmap, indicator = measured
    values(indicator, now, 20, 3)
    assert weak(roadmap, now) == 0
    values(indicator, now, 20, 10)
    assert weak(roadmap, now) == 1
    indicator.base_value = 4
    db.session.commit()
    assert weak(roadmap, now) == 0


def test_a_base_that_is_withheld_cannot_be_solved(measured, app, now):
    _roadmap, indicator = measured
    indicator.base_value = 4
    values(indicator, now, 20, 25)
    with app.test_request_context():
        assert shown_indicator(indicator, now.date(), everything=False).reading is None
        whole = shown_indicator(indicator, now.date(), everything=True).reading
    assert whole is not None
    assert whole.expected is not None


def test_a_unit_stays_once_values_were_given(measured, app, now):
    _roadmap, indicator = measured
    values(indicator, now, 3)
    mission = sign_in(app, make_person("mission"))
    sent = {
        "title_fr": "Part des femmes",
        "kind": "result",
        "direction": "up",
        "frequency": "yearly",
        "unit": "number",
        "was-unit": "people",
    }
    page = mission.post(f"/roadmaps/edit/indicator/{indicator.id}", sent, 422)
    assert "dans cette unité" in page.get_data(as_text=True)
    assert indicator.unit is PEOPLE


def test_a_figure_is_followed_by_who_may_read_it(measured, app, monkeypatch, now):
    roadmap, _indicator = measured
    figure = Followed(
        "hr:x:y", both("Écart"), both("RH"), Unit.SHARE, ((dt.date(2023, 12, 31), 0.1),)
    )
    giver = Giver(Permission.INDICATOR_READ, lambda: [figure])
    monkeypatch.setitem(GIVERS, "hr", giver)
    page = f"/roadmaps/new/indicator/{roadmap.id}"
    keeper = sign_in(app, make_person("mission"))
    assert "hr:x:y" in keeper.get(page).get_data(as_text=True)
    deputy = make_person("ambassador")
    mandates.appoint(roadmap, deputy, MandateRole.DEPUTY, dt.date(2024, 1, 1))
    client = sign_in(app, deputy)
    assert "hr:x:y" not in client.get(page).get_data(as_text=True)
    sent = {
        "title_fr": "Écart",
        "kind": "result",
        "unit": "share",
        "direction": "up",
        "frequency": "yearly",
        "computed_from": "hr:x:y",
    }
    client.post(page, sent, 422)
    keeper.post(page, sent)
    followed = db.session.query(Indicator).filter_by(computed_from="hr:x:y").one()
    update = keeper.get(f"/roadmaps/{roadmap.id}/update?all=1").get_data(as_text=True)
    assert f"indicator-{followed.id}-numerator" not in update
    assert aims_of_roadmaps(["hr:x:y"], dt.date(2024, 1, 1)) == []  # no target yet
    followed.targets.append(Target(value=40, on=dt.date(2026, 12, 31), set_on=now.date()))
    db.session.commit()
    with app.test_request_context():
        [aimed] = aims_of_roadmaps(["hr:x:y", "hr:z:y"], dt.date(2024, 1, 1))
    assert "40" in aimed.target
    assert aimed.address == f"/roadmaps/indicators/{followed.id}"


def test_a_base_and_a_comment_tell_nothing(measured, app, now):
    _roadmap, indicator = measured
    indicator.unit, indicator.base_value = NUMBER, 3
    on = now.date()
    value = Value(on=on, numerator=30, women=28, men=2, comment="Mme X et M. Y")
    add_value(indicator, value, Author(), now)
    db.session.commit()
    with app.test_request_context():
        assert shown_base(indicator, everything=False) is SUPPRESSED
        assert shown_base(indicator, everything=True) == 3
    page = f"/roadmaps/indicators/{indicator.id}"
    assert "Mme X" not in sign_in(app, make_person("reader")).get(page).get_data(as_text=True)
    assert "Mme X" in sign_in(app, make_person("mission")).get(page).get_data(as_text=True)
