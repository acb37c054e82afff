"""Migrations lead from nothing to the models, one step down and up again."""

import datetime as dt
import json

import polars as pl
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, select, text

from app.extensions import Base, db
from app.indicators.core.agents import completed
from app.indicators.core.entered import SUBJECTS
from app.indicators.core.entered.lines import key_of, read_line
from app.indicators.instance import instance
from app.indicators.models import HrSnapshot
from app.indicators.service.entered import enter, lines_of
from app.indicators.service.imports import prepare, save_import
from app.indicators.service.snapshots import agents_of
from app.procurement.service import sheets, tenders
from app.reports.core.approval import Step
from app.reports.core.chapters import Chapter
from app.reports.core.files import Kind
from app.reports.core.layouts import Layout
from app.reports.models import Report
from app.reports.service import choosing, texts
from app.reports.service import versions as reports
from app.roadmaps.service import monitoring
from app.surveys.campaigns.core import Audience, CampaignMode
from app.surveys.campaigns.models import Campaign, Invitation, NamedResponse
from app.surveys.campaigns.service import campaigns
from app.surveys.questionnaires.service import versions
from app.text import both
from app.web.settings import keys
from tests.indicators.factories import make_staff
from tests.people import make_person
from tests.roadmaps.factories import make_indicator, make_roadmap
from tests.surveys.examples import example


def differences() -> list[object]:
    with db.engine.connect() as connection:
        return compare_metadata(MigrationContext.configure(connection), Base.metadata)


def test_migrations_make_the_models(app):
    assert differences() == []


def test_one_step_down_and_up(app):
    try:
        downgrade(revision="-1")
    finally:
        upgrade()
    assert differences() == []
    assert inspect(db.engine).has_table("campaigns")


def test_tables_without_hidden_row_numbers(app, database_name):
    if database_name == "postgresql":
        rows = {"name": "oid"}
        columns = inspect(db.engine).get_columns("ballots")
        assert rows["name"] not in {column["name"] for column in columns}
        return
    with db.engine.connect() as connection:
        for table in ("ballots", "responses", "participations", "drafts"):
            sql = connection.exec_driver_sql(
                f"SELECT sql FROM sqlite_master WHERE name = '{table}'"
            ).scalar_one()
            assert "WITHOUT ROWID" in sql, table


def test_figures_typed_before_are_lines_with_a_source(app, now):
    line, _errors = read_line(
        SUBJECTS["elected"],
        {
            "year": "2020",
            "body_fr": "Bureau exécutif",
            "body_en": "Executive",
            "term": "2020-2026",
            "members_women": "10",
            "members_men": "23",
            "source": "Assemblées",
            "dated": "2020-07-10",
        },
        dt.date(2024, 1, 1),
    )
    assert line is not None
    enter(SUBJECTS["elected"], [line], None, now)
    db.session.commit()
    db.session.rollback()
    try:
        downgrade(revision="d81b5e60a7f3")
        with db.engine.connect() as connection:
            [row] = connection.exec_driver_sql("SELECT * FROM body_members").mappings()
        assert (row["term"], row["women"], row["men"]) == ("2020-2026", 10, 23)
    finally:
        upgrade()
    [again] = lines_of(SUBJECTS["elected"])
    assert key_of(SUBJECTS["elected"], again) == key_of(SUBJECTS["elected"], line)
    assert again.measures == line.measures
    assert again.dated == dt.date(2020, 12, 31)


def test_agents_are_sealed_and_opened_again(app, now):
    agents = make_staff(6, 7, direction="Culture", date_recrut=dt.date(2020, 1, 2), grade="Attaché")
    agents = agents.with_columns(pl.Series("uid", [f"{n:032x}" for n in range(13)]))
    saved = save_import(prepare(agents, 2023, instance()), "a.csv", None, now, instance())
    db.session.commit()
    sealed = db.session.get_one(HrSnapshot, saved.id).sealed
    db.session.rollback()
    try:
        downgrade(revision="8d41f6b02c7e")
        with db.engine.connect() as connection:
            rows = connection.exec_driver_sql("SELECT * FROM agent_years").mappings().all()
        assert len(rows) == 13
        assert {row["directorate"] for row in rows} == {"Culture"}
    finally:
        upgrade()
    again = agents_of(saved, keys())
    assert again is not None
    assert completed(again).equals(agents)
    assert db.session.get_one(HrSnapshot, saved.id).sealed != sealed


def test_annexes_of_before_are_with_their_tenders(app, settings, now):
    version, _problems = versions.import_questionnaire(example("kinds"), now.date())
    campaign = campaigns.create_campaign(
        version, both("Annexe"), CampaignMode.NOMINATIVE, now.date(), Audience.LIST
    )
    persons = [Invitation(campaign_id=campaign.id, guest=name) for name in ("Une", "Deux")]
    db.session.add_all(persons)
    db.session.flush()
    answers = {"size": "11_49", "legal_name": "Une"}
    answered = NamedResponse(invitation_id=persons[0].id, answers=answers, received_on=now.date())
    db.session.add(answered)
    roadmap = make_roadmap(make_person("ambassador"))
    followed = make_indicator(roadmap)
    followed.computed_from = "procurement:clause:returned"
    campaign_id, invited = campaign.id, [own.id for own in persons]
    db.session.commit()
    db.session.rollback()
    try:
        downgrade(revision="a7e31d5c0b92")
        with db.engine.begin() as connection:
            connection.exec_driver_sql("UPDATE campaigns SET audience = 'guests'")
            connection.exec_driver_sql(
                "INSERT INTO tenders (id, number, title, launched_on, deadline, campaign_id) VALUES "
                "(7, '2024-7', '{\"fr\": \"Objet\", \"en\": \"\"}', '2024-01-08', '2024-02-09', "
                f'{campaign_id}), (8, \'2024-8\', \'{{"fr": "Sans", "en": ""}}\', \'2024-01-08\', '
                "'2024-02-09', NULL)"
            )
            for name, invitation in zip(("Une", "Deux"), invited, strict=True):
                connection.exec_driver_sql(
                    "INSERT INTO annexes (tender_id, bidder, invitation_id) VALUES "
                    f"(7, '{name}', {invitation})"
                )
    finally:
        upgrade()
    first, second = tenders.tenders()[::-1]
    assert (first.tender.number, first.begun, first.received) == ("2024-7", 2, 1)
    assert (second.tender.number, second.tender.has_annex) == ("2024-8", False)
    [sheet, _awaited] = [bidder.sheets[0] for bidder in first.tender.bidders]
    assert sheets.sent_answers(sheet, settings.secret_key) == answers
    assert db.session.get(Campaign, campaign_id) is None
    db.session.refresh(followed)
    assert followed.computed_from == "procurement:bids:returned"


def test_reports_of_before_are_versions_with_their_documents(app, now):
    try:
        downgrade(revision="c39d0f6a7e12")
        with db.engine.begin() as connection:
            for number, published in ((1, "2024-11-04 10:00:00"), (2, None)):
                connection.execute(
                    text(
                        "INSERT INTO report_versions (id, year, number, frozen_at, published_at, "
                        "html_fr, html_en, pdf_fr, printed_fr, printed_en) VALUES (:number, 2023, "
                        ":number, '2024-11-01 10:00:00', :published, 'un', 'one', :pdf, :yes, :no)"
                    ),
                    {
                        "number": number,
                        "published": published,
                        "pdf": b"%PDF",
                        "yes": True,
                        "no": False,
                    },
                )
            connection.execute(
                text(
                    "INSERT INTO chapter_texts (year, chapter, version, text, written_at) VALUES "
                    "(2023, 'careers', 1, :words, '2024-11-01 10:00:00')"
                ),
                {"words": '{"fr": "Un texte.", "en": "A text."}'},
            )
    finally:
        upgrade()
    report = choosing.report_of(2023, Layout.BUDGET)
    second, first = reports.versions(report)
    assert reports.published(report).id == first.id
    assert (first.step, second.step) == (Step.PUBLISHED, Step.DRAFT)
    assert reports.file_of(first, "fr", Kind.PDF).content == b"%PDF"
    assert reports.file_of(first, "en", Kind.PAGE).content == b"one"
    assert reports.file_of(first, "en", Kind.PDF) is None
    assert texts.texts(2023)[Chapter.PROMOTION].text.en == "A text."
    assert choosing.choices_of(2023, Layout.BUDGET).years == 3
    db.session.rollback()
    try:
        downgrade(revision="c39d0f6a7e12")
        with db.engine.connect() as connection:
            rows = connection.exec_driver_sql(
                "SELECT * FROM report_versions ORDER BY id"
            ).mappings()
            kept = [
                (row["number"], bytes(row["pdf_fr"]), row["published_at"] is None) for row in rows
            ]
        assert kept == [(1, b"%PDF", False), (2, b"%PDF", True)]
    finally:
        upgrade()


def test_november_reports_of_before_are_those_of_their_programmes(app, caplog):
    programme = make_roadmap().programme
    db.session.add(Report(year=2023, layout=Layout.BUDGET, choices={}))
    db.session.commit()
    own = {"title": programme.title.to_dict(), "progress": {}, "policies": {}}
    former = [
        {"code": programme.code, **own, "mark": 1},
        {"code": "gone", "title": {"fr": "Parti", "en": ""}},
    ]
    renamed = [{"code": "former-code", **own, "mark": 2}]
    programme_id = programme.id
    db.session.rollback()
    try:
        downgrade(revision="f1c84be2607d")
        with db.engine.begin() as connection:
            for number, figures in ((1, former), (2, renamed)):
                connection.execute(
                    text(
                        "INSERT INTO monitorings (id, year, number, as_of, frozen_at, figures) VALUES "
                        "(:number, 2023, :number, '2023-11-30', '2023-12-01 10:00:00', :figures)"
                    ),
                    {"number": number, "figures": json.dumps(figures)},
                )
            connection.execute(
                text("UPDATE reports SET choices = :chosen"),
                {"chosen": json.dumps({"monitoring": 2})},
            )
    finally:
        upgrade()
    first, second = monitoring.versions_of(programme_id)[::-1]
    assert [each.figures[0]["mark"] for each in (first, second)] == [1, 2]
    assert (second.as_of, second.number) == (dt.date(2023, 11, 30), 2)
    assert db.session.scalar(select(Report.choices)) == {"monitorings": [second.id]}
    assert "gone" in caplog.text
    db.session.rollback()
    try:
        downgrade(revision="f1c84be2607d")
        with db.engine.connect() as connection:
            kept = connection.exec_driver_sql(
                "SELECT figures FROM monitorings ORDER BY id"
            ).scalars()
            figures = [json.loads(each) if isinstance(each, str) else each for each in kept]
        assert figures == [former[:1], renamed]
    finally:
        upgrade()
