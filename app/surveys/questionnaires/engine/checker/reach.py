"""Questions that no answers lead to, options that nobody can be offered.

A rule is tried on every combination of the answers that can make a difference to it: the options of
the choices it looks at, the numbers and days beside those it compares with, and so on for the
questions on which those depend. Past `MOST` combinations, or when a rule computes with an answer,
nothing is said: silence is no proof.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator

from app.surveys.questionnaires.engine.checker.rules_of import question_rules, type_of
from app.surveys.questionnaires.engine.model import Questionnaire
from app.surveys.questionnaires.engine.path import stored
from app.surveys.questionnaires.engine.problems import Problem, ProblemCode
from app.surveys.questionnaires.engine.question import Question, Shape
from app.surveys.questionnaires.engine.rules import Rule, Value
from app.surveys.questionnaires.engine.rules.functions import Sort
from app.surveys.questionnaires.engine.rules.tree import Constant, Operation, Reference, nodes

MOST = 5_000
_MOST_OPTIONS = 8
COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")


def reach_problems(questionnaire: Questionnaire) -> list[Problem]:
    problems = []
    known: dict[str, bool] = {}  # the same rule is often repeated, option by option
    for section in questionnaire.sections:
        if section.relevant is not None and not _possible(questionnaire, section.relevant, known):
            if section.instance <= 1:
                problems.append(Problem(ProblemCode.UNREACHABLE, f"{section.code}.relevant"))
            continue
        for question in section.questions:
            problems += _of_question(questionnaire, question, known)
    return problems


def _of_question(
    questionnaire: Questionnaire, question: Question, known: dict[str, bool]
) -> list[Problem]:
    relevant = question.relevant
    if relevant is not None and not _possible(questionnaire, relevant, known):
        return [Problem(ProblemCode.UNREACHABLE, f"{question.code}.relevant")]
    return [
        Problem(ProblemCode.DEAD_OPTION, question.code, option.code)
        for option in question.options
        if option.relevant is not None and not _possible(questionnaire, option.relevant, known)
    ]


def _possible(questionnaire: Questionnaire, rule: Rule, known: dict[str, bool]) -> bool:
    own = rule.own if "." in rule.source else ""
    key = f"{own}|{rule.source}|{sorted(rule.references)}"
    if key not in known:
        known[key] = possible(questionnaire, rule)
    return known[key]


def possible(questionnaire: Questionnaire, rule: Rule) -> bool:
    """Whether some answers make the rule true; also when that cannot be told."""
    concerned = _concerned(questionnaire, rule)
    rules = [rule, *(placed.rule for q in concerned for placed in question_rules(q, 0))]
    asked = [question for question in concerned if question.asked]
    choices: list[list[Value | None]] = []
    combinations = 1
    for question in asked:
        candidates = _candidates(question, rules)
        combinations *= len(candidates)
        if not candidates or combinations > MOST:
            return True
        choices.append(candidates)
    return any(
        rule.holds(_given(concerned, dict(zip((q.code for q in asked), values, strict=True))))
        for values in itertools.product(*choices)
    )


def _concerned(questionnaire: Questionnaire, rule: Rule) -> list[Question]:
    """The questions that a rule depends on, and those that these depend on, in their order."""
    codes: set[str] = set()
    waiting = set(rule.references)
    while waiting:
        code = waiting.pop()
        question = questionnaire.by_code.get(code)
        if code in codes or question is None:
            continue
        codes.add(code)
        for needed in (question.relevant, question.calculation):
            waiting |= needed.references if needed else frozenset()
    return [question for question in questionnaire.questions if question.code in codes]


def _given(questions: list[Question], answers: dict[str, Value | None]) -> dict[str, Value]:
    """The answers that count when these are chosen."""
    given: dict[str, Value] = {}
    for question in questions:
        if question.relevant is not None and not question.relevant.holds(given):
            continue
        if question.calculation is not None:
            value = question.calculation.evaluate(given)
            if value is not None:
                given[question.code] = stored(value)
        elif (answer := answers.get(question.code)) is not None:
            given[question.code] = answer
    return given


def _candidates(question: Question, rules: list[Rule]) -> list[Value | None]:
    """All the answers to a question that the rules can tell apart; none when they are too many, or
    when a rule computes with the answer."""
    sort = type_of(question).sort
    missing: list[Value | None] = [reason.value for reason in question.missing]
    if sort is Sort.CHOICE:
        return [*(option.code for option in question.options), *missing, None]
    if sort is Sort.CHOICES:
        if len(question.options) > _MOST_OPTIONS or question.kind.shape is Shape.RANKING:
            return []
        return [*_subsets(question), *missing, None]
    constants: set[str | float] = set()
    for rule in rules:
        if question.code in rule.references | {rule.own}:
            compared = _compared(question.code, rule)
            if compared is None:
                return []
            constants |= compared
    if sort is Sort.NUMBER:
        return [*_numbers(question, constants), *missing, None]
    if sort is Sort.DATE:
        days = {c for c in constants if isinstance(c, str)} | {"1900-01-01", "2100-12-31"}
        return [*sorted(days), *missing, None]
    return [*sorted({str(c) for c in constants} | {"x"}), *missing, None]


def _subsets(question: Question) -> Iterator[list[str]]:
    codes = [option.code for option in question.options]
    most = question.max_choices or len(codes)
    for size in range(max(1, question.min_choices), most + 1):
        for chosen in itertools.combinations(codes, size):
            alone = any(o.exclusive for o in question.options if o.code in chosen)
            if not alone or size == 1:
                yield list(chosen)


def _numbers(question: Question, constants: set[str | float]) -> list[float]:
    low, high = question.bounds({})
    tried = {0.0, 1.0} | {v for v in (low, high) if isinstance(v, float)}
    for value in constants:
        if isinstance(value, float):
            tried |= {value - 1, value, value + 1}
    above = low if isinstance(low, float) else -math.inf
    below = high if isinstance(high, float) else math.inf
    return sorted(value for value in tried if above <= value <= below)


def _compared(code: str, rule: Rule) -> set[str | float] | None:
    """The constants that a rule compares a question with; None when it does anything else with the
    answer."""
    values: set[str | float] = set()
    met = 0
    for node in nodes(rule.tree):
        match node:
            case Operation(sign, Reference(name), Constant(value)) | Operation(
                sign, Constant(value), Reference(name)
            ) if (name or rule.own) == code and sign in COMPARISONS:
                values.add(value)
                met += 1
    mentions = [
        n for n in nodes(rule.tree) if isinstance(n, Reference) and (n.code or rule.own) == code
    ]
    return values if len(mentions) == met else None
