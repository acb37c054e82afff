"""What is kept back is told by nothing that is published."""

from types import SimpleNamespace

import pytest

from app.statistics.disclosure import Reason
from app.surveys.results.service.publishing import _own_words, published_measures
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
