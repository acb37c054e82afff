"""Checks that look at several answers, of which some may not be there.

A check waits for the answers that it compares. One that counts several together, such as a total of
four boxes, is made with what is there: a blank box counts for nothing, and the check is made as soon
as anything of it is there, its own box blank or not.
"""

from __future__ import annotations

from collections.abc import Iterator

from app.surveys.questionnaires.engine.rules.compiler import Rule, rule_of
from app.surveys.questionnaires.engine.rules.functions import FUNCTIONS
from app.surveys.questionnaires.engine.rules.tree import (
    Call,
    Constant,
    Node,
    Operation,
    Reference,
    nodes,
    parts_of,
)
from app.surveys.questionnaires.engine.rules.values import ORDERS

_ZERO = Constant(0.0)


def with_what_is_there(rule: Rule) -> Rule:
    """The same rule, in whose sums a blank answer counts for nothing, and whose comparisons hold
    while an answer that they compare is not there, its own left out."""
    return rule_of(rule.source, _lenient(rule.tree, rule.own, True), rule.own)


def together(rule: Rule) -> Rule | None:
    """The parts of a check that do not wait for its own answer: they count it with others, or are
    about several others. None when there are none."""
    parts = []
    for part in parts_of(rule.tree, "and"):
        codes = {node.code or rule.own for node in nodes(part) if isinstance(node, Reference)}
        alone = {code or rule.own for code in _alone(part)}
        counts = any(
            isinstance(node, Call) and FUNCTIONS[node.function].many for node in nodes(part)
        )
        if rule.own not in alone and (rule.own in codes or len(codes) > 1 or counts):
            parts.append(part)
    if not parts:
        return None
    tree = parts[0]
    for part in parts[1:]:
        tree = Operation("and", tree, part)
    return rule_of(rule.source, tree, rule.own)


def _lenient(tree: Node, own: str, wanted: bool) -> Node:
    """`wanted` is whether the check wants this part to hold, which `not` turns round."""
    match tree:
        case Operation("and" | "or" as sign, left, right):
            return Operation(sign, _lenient(left, own, wanted), _lenient(right, own, wanted))
        case Call("not", (inside,)):
            return Call("not", (_lenient(inside, own, not wanted),))
        case Operation(sign, left, right) if sign in {"=", "!="} | ORDERS:
            return _waiting(Operation(sign, _summed(left), _summed(right)), own, wanted)
    return _summed(tree)


def _waiting(comparison: Operation, own: str, wanted: bool) -> Node:
    """A comparison that waits for the answers that it compares; that of one answer with a constant
    is about this answer, and waits for nothing."""
    sides = (comparison.left, comparison.right)
    if any(isinstance(each, Constant) for each in sides) and any(
        isinstance(each, Reference) for each in sides
    ):
        return comparison
    needed = sorted({code for code in _alone(comparison)} - {"", own})
    tree: Node = comparison
    for code in reversed(needed):
        count = Call("count", (Reference(code),))
        if wanted:
            tree = Operation("or", Operation("=", count, _ZERO), tree)
        else:
            tree = Operation("and", Operation(">", count, _ZERO), tree)
    return tree


def as_written(tree: Node) -> Node:
    """A check without what `with_what_is_there` said of the answers that it waits for."""
    match tree:
        case Operation("or", Operation("=", Call("count", (Reference(code),)), zero), inside):
            if zero == _ZERO and code in _alone(inside):
                return as_written(inside)
        case Operation("and", Operation(">", Call("count", (Reference(code),)), zero), inside):
            if zero == _ZERO and code in _alone(inside):
                return as_written(inside)
    match tree:
        case Operation(sign, left, right):
            return Operation(sign, as_written(left), as_written(right))
        case Call(function, arguments):
            return Call(function, tuple(as_written(each) for each in arguments))
    return tree


def _summed(tree: Node) -> Node:
    match tree:
        case Operation("+", left, right):
            return Operation("+", _term(left), _term(right))
        case Operation(sign, left, right):
            return Operation(sign, _summed(left), _summed(right))
        case Call(function, arguments):
            return Call(function, tuple(_summed(each) for each in arguments))
    return tree


def _term(node: Node) -> Node:
    return Call("sum", (node,)) if isinstance(node, Reference) else _summed(node)


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
