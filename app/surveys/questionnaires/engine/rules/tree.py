"""The syntax of rules: `${q} = 'yes' and not(selected(${m}, 'none'))`, as a tree.

Operators, functions and their names are those of XLSForm (https://xlsform.org/en/#expressions);
what a questionnaire of ours has no use for (media, places, the time of day) is left out.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from lark import Lark, Transformer
from lark.exceptions import LarkError, UnexpectedInput

MAX_LENGTH = 1000
MAX_DEPTH = 80

GRAMMAR = r"""
?start: either
?either: every | either "or" every
?every: comparison | every "and" comparison
?comparison: sum | sum COMPARATOR sum
?sum: product | sum SIGN product
?product: single | product FACTOR single
?single: atom | "-" single -> negative
?atom: "${" NAME "}" -> reference
     | "." -> itself
     | TEXT -> text
     | NUMBER -> number
     | FUNCTION "(" [either ("," either)*] ")" -> call
     | "(" either ")"
COMPARATOR: "!=" | "<=" | ">=" | "=" | "<" | ">"
SIGN: "+" | "-"
FACTOR: "*" | "div" | "mod"
FUNCTION.1: /[a-z]+(-[a-z]+)*(?=\s*\()/
NAME: /[a-z][a-z0-9_]*(\.[a-z0-9_]+)*/
TEXT: /'[^']*'/ | /"[^"]*"/
NUMBER: /\d+(\.\d+)?/
%ignore /\s+/
"""

Value: TypeAlias = str | float | list[str]


class RuleError(ValueError):
    """A rule that cannot be read; the message says where reading stopped."""


@dataclass(frozen=True)
class Reference:
    """The answer to a question; an empty code is the question that the rule belongs to (`.`)."""

    code: str


@dataclass(frozen=True)
class Constant:
    value: str | float


@dataclass(frozen=True)
class Operation:
    """A comparison, arithmetic or logical operator between two operands."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Call:
    function: str
    arguments: tuple[Node, ...]


Node: TypeAlias = Reference | Constant | Operation | Call


class _Builder(Transformer[Any, Any]):
    def reference(self, parts: list[Any]) -> Reference:
        return Reference(str(parts[0]))

    def itself(self, _parts: list[Any]) -> Reference:
        return Reference("")

    def text(self, parts: list[Any]) -> Constant:
        return Constant(str(parts[0])[1:-1])

    def number(self, parts: list[Any]) -> Constant:
        if math.isinf(value := float(parts[0])):
            raise RuleError("a number beyond all numbers")
        return Constant(value)

    def negative(self, parts: list[Any]) -> Node:
        if isinstance(parts[0], Constant) and isinstance(parts[0].value, float):
            return Constant(-parts[0].value)
        return Operation("-", Constant(0.0), parts[0])

    def call(self, parts: list[Any]) -> Call:
        return Call(str(parts[0]), tuple(part for part in parts[1:] if part is not None))

    def either(self, parts: list[Any]) -> Operation:
        return Operation("or", parts[0], parts[1])

    def every(self, parts: list[Any]) -> Operation:
        return Operation("and", parts[0], parts[1])

    def comparison(self, parts: list[Any]) -> Operation:
        return Operation(str(parts[1]), parts[0], parts[2])

    sum = product = comparison


_PARSER = Lark(GRAMMAR, parser="lalr", transformer=_Builder(), maybe_placeholders=True)


def parse(text: str, most: int = MAX_LENGTH, deepest: int = MAX_DEPTH) -> Node:
    """The tree of a rule of so many characters at most, and no deeper. Raises RuleError."""
    if len(text) > most:
        raise RuleError(f"a rule has {most} characters at most")
    try:
        tree: Node = _PARSER.parse(text)  # type: ignore[assignment]
    except UnexpectedInput as error:  # where reading stopped, which needs no words
        stop = len(text) if error.pos_in_stream is None else max(0, error.pos_in_stream)
        raise RuleError(f"{text[:stop]} ▸{text[stop:]}".strip()) from None
    except (LarkError, RecursionError):
        raise RuleError(text[:60]) from None
    if _depth(tree) > deepest:
        raise RuleError(f"{text[:60]!r}: nested too deeply")
    return tree


def _depth(tree: Node) -> int:
    """How deeply a tree is nested, found without recursion."""
    deepest, waiting = 0, [(tree, 1)]
    while waiting:
        node, depth = waiting.pop()
        deepest = max(deepest, depth)
        if isinstance(node, Operation):
            waiting += [(node.left, depth + 1), (node.right, depth + 1)]
        elif isinstance(node, Call):
            waiting += [(argument, depth + 1) for argument in node.arguments]
    return deepest


def nodes(tree: Node) -> Iterator[Node]:
    """A tree and everything in it."""
    yield tree
    match tree:
        case Operation(_, left, right):
            yield from nodes(left)
            yield from nodes(right)
        case Call(_, arguments):
            for argument in arguments:
                yield from nodes(argument)


def is_larger(tree: Node, most: int) -> bool:
    """Whether a tree has more parts than that; told soon, however large it is."""
    return next(itertools.islice(nodes(tree), most, None), None) is not None


def parts_of(tree: Node, sign: str) -> list[Node]:
    """What a chain of `and` or of `or` puts together."""
    if isinstance(tree, Operation) and tree.operator == sign:
        return parts_of(tree.left, sign) + parts_of(tree.right, sign)
    return [tree]
