"""Rules at random: they never raise, they come back from a file, and ODK reads them as we do."""

import random

import pytest

from app.surveys.questionnaires.engine import follow, read_questionnaire
from app.surveys.questionnaires.engine.rules import parse_rule
from app.surveys.questionnaires.formats import CellTooLong, read_xlsform, write_xlsform
from tests.surveys import javarosa
from tests.surveys.files import asked
from tests.surveys.random_rules import Rules, answers, document

#: As many as one questionnaire may have.
PAGE = 480


def drawn(seed: int, count: int = PAGE) -> tuple[random.Random, dict]:
    rng = random.Random(seed)
    draw = Rules(rng)
    return rng, document([draw.rule() for _ in range(count)])


def calculated(questionnaire, given) -> dict:
    values = follow(questionnaire, given).given
    return {code: value for code, value in values.items() if code.startswith("r")}


def check_none_raises(seed: int) -> None:
    rng, made = drawn(seed)
    questionnaire, problems = read_questionnaire(made)
    assert problems == []
    for _ in range(4):
        values = calculated(questionnaire, answers(rng, huge=True))
        assert len(values) == PAGE  # a truth is told, whatever is answered
        assert set(values.values()) == {"yes", "no"}


def check_coming_back(seed: int, count: int) -> None:
    rng, made = drawn(seed, count)
    imported = read_xlsform(write_xlsform(made))
    assert imported.losses == []
    before, _ = read_questionnaire(made)
    after, problems = read_questionnaire(imported.document)
    assert problems == []
    for _ in range(4):
        given = answers(rng)
        assert calculated(after, given) == calculated(before, given)


def check_as_odk_reads(seed: int, count: int) -> None:
    rng, made = drawn(seed, count)
    questionnaire, _ = read_questionnaire(made)
    form = javarosa.xform_of(write_xlsform(made))
    for _ in range(4):
        given = answers(rng)
        values = javarosa.filled(form, javarosa.in_its_words(questionnaire, given))
        theirs = {code: value for code, value in values.items() if code.startswith("r")}
        assert theirs == calculated(questionnaire, given)


def test_no_rule_raises():
    check_none_raises(0)


def test_rules_come_back_from_a_form():
    check_coming_back(0, 120)


@pytest.mark.slow
@pytest.mark.once
def test_odk_reads_rules_as_we_do():
    check_as_odk_reads(0, 120)


@pytest.mark.audit
@pytest.mark.parametrize("seed", range(1, 43))  # 20,160 rules
def test_twenty_thousand_rules(seed):
    check_none_raises(seed)
    check_coming_back(seed, PAGE)
    check_as_odk_reads(seed, PAGE)


def test_a_rule_about_answers_of_any_sort_gives_something_or_nothing():
    for rule in ("${q} mod ${q}", "round(${q}, ${q})", "int(${q})", "${q} = ${q}", "max(${q})"):
        for value in ("x", "~dont_know", 0.0, -0.0, 1e308, ["a"], "2024-02-29"):
            parse_rule(rule).evaluate({"q": value})


def test_a_rule_that_grows_beyond_a_cell_is_refused_at_once():
    rule = "${n1}"
    for _ in range(20):
        rule = f"if({rule} + 1 = 2, 1, 0)"
    with pytest.raises(CellTooLong):
        write_xlsform(document([f"{rule} = 1"]))


def test_a_sum_of_many_answers_comes_back():
    many = ", ".join(["${n1}", "${n2}"] * 45)
    rules = [f"sum({many}) > 3", f"count({many}) = 90"]
    imported = read_xlsform(write_xlsform(document(rules)))
    assert imported.losses == []
    assert [q["calculation"] for q in asked(imported.document)[-2:]] == rules
