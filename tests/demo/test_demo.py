"""The demonstration reproduces the published figures exactly, on either database."""

import datetime as dt
import hashlib
import json
import re
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from app.accounts.models import Person
from app.backup.form import tables
from app.demo import agents, answers
from app.demo.load import NotEmpty, load
from app.demo.models import DemoLoad
from app.demo.passwords import password_of
from app.demo.withheld import WITHHELD
from app.extensions import db
from app.indicators import service as indicators
from app.indicators.models import HrFigures
from app.jobs.models import Clock
from app.network import service as network
from app.permissions import Role
from app.procurement.service import figures as procurement
from app.procurement.service.tenders import tender_by_number
from app.reports.models import ReportVersion
from app.reports.rendering import State, printed
from app.reports.service.versions import content_of_version
from app.roadmaps.service.figures import figures_on
from app.statistics.disclosure import Thresholds
from app.surveys.campaigns.models import Ballot, Campaign
from app.surveys.campaigns.service import campaigns, participation
from app.surveys.results.service import stored
from tests.people import Client, make_person

LIMITS = Thresholds()
TODAY, LATER = dt.date(2026, 11, 26), dt.date(2031, 2, 10)
#: Drawn anew each time, as on any instance: what keeps secrets, and the lot, kept nowhere, that
#: decides between the cells of a survey to withhold.
DRAWN = {"password_hash", "public_key", "nonce", "sealed", "digests", "shown_digests"} | {
    "draft",
    "sent",
}
BY_LOT = {"results"}


@pytest.mark.slow
def test_generated_files_add_up():
    files = agents.agents_files()
    position = {name: i for i, name in enumerate(agents.HEADER)}
    there = {"date_sortie": "", "position_statutaire": "ACT"}
    rows = [
        row for row in files[2023] if all(row[position[name]] == own for name, own in there.items())
    ]
    assert len(rows) == 2248
    assert sum(row[1] == "F" for row in rows) == 809
    assert len({row[position["metier"]] for row in rows}) == 173
    assert sum(2023 - int(row[2][-4:]) for row in rows) == 47.5 * 2248
    assert sum(int(row[position["heures_formation"]]) for row in rows) == 46_641
    assert files == agents.agents_files()


def test_generated_answers_add_up():
    invited = answers.managers()
    chosen = answers.respondents(invited)
    assert (len(invited), len(chosen)) == (387, 226)
    assert len({manager.number for manager, _, _ in chosen}) == 226


def rows():
    """Every row of the database but those, in the order of their keys."""
    return [
        (table.name, {name: value for name, value in row.items() if name not in DRAWN})
        for table in tables()
        if table.name not in BY_LOT
        for row in db.session.execute(select(table).order_by(*table.primary_key)).mappings()
    ]


def frozen_report():
    contents = [
        json.dumps(content)
        for version in db.session.scalars(select(ReportVersion).order_by(ReportVersion.id))
        for content in (version.content_fr, version.content_en)
    ]
    assert len(contents) == 4
    return [hashlib.sha256(content.encode()).hexdigest() for content in contents]


@pytest.mark.slow
def test_the_demonstration(app, settings, now):
    db.session.add(Clock(id=1, seen_at=now, steady_since=now))  # a worker runs beside
    db.session.commit()
    load(TODAY)
    client = Client(app)
    client.post("/sign-in", {"email": "rh@demo.example", "password": password_of(Role.HR)})
    for path in ("/", "/indicators/", "/report/2023/budget", "/territory"):
        assert "Données de démonstration" in client.get(path).get_data(as_text=True)
    table = indicators.tables(2023)["staff-category"]
    assert [table.cell(c, "total") for c in ("A", "B", "C", "HC", "total")] == [
        315,
        383,
        1223,
        327,
        2248,
    ]
    assert table.cell("total", "women") == 809
    series = indicators.tables(2023)["staff-series"]
    assert (series.cell("2023", "mean_age"), series.cell("2023", "occupations")) == (47.5, 173)
    assert [row.code for row in series.rows] == ["2021", "2022", "2023"]
    assert indicators.tables(2023)["time-series"].cell("2023", "hours") == 46_641
    for imported in indicators.current_imports().values():
        kept = json.loads(WITHHELD.read_text(encoding="utf-8"))[str(imported.year)]
        assert db.session.get(HrFigures, imported.id).guarded["withheld"] == kept, "make withheld"
    campaign = campaigns.campaign_by_code("managers-2024")
    rate = participation.participation_table(campaign)
    assert [rate.cell("total", c) for c in ("invited", "answered")] == [387, 226]
    opened = select(Campaign.code, Campaign.opened_ballots).where(Campaign.opened_ballots > 0)
    assert dict(db.session.execute(opened).all()) == {
        "managers-2024": 226,
        "jeunes-2026": 300,
        "habitants-2025": 180,
        "habitants-2026": 210,
    }
    assert db.session.scalar(select(func.count()).select_from(Ballot)) == 0
    results = stored.results_of(campaign)
    scales = [
        m
        for m in results.measures.values()
        if m.section.en == "How you see equality" and m.kind == "scale"
    ]
    of = lambda m, sex: m.upper_count(("sex",), (sex,)) / m.bases["sex",][sex,]  # noqa: E731
    equal_chances = results.measures["s2"]  # aware people see fewer of them
    assert of(equal_chances, "woman") < of(equal_chances, "man")
    aware = [m for m in scales if m is not equal_chances]
    assert [m.code for m in aware] == ["s1", "s4"]
    assert all(of(m, "woman") > of(m, "man") for m in aware)
    assert all(m.crosses == [("sex",), ("category",), ("directorate",)] for m in scales)
    assert figures_on(dt.date(2023, 12, 31))[0].progress.cell("total", "roadmaps") == 11
    assert len(procurement.counted_tenders()) == 6
    assert [own.code for own in procurement.tables_until(2023)] == ["clause", "bids", "annexes"]
    elected = network.elected_table()
    assert elected.cell("Bureau-2020-2026", "women") == 10
    assert "Données de démonstration" in Client(app).get("/sign-in").get_data(as_text=True)
    for version in db.session.scalars(select(ReportVersion)):
        for language, mark in (("fr", "Données de démonstration"), ("en", "Demonstration data")):
            content = content_of_version(version, language)
            assert content.demo
            html = printed(content, State(1))
            assert mark in html
            if content.year == 2022:  # it knows nothing of what came after
                words = re.sub(r"\b20\d\d-20\d\d\b", "", re.sub("<[^>]+>", " ", html))
                assert not re.search(r"\b202[3-9]\b", words)


@pytest.mark.slow
def test_what_is_open_follows_the_day(app, settings):
    """Loaded again on the same day it is the same, row for row; years later, on an instance with
    another key, its report is the same, to the byte."""
    db.session.add(DemoLoad(id=1, complete=False))  # one that was stopped before its end
    db.session.commit()
    load(TODAY)
    before, report = rows(), frozen_report()
    load(TODAY)
    assert rows() == before
    app.config["SETTINGS"] = replace(settings, secret_key="another key " * 4)
    try:
        load(LATER)
    finally:
        app.config["SETTINGS"] = settings
    assert frozen_report() == report
    opened = campaigns.open_campaigns()
    assert [campaign.code for campaign in opened] == ["directions", "managers-wave-2"]
    assert all(campaign.opened_on < LATER < campaign.closes_on for campaign in opened)
    assert tender_by_number("2024-SAD-02").deadline_at.date() > LATER
    assert campaigns.campaign_by_code("managers-2024").closed_on == answers.CLOSED


def test_it_refuses_a_database_in_use(app):
    make_person("manager")
    db.session.commit()
    with pytest.raises(NotEmpty):
        load()
    db.session.rollback()
    assert db.session.get(DemoLoad, 1) is None
    assert db.session.scalar(select(func.count()).select_from(Person)) == 1


def test_it_refuses_a_real_server(app, settings):
    app.config["SETTINGS"] = replace(settings, local=False)
    try:
        failed = app.test_cli_runner().invoke(args=["demo", "load"])
    finally:
        app.config["SETTINGS"] = settings
    assert failed.exit_code == 1
    assert "local instances only" in failed.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("hier", "“hier” is not a date: write it as 2026-11-26."),
        ("2026-13-01", "“2026-13-01” is not a date"),
        ("2023-12-31", "goes from 2024-03-01 to 2090-12-31"),
        ("2091-01-01", "goes from 2024-03-01 to 2090-12-31"),
    ],
)
def test_it_says_which_day_it_cannot_be(app, words, said):
    failed = app.test_cli_runner().invoke(args=["demo", "load", "--today", words])
    assert failed.exit_code == 1
    assert said in failed.output
    assert failed.output.count("\n") == 1
