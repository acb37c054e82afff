"""Rules: what they give, of nothing too, and what their functions declare."""

import re
from pathlib import Path

import pytest

from app.surveys.questionnaires.engine.rule_words import rule_words
from app.surveys.questionnaires.engine.rules import RuleError, parse_rule
from app.surveys.questionnaires.engine.rules.functions import FUNCTIONS, Sort
from app.surveys.questionnaires.engine.rules.tree import Call, nodes
from app.surveys.questionnaires.formats.expressions import written as text_of
from tests.surveys.examples import TEXT, asked

RULES = [
    ("${b} + 1 = ''", {}, True),
    ("sum(${b}, ${c}) = 0", {}, True),
    ("sum(${b}, ${c}) = 5", {"b": 5.0, "c": "~dont_know"}, True),
    ("${b} < 3", {"b": "~dont_know"}, False),
    ("${b} = '~dont_know'", {"b": "~dont_know"}, True),
    ("count(${b}, ${c}) = 1", {"b": 5.0, "c": "~dont_know"}, True),
    ("coalesce(${b}, 7) = 7", {}, True),
    ("if(${b} > 3, 1, 2) = 2", {}, True),
    ("${b} div 0 = ''", {"b": 5.0}, True),
    ("${b} mod 3 = 2", {"b": 5.0}, True),
    ("2 + 3 * 4 = 14", {}, True),
    ("-${b} = -5", {"b": 5.0}, True),
    ("min(${b}, 2) = 2 and max(${b}, 2) = 5", {"b": 5.0}, True),
    ("${d} >= '2024-02-01'", {"d": "2024-03-01"}, True),
    ("${d} >= date('2024-04-01')", {"d": "2024-03-01"}, False),
    ("string-length(${t}) > 2 and contains(${t}, 'bc')", {"t": "abc"}, True),
    ("count-selected(${m}) = 2", {"m": ["a", "b"]}, True),
    ("round(2.346, 2) = 2.35 and int(2.9) = 2", {}, True),
    ("true() and not(false())", {}, True),
    ("selected(${m}, 'b') and not(selected(${m}, 'c'))", {"m": ["a", "b"]}, True),
    # a remainder of a division by zero is nothing, as the quotient is
    ("${b} mod 0 = ''", {"b": 5.0}, True),
    ("-5 mod 3 = -2 and 5 mod -3 = 2", {}, True),
    ("${b} mod 7 = 1", {"b": 1e300}, True),
    # halves go up
    ("round(2.5) = 3 and round(-2.5) = -2 and round(0.125, 2) = 0.13", {}, True),
    ("round(2.675, 2) = 2.68 and round(1250, -2) = 1300", {}, True),
    ("round(${b}, ${c}) = ${b}", {"b": 1e300, "c": 1e300}, True),
    ("int(-2.9) = -2 and int(1 div 3 * 3) = 1", {}, True),
    # numbers are those that people wrote
    ("0.1 + 0.2 = 0.3 and 1 div 3 * 3 = 1", {}, True),
    ("0.1 + 0.2 <= 0.3 and not(0.1 + 0.2 > 0.3) and not(0.1 * 3 < 0.3)", {}, True),
    ("${b} - 1000000 = 0.1 and sum(${b}, 0.2) = 1000000.3", {"b": 1000000.1}, True),
    ("${b} * ${b} = ''", {"b": 1e300}, True),
    # texts are compared without regard to case
    ("${t} = 'PARIS' and contains(${t}, 'aRI')", {"t": "Paris"}, True),
    ("${t} != 'paris'", {"t": "PARIS"}, False),
    # a month is its first day
    (
        "${d} = '2024-03-01' and ${d} >= '2024-03-01' and ${d} < '2024-03-02'",
        {"d": "2024-03"},
        True,
    ),
    ("${d} > '0001-01-01' and ${d} < '9999-12-31'", {"d": "2024-03-01"}, True),
]


@pytest.mark.parametrize(("rule", "answers", "expected"), RULES)
def test_what_rules_give(rule, answers, expected):
    assert parse_rule(rule).holds(answers) is expected


def test_what_is_beyond_all_numbers_is_nothing():
    for text in ("sum(${b}, ${b})", "${b} + ${b}", "${b} * ${b}", "${b} div 1000 div 0"):
        assert parse_rule(text).evaluate({"b": 1.7e308}) is None


def calls():
    """Every call of a function in the cases above, with the answers of its case."""
    for text, answers, _expected in RULES:
        for node in nodes(parse_rule(text).tree):
            if isinstance(node, Call):
                yield node, answers


GIVEN = {
    Sort.TEXT: str,
    Sort.NUMBER: float,
    Sort.BOOLEAN: bool,
    Sort.DATE: str,
    Sort.CHOICE: str,
    Sort.CHOICES: list,
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_each_function_has_its_cases_and_gives_what_it_declares(name):
    found = [(call, answers) for call, answers in calls() if call.function == name]
    assert found, f"no case of {name}() in RULES"
    for call, answers in found:
        value = parse_rule(text_of(call)).evaluate(answers)
        if FUNCTIONS[name].gives is not None:
            assert type(value) is GIVEN[FUNCTIONS[name].gives]
        else:
            assert value in [parse_rule(text_of(each)).evaluate(answers) for each in call.arguments]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_each_function_takes_as_many_arguments_as_it_says(name):
    function = FUNCTIONS[name]
    for count in {function.least, min(function.most, function.least + 2)}:
        arguments = ["${q}"] * count
        parse_rule(f"{name}({', '.join(arguments)})").evaluate({})
        for words in (function.words.fr, function.words.en):
            said = words.format(*arguments[: function.least], all=" ".join(arguments))
            assert said
            assert "${q}" in said or not count
    for count in {function.least - 1, function.most + 1} - {-1}:
        with pytest.raises(RuleError):
            parse_rule(f"{name}({', '.join(['${q}'] * count)})")


GUIDE = (Path(__file__).parents[2] / "docs" / "guides" / "rules.md").read_text(encoding="utf-8")
LINES = re.findall(r"^\| `(.+)` \| (.+) \| (yes|no) \|$", GUIDE, re.MULTILINE)


def answers_in_words(words: str) -> dict:
    """« a: 5, m: bike car » as answers."""
    answers = {}
    for part in words.split(", ") if words != "nothing" else ():
        code, _, value = part.partition(": ")
        number = re.fullmatch(r"[0-9.]+", value)
        answers[code] = float(value) if number else value.split() if " " in value else value
    return answers


@pytest.mark.parametrize(("rule", "words", "holds"), LINES)
def test_the_guide_says_what_rules_give(rule, words, holds):
    assert parse_rule(rule).holds(answers_in_words(words)) is (holds == "yes")


def test_the_guide_has_a_line_for_each_function_that_counts():
    assert len(LINES) > 30
    assert {"sum", "count", "min", "coalesce", "round", "int", "contains"} <= set(
        re.findall(r"([a-z-]+)\(", " ".join(rule for rule, _words, _holds in LINES))
    )


def test_a_long_rule_is_worded_as_soon_as_a_short_one():
    """Each side of « and » is worded once: a rule of sixty terms takes no longer than it is."""
    made = asked({"code": "q1", "type": "yes_no", "label": TEXT})
    rule = parse_rule(" and ".join(["${q1} = 'yes'"] * 55))
    words = rule_words(rule, made, codes=False)
    assert words.fr.count("est") == 55


def test_rules_in_words_have_no_codes():
    made = asked(
        {"code": "q1", "type": "yes_no", "label": {"fr": "Équipe ?", "en": "Team?"}},
        {"code": "n", "type": "number", "label": {"fr": "Combien", "en": "How many"}},
    )
    rule = parse_rule("${q1} = 'yes' and (${n} > 2.5 or ${gone} != '')")
    assert rule_words(rule, made, codes=False).fr.replace("\xa0", " ") == (
        "« Équipe ? » est « Oui » et (« Combien » est supérieur à 2,5 ou "
        "une question qui n’est pas là a une réponse)"
    )
