"""What is kept back is told by nothing that is published."""

from types import SimpleNamespace

import pytest

from app.jobs.service import run_all
from app.statistics.disclosure import Reason
from app.surveys.results.service.publishing import _own_words, published_measures
from tests.people import make_person, sign_in
from tests.surveys import factories
from tests.surveys.results.made import SEXES, answered, question, questionnaire, results

PEOPLE = [(("woman",), 100), (("man",), 160)]
ITEMS = {"often": 30, "never": 30}


def measured():
    """Three scales of one dimension, by sex."""
    dimension = {"code": "d", "label": {"fr": "d", "en": "d"}, "items": ["a", "b", "c"]}
    made = questionnaire(
        *(question(code) for code in "abc"),
        dimensions=[{**dimension, "high": {"fr": "plus", "en": "more"}}],
    )
    answers = dict.fromkeys("abc", ITEMS)
    return results(made, answered(woman=answers, man=answers), population=PEOPLE)


def published(*left_out):
    chosen = SimpleNamespace(left_out=list(left_out))
    return {measure.code: measure for measure in published_measures(chosen, measured())}


def test_a_cross_kept_back_takes_the_weighted_shares_with_it():
    """With the plain shares, two equations would give back the counts of each sex."""
    assert published()["a"].calibrated
    kept = published("a/sex")["a"]
    assert kept.calibrated == {}
    assert SEXES not in kept.counts
    assert kept.hidden[SEXES] is Reason.KEPT_BACK


@pytest.mark.parametrize("item", ["a", "b", "c"])
def test_a_question_kept_back_takes_its_dimension_with_it(item):
    """The mean of the dimension less the others would be its own."""
    codes = set(published())
    [dimension] = codes - {"a", "b", "c"}
    assert set(published(item)) == codes - {item, dimension}


def test_the_next_version_keeps_the_words_of_the_mission_alone():
    """Proposed words are frozen with a version, and proposed again for the next one."""
    last = SimpleNamespace(
        own_words=["a/"], sentences={"a/": {"fr": "x"}, "a/~battery": {"fr": "y"}}
    )
    assert _own_words(last) == {"a/": {"fr": "x"}}
    before = SimpleNamespace(own_words=None, sentences=last.sentences)
    assert _own_words(before) == last.sentences


@pytest.mark.slow
def test_readers_open_the_latest_document_alone(app, settings, now):
    """An earlier version may hold a question that is kept back since."""
    campaign = factories.make_campaign(settings, factories.make_managers(40))
    factories.answer_all(campaign, 40, one=("a", "a", "b"))
    factories.close_and_mix(campaign, now)
    mission = sign_in(app, make_person("mission"))
    reader = sign_in(app, make_person("manager"))
    prepare = f"/surveys/{campaign.id}/results/prepare"
    corrected = {"correction_fr": "Une question de moins.", "correction_en": "One question less."}
    for sent in ({}, corrected):
        mission.post(prepare, {"go": "publish", "listed": ["one"], "chosen": ["one"], **sent})
    run_all()
    for number, found in ((1, 404), (2, 200)):
        reader.get(f"/surveys/{campaign.id}/results/{number}/fr.pdf", found)
        mission.get(f"/surveys/{campaign.id}/results/{number}/fr.pdf")
