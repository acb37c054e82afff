"""Every rule of a questionnaire, with its place and what it must give."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.surveys.questionnaire.model import Questionnaire
from app.surveys.questionnaire.question import Question, Shape
from app.surveys.questionnaire.rules import Rule
from app.surveys.questionnaire.rules.types import DATE, NUMBER, TEXT, Kind, Type


@dataclass(frozen=True)
class Placed:
    """A rule, where it is written, the kind of value it must give (None for any), and the position
    among the questions before which everything it refers to must come."""

    rule: Rule
    where: str
    wanted: Kind | None
    position: int


def rules_of(questionnaire: Questionnaire) -> Iterator[Placed]:
    position = 0
    for section in questionnaire.sections:
        if section.relevant is not None:
            yield Placed(section.relevant, f"{section.code}.relevant", Kind.BOOLEAN, position)
        for question in section.questions:
            yield from question_rules(question, position)
            position += 1
        for number, route in enumerate(section.routes, start=1):
            yield Placed(route.rule, f"{section.code}.routes[{number}]", Kind.BOOLEAN, position)


def question_rules(question: Question, position: int) -> Iterator[Placed]:
    code = question.code
    bound = Kind.DATE if question.kind.shape is Shape.DAY else Kind.NUMBER
    for rule, key, wanted in (
        (question.relevant, "relevant", Kind.BOOLEAN),
        (question.required_if, "required", Kind.BOOLEAN),
        (question.low, "min", bound),
        (question.high, "max", bound),
        (question.calculation, "calculation", None),
    ):
        if rule is not None:
            yield Placed(rule, f"{code}.{key}", wanted, position)
    for option in question.options:
        if option.relevant is not None:
            where = f"{code}.options.{option.code}.relevant"
            yield Placed(option.relevant, where, Kind.BOOLEAN, position)
    for number, check in enumerate(question.checks, start=1):
        yield Placed(check.rule, f"{code}.checks[{number}]", Kind.BOOLEAN, position)
    for number, variant in enumerate(question.variants, start=1):
        yield Placed(variant.rule, f"{code}.variants[{number}]", Kind.BOOLEAN, position)


def types_of(questionnaire: Questionnaire) -> dict[str, Type]:
    """What the answer to each question is."""
    found: dict[str, Type] = {}
    for question in questionnaire.questions:
        if question.kind.shape is not Shape.NOTHING:
            found[question.code] = type_of(question)
    return found


def type_of(question: Question) -> Type:
    codes = frozenset(option.code for option in question.choices)
    match question.kind.shape:
        case Shape.OPTION:
            return Type(Kind.CHOICE, codes)
        case Shape.OPTIONS | Shape.RANKING:
            return Type(Kind.CHOICES, codes)
        case Shape.NUMBER:
            return NUMBER
        case Shape.DAY:
            return DATE
        case Shape.CALCULATED if question.calculation is not None:
            return _calculated(question.calculation)
    return TEXT


_BOOLEAN_SIGNS = {"=", "!=", "<", "<=", ">", ">=", "and", "or"}
_BOOLEAN_CALLS = {"not", "true", "false", "selected", "contains"}


def _calculated(rule: Rule) -> Type:
    """The type of a calculated value, told from the outermost sign: a truth is yes or no."""
    tree = rule.tree
    name = getattr(tree, "operator", getattr(tree, "function", ""))
    if name in _BOOLEAN_SIGNS | _BOOLEAN_CALLS:
        return Type(Kind.CHOICE, frozenset({"yes", "no"}))
    if name == "if":
        value = tree.arguments[1]  # type: ignore[union-attr]
        return TEXT if isinstance(getattr(value, "value", 0.0), str) else NUMBER
    if name == "date":
        return DATE
    return NUMBER
