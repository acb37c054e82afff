"""What `idioms` wrote out, put back into our own words when a form is read."""

from __future__ import annotations

from app.surveys.questionnaires.engine.rules.tree import Call, Constant, Node, Operation, Reference
from app.surveys.questionnaires.engine.rules.values import ORDERS
from app.surveys.questionnaires.formats.xlsform.choices import REASONS
from app.surveys.questionnaires.formats.xlsform.idioms import (
    LETTERS,
    NOTHING,
    PLACES,
    ZERO,
    is_answered,
    opposite,
)


def recognised(tree: Node) -> Node:
    """The tree with what is written above put back into our own words."""
    match tree:
        case Operation(sign, left, right):
            return _operation(sign, recognised(left), recognised(right))
        case Call("not", (Operation("or") as either,)):
            inside = recognised(either)
            return opposite(inside) if _is_equality(inside) else Call("not", (inside,))
        case Call(function, arguments):
            return _call(function, tuple(recognised(each) for each in arguments))
    return tree


def _is_equality(node: Node) -> bool:
    return isinstance(node, Operation) and node.operator in ("=", "!=")


def _call(function: str, arguments: tuple[Node, ...]) -> Node:
    match function, arguments:
        case "int", (number,):
            return Call("int", (_unrounded(number),))
        case "translate", (text, *letters) if tuple(letters) == LETTERS:
            return text
        case "if", (Operation("!=", under, Constant(0.0)), quotient, Constant("")) if _is_quotient(
            quotient, under
        ):
            return quotient
        case "if", (answered, Call("count-selected", (answer,)) as chosen, Constant(0.0)) if (
            _answered(answered) == answer
        ):
            return chosen
        case "if", (answered, Constant(1.0), Constant(0.0)) if counted := _answered(answered):
            return Call("count", (counted,))
        case "if", (answered, value, otherwise) if _answered(answered) == value:
            return value if otherwise == NOTHING else Call("coalesce", (value, otherwise))
    return Call(function, arguments)


def _operation(sign: str, left: Node, right: Node) -> Node:
    if sign in ORDERS or sign in ("=", "!="):
        return Operation(sign, _unrounded(left), _unrounded(right))
    match sign, left, right:
        case "-", whole, Operation(
            "*", part, Call("int", (Call("round", (quotient, places)),))
        ) if places == PLACES and quotient == Operation("div", whole, part):
            return Operation("mod", whole, part)
        case "-", Constant(0.0), Call("min", opposites) if all(map(_opposed, opposites)):
            return Call("max", tuple(each.right for each in opposites))  # type: ignore[union-attr]
        case "and", Operation("!=", part, Constant("")), Call("contains", (_, again)) if (
            part == again
        ):
            return right
        case "or", _, _:
            return _either(left, right)
        case "+", _, _:
            return _addition(left, right)
    return Operation(sign, left, right)


def _either(left: Node, right: Node) -> Node:
    match left, right:
        case Operation("=", one, other), Operation("and", no, nor):
            if (no, nor) == (Operation("=", one, NOTHING), Operation("=", other, NOTHING)):
                return left
        case Operation("<=", value, Constant(0.0)), Operation(">", again, Constant(0.0)):
            if value == again:
                return is_answered(value)
        case Operation("!=", Reference(code), Constant("")), Operation(
            "!=", Reference(why), Constant("")
        ):
            base, _, number = code.rpartition(".")
            if why in (f"{code}.missing", f"{base}.missing.{number}"):
                return left
    return Operation("or", left, right)


def _is_quotient(node: Node, under: Node) -> bool:
    return isinstance(node, Operation) and node.operator == "div" and node.right == under


def _opposed(node: Node) -> bool:
    return isinstance(node, Operation) and node.operator == "-" and node.left == ZERO


def _unrounded(node: Node) -> Node:
    match node:
        case Call("round", (value, places)) if places == PLACES:
            return value
        case Call("date", (Call("if" | "coalesce") as value,)):
            return value
    return node


def _answered(condition: Node) -> Node | None:
    """What a condition says that there is an answer to, or a number."""
    match condition:
        case Operation("!=", answer, Constant("")):
            return answer
        case Operation("and", answered, Call("not", (Call("selected", (answer, reason)),))):
            known = isinstance(reason, Constant) and reason.value in REASONS
            return answer if known and _answered(answered) == answer else None
    return None


def _addition(left: Node, right: Node) -> Node:
    """A sum of what there is, or a number of answers, when both sides are parts of one."""
    match left, right:
        case Call("count", first), Call("count", last):
            return Call("count", (*first, *last))
        case _, Call("coalesce", (last, Constant(0.0))):
            return (
                Call("sum", (*_terms(left), last)) if _terms(left) else Operation("+", left, right)
            )
        case Call("coalesce" | "sum"), Constant(float()) if _terms(left):
            return Call("sum", (*_terms(left), right))
    return Operation("+", left, right)


def _terms(node: Node) -> tuple[Node, ...]:
    match node:
        case Call("sum", terms):
            return terms
        case Call("coalesce", (value, Constant(0.0))):
            return (value,)
        case Constant(float()):
            return (node,)
    return ()
