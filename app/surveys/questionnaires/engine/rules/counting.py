"""Checks that count several answers together, such as a total of four boxes.

A blank box counts for nothing in a total: what is there is added. And a total is checked as soon as
anything of it is there, while a check of an answer alone waits for that answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.surveys.questionnaires.engine.rules.compiler import Rule, rule_of
from app.surveys.questionnaires.engine.rules.functions import FUNCTIONS
from app.surveys.questionnaires.engine.rules.tree import (
    Call,
    Constant,
    Node,
    Operation,
    Reference,
    parts_of,
)

_ADDING = ("+", "-")


def with_what_is_there(rule: Rule) -> Rule:
    """The same rule, in whose sums and differences a blank answer counts for nothing."""
    return rule_of(rule.source, _forgiving(rule.tree), rule.own)


def _forgiving(tree: Node) -> Node:
    match tree:
        case Operation(sign, left, right) if sign in _ADDING:
            return Operation(sign, _or_nothing(left), _or_nothing(right))
        case Operation(sign, left, right):
            return Operation(sign, _forgiving(left), _forgiving(right))
        case Call(function, arguments):
            return Call(function, tuple(_forgiving(each) for each in arguments))
    return tree


def _or_nothing(node: Node) -> Node:
    return Call("sum", (node,)) if isinstance(node, Reference) else _forgiving(node)


@dataclass(frozen=True)
class Part:
    """A part of a check that counts answers together, and the answers that it waits for: those
    that the count is compared with."""

    rule: Rule
    waits_for: frozenset[str]


def together(rule: Rule) -> tuple[Part, ...]:
    """The parts of a check that do not wait for its own answer."""
    parts = []
    for tree in parts_of(rule.tree, "and"):
        alone = {code or rule.own for code in _alone(tree)}
        if rule.own not in alone:
            parts.append(Part(rule_of(rule.source, tree, rule.own), frozenset(alone)))
    return tuple(parts)


def _alone(tree: Node) -> Iterator[str]:
    """The answers that stand there by themselves, counted with no others."""
    match tree:
        case Reference(code):
            yield code
        case Operation("=" | "!=", Reference(), Constant("")):
            pass
        case Operation(_, left, right):
            yield from _alone(left)
            yield from _alone(right)
        case Call(function, arguments):
            for each in arguments:
                if not (FUNCTIONS[function].many and isinstance(each, Reference)):
                    yield from _alone(each)
