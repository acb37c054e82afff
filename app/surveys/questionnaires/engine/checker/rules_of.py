"""Every rule of a questionnaire, with its place and what it must give."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.surveys.questionnaires.engine.model import Questionnaire
from app.surveys.questionnaires.engine.question import Question, Shape
from app.surveys.questionnaires.engine.rules import Rule
from app.surveys.questionnaires.engine.rules.functions import FUNCTIONS, Sort
from app.surveys.questionnaires.engine.rules.tree import Call, Operation
from app.surveys.questionnaires.engine.rules.types import DATE, NUMBER, TEXT, Type


@dataclass(frozen=True)
class Placed:
    """A rule, where it is written, the kind of value it must give (None for any), and the position
    among the questions before which everything it refers to must come."""

    rule: Rule
    where: str
    wanted: Sort | None
    position: int


def rules_of(questionnaire: Questionnaire) -> Iterator[Placed]:
    position = 0
    for section in questionnaire.sections:
        if section.relevant is not None:
            yield Placed(section.relevant, f"{section.code}.relevant", Sort.BOOLEAN, position)
        for question in section.questions:
            yield from question_rules(question, position)
            position += 1
        for number, route in enumerate(section.routes, start=1):
            yield Placed(route.rule, f"{section.code}.routes[{number}]", Sort.BOOLEAN, position)


def question_rules(question: Question, position: int) -> Iterator[Placed]:
    code = question.code
    bound = Sort.DATE if question.kind.shape is Shape.DAY else Sort.NUMBER
    for rule, key, wanted in (
        (question.relevant, "relevant", Sort.BOOLEAN),
        (question.required_if, "required", Sort.BOOLEAN),
        (question.low, "min", bound),
        (question.high, "max", bound),
        (question.calculation, "calculation", None),
    ):
        if rule is not None:
            yield Placed(rule, f"{code}.{key}", wanted, position)
    for option in question.options:
        if option.relevant is not None:
            where = f"{code}.options.{option.code}.relevant"
            yield Placed(option.relevant, where, Sort.BOOLEAN, position)
    for number, check in enumerate(question.checks, start=1):
        yield Placed(check.rule, f"{code}.checks[{number}]", Sort.BOOLEAN, position)
    for number, variant in enumerate(question.variants, start=1):
        yield Placed(variant.rule, f"{code}.variants[{number}]", Sort.BOOLEAN, position)


def types_of(questionnaire: Questionnaire) -> dict[str, Type]:
    """The type of the answer to each question."""
    types: dict[str, Type] = {}
    for question in questionnaire.questions:
        if question.kind.shape is not Shape.NOTHING:
            types[question.code] = type_of(question)
    return types


def type_of(question: Question) -> Type:
    codes = frozenset(option.code for option in question.choices)
    match question.kind.shape:
        case Shape.OPTION:
            return Type(Sort.CHOICE, codes)
        case Shape.OPTIONS | Shape.RANKING:
            return Type(Sort.CHOICES, codes)
        case Shape.NUMBER:
            return NUMBER
        case Shape.DAY:
            return DATE
        case Shape.CALCULATED if question.calculation is not None:
            return _calculated(question.calculation)
    return TEXT


_BOOLEAN_SIGNS = {"=", "!=", "<", "<=", ">", ">=", "and", "or"}
_TRUTH = Type(Sort.CHOICE, frozenset({"yes", "no"}))


def _calculated(rule: Rule) -> Type:
    """The type of a calculated value, from its outermost operator: a truth is yes or no."""
    match rule.tree:
        case Operation(sign) if sign in _BOOLEAN_SIGNS:
            return _TRUTH
        case Call("if", (_, value, *_)):
            return TEXT if isinstance(getattr(value, "value", 0.0), str) else NUMBER
        case Call(name) if FUNCTIONS[name].gives is Sort.BOOLEAN:
            return _TRUTH
        case Call(name) if FUNCTIONS[name].gives is Sort.DATE:
            return DATE
    return NUMBER
