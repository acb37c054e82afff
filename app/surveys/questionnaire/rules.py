"""Rules in the expression syntax of XLSForm: `${q} = 'yes' and not(selected(${m}, 'none'))`.

An unanswered question is the empty text, as in XLSForm: `${q} = ''` holds, `${q} != 'x'` holds,
and no comparison of order does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from lark import Lark, Transformer
from lark.exceptions import LarkError

GRAMMAR = r"""
?start: either
?either: every ("or" every)*
?every: single ("and" single)*
?single: "not" "(" either ")" -> negation
       | "selected" "(" reference "," TEXT ")" -> chosen
       | value OPERATOR value -> comparison
       | "(" either ")"
?value: reference | TEXT -> text | NUMBER -> number
reference: "${" NAME "}"
OPERATOR: "!=" | "<=" | ">=" | "=" | "<" | ">"
NAME: /[a-z][a-z0-9_]*/
TEXT: /'[^']*'/
NUMBER: /-?\d+(\.\d+)?/
%ignore /\s+/
"""


@dataclass(frozen=True)
class Reference:
    code: str


@dataclass(frozen=True)
class Constant:
    value: str | float


Operand: TypeAlias = Reference | Constant


@dataclass(frozen=True)
class Comparison:
    left: Operand
    operator: str
    right: Operand


@dataclass(frozen=True)
class Chosen:
    question: Reference
    option: str


@dataclass(frozen=True)
class Every:
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class Either:
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class Negation:
    rule: Rule


Rule: TypeAlias = Comparison | Chosen | Every | Either | Negation
Value: TypeAlias = str | float | list[str]


class RuleError(ValueError):
    """A rule that cannot be read."""


class _Builder(Transformer[Any, Any]):
    def reference(self, parts: list[Any]) -> Reference:
        return Reference(str(parts[0]))

    def text(self, parts: list[Any]) -> Constant:
        return Constant(str(parts[0])[1:-1])

    def number(self, parts: list[Any]) -> Constant:
        return Constant(float(parts[0]))

    def comparison(self, parts: list[Any]) -> Comparison:
        return Comparison(parts[0], str(parts[1]), parts[2])

    def chosen(self, parts: list[Any]) -> Chosen:
        return Chosen(parts[0], str(parts[1])[1:-1])

    def negation(self, parts: list[Any]) -> Negation:
        return Negation(parts[0])

    def every(self, parts: list[Any]) -> Every:
        return Every(tuple(parts))

    def either(self, parts: list[Any]) -> Either:
        return Either(tuple(parts))


_PARSER = Lark(GRAMMAR, parser="lalr", transformer=_Builder())


def parse_rule(text: str) -> Rule:
    """The tree of a rule. Raises RuleError with the place where reading stopped."""
    try:
        return _PARSER.parse(text)  # type: ignore[return-value]
    except LarkError as error:
        raise RuleError(f"{text!r}: {str(error).splitlines()[0]}") from None


_ORDER: dict[str, Callable[[float, float], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def holds(rule: Rule, answers: Mapping[str, Value]) -> bool:
    """Whether the rule is true of these answers."""
    match rule:
        case Comparison(left, operator, right):
            return _compare(_value(left, answers), operator, _value(right, answers))
        case Chosen(question, option):
            value = answers.get(question.code, "")
            return option in value if isinstance(value, list) else option == value
        case Every(rules):
            return all(holds(each, answers) for each in rules)
        case Either(rules):
            return any(holds(each, answers) for each in rules)
        case Negation(inner):
            return not holds(inner, answers)


def _value(operand: Operand, answers: Mapping[str, Value]) -> Value:
    return answers.get(operand.code, "") if isinstance(operand, Reference) else operand.value


def _compare(left: Value, operator: str, right: Value) -> bool:
    if operator in ("=", "!="):
        return (left == right) == (operator == "=")
    if isinstance(left, float) and isinstance(right, float):
        return _ORDER[operator](left, right)
    return False


def references(rule: Rule) -> set[str]:
    """Codes of the questions that a rule looks at."""
    match rule:
        case Comparison(left, _, right):
            return {side.code for side in (left, right) if isinstance(side, Reference)}
        case Chosen(question, _):
            return {question.code}
        case Every(rules) | Either(rules):
            return set().union(*(references(each) for each in rules))
        case Negation(inner):
            return references(inner)
