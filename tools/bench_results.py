"""Measures of survey results, printed by `make bench` with the others.

Answers are drawn from a fixed seed, in the columns that the closing of a campaign makes of them.
"""

from __future__ import annotations

import datetime as dt
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
from app.surveys.questionnaires.service import versions
from app.surveys.questionnaires.service.versions import questionnaire_of
from app.surveys.results import exports
from app.surveys.results.core import MeasureKind, respondents_of
from app.surveys.results.core.people import counts_by_group
from app.surveys.results.core.storing import read_results
from app.surveys.results.models import StoredResults
from app.surveys.results.presenting import Presenter
from app.surveys.results.service import closing, publishing, stored
from app.web.settings import thresholds
from tools.browsing import PageReader

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


def _crossed_campaign(app: Flask, say: Say) -> int:
    """226 answers to 74 questions, crossed by sex, category, territory, sex and territory."""
    with app.app_context():
        attributes = {"sex": ("woman", "man"), "category": "abc", "territory": ("urban", "rural")}
        document = _document("bench-226", 74, attributes)
        begin_writing()
        campaign = _campaign(document, ["sex", "category", "territory", "sex*territory"])
        campaign.population = [
            [[sex, category, territory], 387 // 12]
            for sex in attributes["sex"]
            for category in "abc"
            for territory in attributes["territory"]
        ]
        columns = _columns(document, 226)
        seconds, results = _timed(
            lambda: closing.measured_columns(campaign, columns, 226, thresholds())
        )
        say("gate_74_s", seconds, "s")
        closing.keep_results(campaign, results, [])
        publishing.publish_results(campaign, dt.date(2026, 2, 3))
        db.session.commit()
        return campaign.id


def bench_results(app: Flask, say: Say, median_ms: Median) -> None:
    """Everything that readers and files ask of one large publication."""
    campaign_id = _crossed_campaign(app, say)

    def present() -> list[object]:
        with app.test_request_context():
            campaign = db.session.get_one(Campaign, campaign_id)
            content = db.session.get_one(StoredResults, campaign_id).content
            results = read_results(questionnaire_of(campaign.version), content)
            return list(Presenter(campaign, results).shown())

    present()
    say("results_226_s", median_ms(present, 3) / 1000, "s")
    client: FlaskClient = app.test_client()
    with app.app_context():
        password = password_of(Role.MISSION)
    _sign_in(client, password)
    address = f"/surveys/{campaign_id}/results/q3"
    assert client.get(address).status_code == 200
    say("results_page_ms", median_ms(lambda: client.get(address), 30), "ms")
    with app.test_request_context():
        campaign = db.session.get_one(Campaign, campaign_id)
        results = stored.results_of(campaign)
        variables = exports.variables([m for m in results.measures.values() if m.shown])

        def write() -> bytes:
            return exports.write_sav(
                results.questionnaire, results.people, variables, ("sex",), 11, "fr", campaign.title
            )

        say("sav_226_ms", median_ms(write, 10), "ms")


def bench_scores(app: Flask, say: Say) -> None:
    """Of the four dimensions of the youth survey by three crosses, how many are shown."""
    with app.app_context():
        campaign = campaigns.campaign_by_code("jeunes-2026")
        assert campaign is not None
        results = stored.results_of(campaign)
        crosses = [cross for cross in results.people.sizes if cross]
        scores = [m for m in results.measures.values() if m.kind is MeasureKind.DIMENSION]
        shown = sum(cross in measure.summaries for measure in scores for cross in crosses)
    say("score_crosses", shown, f"of {len(scores) * len(crosses)}")


def _sign_in(client: FlaskClient, password: str) -> None:
    [form] = PageReader(client.get("/sign-in").get_data(as_text=True)).forms
    sent = {**dict(form.hidden), "email": "mission@demo.example", "password": password}
    assert client.post("/sign-in", data=sent).status_code == 303


def bench_million(app: Flask, say: Say) -> None:
    """A million answers to 40 questions, by sex, counted in memory; and a quarter of them."""
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
            times[size] = _million(campaign, columns, size, say if size == MILLION else None)
            db.session.rollback()
    say("million_growth", times[MILLION] / times[MILLION // 4] / 4, "x")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    say("million_mb", peak, "MB")


def _million(
    campaign: Campaign, columns: dict[str, CodedAnswers], size: int, say: Say | None
) -> float:
    """Seconds to count every column by sex."""
    measure = lambda: closing.measured_columns(campaign, columns, size, thresholds())  # noqa: E731
    every, results = _timed(measure)
    names = [measure.code for measure in results.questions]
    [_, sex] = respondents_of(
        results.questionnaire, columns, size, ["sex"], [], 11
    ).groupings.values()
    count = lambda: [counts_by_group(columns[n], sex, columns[n].labels) for n in names]  # noqa: E731
    one = _timed(lambda: counts_by_group(columns["q0"], sex, columns["q0"].labels))[0]
    ours = min(_timed(count)[0] for _ in range(3))
    if say is not None:
        say("million_one_question_s", one, "s")
        say("million_all_s", every, "s")
        say("million_ratio", ours / _duckdb(columns, names), "x")
    return ours


def _timed(act: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    result = act()
    return time.perf_counter() - start, result


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
