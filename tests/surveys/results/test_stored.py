"""What closing keeps: results that depend on tables alone, and read back as they were."""

import json
import random
from dataclasses import replace

import pytest
from sqlalchemy import select

from app.extensions import begin_writing, db
from app.jobs.service import enqueue, run_all
from app.statistics.disclosure import Reason, question_tables
from app.surveys.campaigns.core import CampaignState
from app.surveys.campaigns.models import Response, random_key
from app.surveys.results.core.storing import plain_results, read_results
from app.surveys.results.service import stored
from tests.surveys import factories
from tests.surveys.results.made import SEX, TERRITORY, question, questionnaire, results

CODES = ("q", "y", "m", "n")
MADE = questionnaire(
    question("q"),
    question("y", "yes_no"),
    question("m", "multiple", "x", "z"),
    question("n", "number"),
    profile=(SEX, TERRITORY),
)


def drawn(rng, size):
    steps = ("never", "rarely", "sometimes", "often", "always")
    return [
        {
            "sex": rng.choice(("woman", "man")),
            "territory": rng.choice(("urban", "rural")),
            "q": rng.choice(steps),
            "y": rng.choice(("yes", "no")),
            "m": rng.choice((["x"], ["z"], ["x", "z"])),
            "n": rng.randint(0, 40),
        }
        for _ in range(size)
    ]


def exchanged(rng, answers):
    """The same tables of other people: each answer goes to somebody of the same sex and territory."""
    found = [dict(row) for row in answers]
    for group in {(row["sex"], row["territory"]) for row in answers}:
        own = [row for row in found if (row["sex"], row["territory"]) == group]
        for code in CODES:
            values = [row[code] for row in own]
            rng.shuffle(values)
            for row, value in zip(own, values, strict=True):
                row[code] = value
    return found


def test_results_depend_on_declared_tables_alone():
    """Nothing that is kept changes when no table does: no two answers of one person are in it."""
    rng = random.Random(5)
    answers = drawn(rng, 160)
    crosses = ["sex", "territory", "sex*territory"]
    kept = plain_results(results(MADE, answers, crosses))
    assert plain_results(results(MADE, exchanged(rng, answers), crosses)) == kept


def test_results_come_back_as_they_were():
    measured = results(MADE, drawn(random.Random(6), 160), ["sex", "territory"])
    content = json.loads(json.dumps(plain_results(measured), allow_nan=False))
    read = read_results(MADE, content)
    assert (read.people, read.weighting) == (measured.people, measured.weighting)
    for code, measure in measured.measures.items():
        why = dict.fromkeys(measure.hidden, Reason.WITHHELD)
        assert read.measures[code] == replace(measure, hidden=why)


@pytest.mark.slow
def test_answers_kept_joined_before_are_counted_and_erased(app, settings, now):
    """As the migration leaves campaigns that were closed when answers were kept person by person."""
    campaign = factories.make_campaign(settings, factories.make_managers(40))
    campaign.state, campaign.closed_on = CampaignState.CLOSING, now.date()
    campaign.published_on, campaign.opened_ballots = now.date(), 40
    for number in range(40):
        answers = {"one": "ab"[number % 2], "sex": ("woman", "man")[number // 2 % 2]}
        db.session.add(Response(id=random_key(), campaign_id=campaign.id, answers=answers))
    enqueue("surveys.mix", slot="once more", now=now, campaign_id=campaign.id)
    db.session.commit()
    run_all()
    begin_writing()
    db.session.refresh(campaign)
    assert campaign.state is CampaignState.PUBLISHED
    assert db.session.scalar(select(Response.id)) is None
    assert stored.results_of(campaign).measures["one"].figures((), ()) == (20, 20)


@pytest.mark.slow
def test_a_solver_that_stops_early_says_so_in_the_log(app, settings, monkeypatch, caplog, now):
    """With fewer nodes the cells withheld are safe, but perhaps not the fewest."""
    campaign = factories.make_campaign(settings, factories.make_managers(60), crosses=["sex"])
    factories.answer_all(campaign, 60, one=("a", "a", "b"))
    real = question_tables.least_withheld

    def hurried(*arguments):
        return replace(real(*arguments), cost=2.0, bound=1.0)

    monkeypatch.setattr(question_tables, "least_withheld", hurried)
    factories.close_and_mix(campaign, now)
    assert f"{campaign.code}: " in caplog.text
    assert "withhold more than might be needed" in caplog.text
