"""Measures of survey results, printed by `make bench` with the others.

Answers are drawn from a fixed seed; those of the campaign of a million people are put in columns
as the closing of a campaign does, and read back from the database.
"""

from __future__ import annotations

import datetime as dt
import re
import resource
import time
from collections.abc import Callable, Sequence
from typing import Any

import duckdb
import numpy as np
from flask import Flask
from flask.testing import FlaskClient

from app.demo.passwords import password_of
from app.extensions import begin_writing, db
from app.permissions import Role
from app.surveys.campaigns.core import Audience, CampaignMode, CampaignState
from app.surveys.campaigns.core.columns import REASONS, CodedAnswers
from app.surveys.campaigns.models import Campaign
from app.surveys.campaigns.service import campaigns
from app.surveys.campaigns.service.columns import store_columns, stored_columns
from app.surveys.questionnaires.service import versions
from app.surveys.questionnaires.service.versions import questionnaire_of
from app.surveys.results import exports
from app.surveys.results.core import Measure, People
from app.surveys.results.core.measuring import measure_question
from app.surveys.results.core.people import counts_by_group
from app.surveys.results.presenting import Presenter
from app.surveys.results.service import computing, publishing
from app.surveys.results.service.computing import computed_results, people_in
from app.web.settings import thresholds

Say = Callable[[str, float, str], None]
Median = Callable[[Callable[[], object], int], float]

STEPS = ("strongly_disagree", "disagree", "neutral", "agree", "strongly_agree")
MILLION, QUESTIONS = 1_000_000, 40


def _options(codes: Sequence[str]) -> list[dict[str, Any]]:
    return [{"code": code, "label": {"fr": code, "en": code}} for code in codes]


def _document(code: str, questions: int, attributes: dict[str, Sequence[str]]) -> dict[str, Any]:
    """Sections of ten questions: scales, one of them a single choice, one a multiple one."""
    label = {"fr": "Question", "en": "Question"}

    def question(number: int) -> dict[str, Any]:
        common = {"code": f"q{number}", "label": label}
        if number % 10 == 8:
            return {**common, "type": "single", "options": _options("abcd")}
        if number % 10 == 9:
            return {**common, "type": "multiple", "options": _options("abcde")}
        return {**common, "type": "scale", "scale": "agreement"}

    sections = [
        {
            "code": f"s{first}",
            "title": label,
            "questions": [question(n) for n in range(first, min(first + 10, questions))],
        }
        for first in range(0, questions, 10)
    ]
    profile = [
        {
            "code": name,
            "type": "single",
            "profile": name,
            "label": label,
            "missing": ["prefers_not_to_say"],
            "options": _options(values),
        }
        for name, values in attributes.items()
    ]
    sections.append({"code": "profile", "title": label, "questions": profile})
    return {
        "code": code,
        "title": label,
        "scales": {"agreement": _options(STEPS)},
        "sections": sections,
    }


def _campaign(document: dict[str, Any], crosses: list[str]) -> Campaign:
    version, problems = versions.publish_document(document, dt.date(2026, 1, 5))
    assert version is not None, problems[:3]
    campaign = campaigns.create_campaign(
        version,
        version.title,
        CampaignMode.ANONYMOUS,
        dt.date(2026, 2, 1),
        Audience.DIRECTORY,
        crosses=crosses,
    )
    campaign.closed_on, campaign.state = dt.date(2026, 2, 2), CampaignState.CLOSED
    return campaign


def _drawn(
    rng: np.random.Generator, labels: Sequence[str], size: int, shares: Sequence[float]
) -> CodedAnswers:
    """A column of these options, the last share being of those who do not know."""
    codes = rng.choice(len(shares), size, p=np.array(shares) / sum(shares)).astype(np.uint8)
    return CodedAnswers((*labels, *REASONS), codes)


def _columns(document: dict[str, Any], size: int) -> dict[str, CodedAnswers]:
    rng = np.random.default_rng(226)
    columns = {}
    for section in document["sections"]:
        for question in section["questions"]:
            code = question["code"]
            labels = [option["code"] for option in question.get("options", _options(STEPS))]
            shares = [12, 22, 28, 24, 14, 5] if len(labels) == 5 else [*[20] * len(labels), 3]
            if question["type"] == "multiple":
                for label in labels:
                    columns[f"{code}.{label}"] = _drawn(rng, ("yes", "no"), size, (40, 60))
            else:
                columns[code] = _drawn(rng, labels, size, shares)
    return columns


def _crossed_campaign(app: Flask) -> int:
    """226 answers to 74 questions, crossed by sex, category, territory, sex and territory."""
    with app.app_context():
        begin_writing()
        attributes = {"sex": ("woman", "man"), "category": "abc", "territory": ("urban", "rural")}
        document = _document("bench-226", 74, attributes)
        campaign = _campaign(document, ["sex", "category", "territory", "sex*territory"])
        campaign.population = [
            [[sex, category, territory], 387 // 12]
            for sex in attributes["sex"]
            for category in "abc"
            for territory in attributes["territory"]
        ]
        store_columns(campaign, _columns(document, 226))
        publishing.publish_results(campaign, dt.date(2026, 2, 3))
        db.session.commit()
        return campaign.id


def bench_results(app: Flask, say: Say, median_ms: Median) -> None:
    """Everything that readers and files ask of one large publication."""
    campaign_id = _crossed_campaign(app)

    def compute() -> list[object]:
        with app.test_request_context():
            campaign = db.session.get_one(Campaign, campaign_id)
            presented = Presenter(campaign, computed_results(campaign, thresholds()))
            return list(presented.shown())

    compute()
    say("results_226_s", median_ms(compute, 3) / 1000, "s")
    client: FlaskClient = app.test_client()
    with app.app_context():
        password = password_of(Role.MISSION)
    _sign_in(client, password)
    address = f"/surveys/{campaign_id}/results/q3"
    assert client.get(address).status_code == 200
    say("results_page_ms", median_ms(lambda: client.get(address), 30), "ms")
    with app.test_request_context():
        campaign = db.session.get_one(Campaign, campaign_id)
        results = computing.results_of(campaign, thresholds())
        variables = exports.variables([m for m in results.measures.values() if m.shown])

        def write() -> bytes:
            return exports.write_sav(
                results.questionnaire, results.people, variables, ("sex",), 11, "fr", campaign.title
            )

        say("sav_226_ms", median_ms(write, 10), "ms")


def _sign_in(client: FlaskClient, password: str) -> None:
    page = client.get("/sign-in").get_data(as_text=True)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    client.post(
        "/sign-in",
        data={"csrf_token": token.group(1), "email": "mission@demo.example", "password": password},
    )


def bench_million(app: Flask, say: Say) -> None:
    """A closed campaign of a million answers to 40 questions, by sex; and a quarter of it."""
    times = {}
    for size in (MILLION // 4, MILLION):
        with app.app_context():
            begin_writing()
            document = _document(f"bench-{size}", QUESTIONS, {"sex": ("woman", "man")})
            for section in document["sections"][:-1]:
                for question in section["questions"]:
                    question |= {"type": "scale", "scale": "agreement"}
                    question.pop("options", None)
            campaign = _campaign(document, ["sex"])
            columns = _columns(document, size)
            store_columns(campaign, columns)
            db.session.commit()
            times[size] = _million(campaign, columns, say if size == MILLION else None)
    say("million_growth", times[MILLION] / times[MILLION // 4] / 4, "x")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    say("million_mb", peak, "MB")


def _million(campaign: Campaign, columns: dict[str, CodedAnswers], say: Say | None) -> float:
    """Seconds to count every column by sex, read from the database."""
    one = _timed(lambda: _first_question(campaign))[0]
    every, results = _timed(lambda: computed_results(campaign, thresholds()))
    names = [measure.code for measure in results.questions]
    ours = min(_timed(lambda: _counted(campaign, results.people, names))[0] for _ in range(3))
    if say is not None:
        say("million_one_question_s", one, "s")
        say("million_all_s", every, "s")
        say("million_ratio", ours / _duckdb(columns, names), "x")
    return ours


def _timed(act: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    result = act()
    return time.perf_counter() - start, result


def _first_question(campaign: Campaign) -> Measure:
    columns = stored_columns(campaign.id)
    people, questionnaire = people_in(campaign, columns), questionnaire_of(campaign.version)
    question = questionnaire.questions[0]
    return measure_question(questionnaire, question, columns, people, thresholds(), [], b"")


def _counted(campaign: Campaign, people: People, names: Sequence[str]) -> list[object]:
    grouping, columns = people.groupings[("sex",)], stored_columns(campaign.id)
    return [counts_by_group(columns[name], grouping, columns[name].labels) for name in names]


def _duckdb(columns: dict[str, CodedAnswers], names: Sequence[str]) -> float:
    """The same counts by DuckDB, on a table in memory of the same small numbers."""
    connection = duckdb.connect()
    connection.execute(f"CREATE TABLE answers ({', '.join(f'{n} UTINYINT' for n in columns)})")
    arrays = {name: column.codes for name, column in columns.items()}
    connection.register("given", arrays)
    connection.execute(f"INSERT INTO answers SELECT {', '.join(columns)} FROM given")

    def count() -> None:
        for name in names:
            connection.execute(f"SELECT sex, {name}, count(*) FROM answers GROUP BY ALL").fetchall()

    return min(_timed(count)[0] for _ in range(3))
