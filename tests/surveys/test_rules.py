"""Rules: what they give, of nothing too, and what their functions declare."""

import pytest

from app.surveys.questionnaires.engine.rules import RuleError, parse_rule
from app.surveys.questionnaires.engine.rules.functions import FUNCTIONS, Sort
from app.surveys.questionnaires.engine.rules.tree import Call, nodes
from app.surveys.questionnaires.formats.expressions import written as text_of

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
]


@pytest.mark.parametrize(("rule", "answers", "expected"), RULES)
def test_what_rules_give(rule, answers, expected):
    assert parse_rule(rule).holds(answers) is expected


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
