"""A public link takes so many people a day, and a part of them from one network."""

import datetime as dt
import re

import pytest
from sqlalchemy import func, select, text

from app.extensions import db, utcnow
from app.surveys.campaigns.models import Invitation
from app.surveys.campaigns.service import inviting
from app.surveys.campaigns.views.answering import entrance
from app.surveys.campaigns.visits import Visits, share
from tests.people import Client
from tests.surveys import factories


@pytest.fixture
def campaign(app, settings, monkeypatch):
    monkeypatch.setattr(entrance, "VISITS", Visits())
    public = factories.make_public_campaign(settings)
    public.visitors_a_day = 20
    db.session.commit()
    return public


def come(app, campaign, status=303, address="192.0.2.1"):
    visitor = Client(app)
    visitor.browser.environ_base["REMOTE_ADDR"] = address
    return visitor.post(f"/s/{campaign.code}", status=status)


def begun():
    return db.session.scalar(select(func.count()).select_from(Invitation))


def test_one_network_takes_a_fifth_of_the_places(app, campaign):
    for _ in range(4):
        come(app, campaign)
    page = come(app, campaign, 429).get_data(as_text=True)
    assert "Revenez demain" in page
    assert begun() == 4
    come(app, campaign, address="192.0.2.2")
    come(app, campaign, address="2001:db8::1")


def test_a_day_has_so_many_places(app, campaign):
    for number in range(20):
        come(app, campaign, address=f"192.0.2.{number}")
    come(app, campaign, 429, address="192.0.2.99")
    assert begun() == 20
    db.session.execute(
        Invitation.__table__.update().values(begun_on=utcnow().date() - dt.timedelta(days=1))
    )
    db.session.commit()
    come(app, campaign, address="192.0.2.99")
    inviting.add_visitor(campaign)  # a sheet of paper takes no place
    db.session.commit()


def test_no_address_is_written(app, campaign):
    come(app, campaign, address="192.0.2.77")
    db.session.rollback()
    for table in db.metadata.sorted_tables:
        for row in db.session.execute(text(f"SELECT * FROM {table.name}")):
            assert not re.search(r"192\.0\.2\.77", str(row)), table.name
    [counted] = entrance.VISITS._counts
    assert isinstance(counted, bytes)
    assert b"192.0.2.77" not in counted


def test_a_new_day_counts_anew_under_another_key():
    here, day = Visits(), dt.date(2026, 11, 26)
    here.note(1, "192.0.2.1", day)
    first = set(here._counts)
    assert here.taken(1, "192.0.2.1", day) == 1
    assert here.taken(2, "192.0.2.1", day) == here.taken(1, "192.0.2.2", day) == 0
    here.note(1, "192.0.2.1", day + dt.timedelta(days=1))
    assert here.taken(1, "192.0.2.1", day + dt.timedelta(days=1)) == 1
    assert not first & set(here._counts)


@pytest.mark.parametrize(("places", "part"), [(1000, 200), (20, 4), (3, 1)])
def test_the_part_of_one_network(places, part):
    assert share(places) == part
