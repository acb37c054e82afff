"""Rules of other programs, once they are trees: folded, made to fit our questions, written out."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from app.surveys.questionnaires.engine.rules import RuleError, parse_rule
from app.surveys.questionnaires.engine.rules.tree import Call, Constant, Node, Operation, Reference
from app.surveys.questionnaires.engine.rules.values import is_below, is_same

#: What a cell of a spreadsheet holds, more or less.
LONGEST = 32_000
#: How deep an expression may be, which is less so once it is in our words: a sum of many answers is
#: a chain of additions in ODK.
DEEPEST = 300
TRUE, FALSE = Call("true", ()), Call("false", ())
OWN = Reference("")
_NUMBER = re.compile(r"-?\d{1,12}(\.\d{1,9})?")
_FIRST_DAY = re.compile(r"\d{4}-\d{2}-01")
_STRENGTH = {"or": 1, "and": 2, "=": 3, "!=": 3, "<": 3, "<=": 3, ">": 3, ">=": 3}
_STRENGTH |= {"+": 4, "-": 4, "*": 5, "div": 5, "mod": 5}
ORDERS: dict[str, Callable[[float, float], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}


@dataclass(frozen=True)
class Known:
    """What a rule may say about a question: its code here, the sort of its answer, its options."""

    code: str
    sort: str  # choice, choices, number, date, month, text, any
    options: Mapping[str, str] = field(default_factory=dict)  # name in the file -> code here


def written(tree: Node, strength: int = 0) -> str:
    """The text of a tree. Raises RuleError when it cannot be written, or is too long for a cell."""
    text = _written(tree, strength)
    if len(text) > LONGEST:
        raise RuleError("long")
    return text


def _written(tree: Node, strength: int) -> str:
    match tree:
        case Reference(code):
            return "${" + code + "}" if code else "."
        case Constant(float() as value):
            return _number(value)
        case Constant(value):
            return _quoted(str(value))
        case Call(function, arguments):
            return f"{function}({', '.join(written(a) for a in arguments)})"
        case Operation(sign, left, right):
            own = _STRENGTH[sign]
            left_at_least = own + 1 if own == 3 else own
            text = f"{written(left, left_at_least)} {sign} {written(right, own + 1)}"
            return f"({text})" if own < strength else text
    raise RuleError(str(tree))


def _number(value: float) -> str:
    if not math.isfinite(value):
        raise RuleError("number")
    text = format(Decimal(repr(value)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _quoted(text: str) -> str:
    for mark in "'\"":
        if mark not in text:
            return f"{mark}{text}{mark}"
    raise RuleError(text)


def every(parts: list[Node]) -> Node:
    """All of these at once."""
    return _joined("and", parts, TRUE)


def either(parts: list[Node]) -> Node:
    return _joined("or", parts, FALSE)


def _joined(sign: str, parts: list[Node], nothing: Node) -> Node:
    if not parts:
        return nothing
    tree = parts[0]
    for part in parts[1:]:
        tree = Operation(sign, tree, part)
    return folded(tree)


def folded(tree: Node) -> Node:
    """The tree without what is true or false whatever is answered."""
    match tree:
        case Call("not", (inside,)):
            inside = folded(inside)
            if inside in (TRUE, FALSE):
                return FALSE if inside == TRUE else TRUE
            return Call("not", (inside,))
        case Operation("and" | "or" as sign, left, right):
            return _folded_logic(sign, folded(left), folded(right))
        case Operation(sign, Constant(left), Constant(right)) if sign in _TURNED:
            return TRUE if _holds(sign, left, right) else FALSE
        case Call(function, arguments):
            return _chosen(Call(function, tuple(folded(a) for a in arguments)))
    return tree


def _chosen(call: Call) -> Node:
    """What an `if` gives whose condition is settled."""
    match call:
        case Call("if", (condition, yes, no)) if condition in (TRUE, FALSE):
            return yes if condition == TRUE else no
    return call


def _holds(sign: str, left: str | float, right: str | float) -> bool:
    """A comparison of two constants, as numbers when one is a number (XPath 1.0, section 3.4)."""
    one, other = _as_number(left), _as_number(right)
    if sign in ("=", "!="):
        mixed = isinstance(left, float) or isinstance(right, float)
        return (one == other if mixed else is_same(left, right)) is (sign == "=")
    if one is not None and other is not None:
        return ORDERS[sign](one, other)
    first, second = (right, left) if sign[0] == ">" else (left, right)
    return is_below(first, second, equal=sign.endswith("="))


def _as_number(value: str | float) -> float | None:
    if isinstance(value, str):
        return float(value) if _NUMBER.fullmatch(value) else None
    return value


def _folded_logic(sign: str, left: Node, right: Node) -> Node:
    absorbing, neutral = (FALSE, TRUE) if sign == "and" else (TRUE, FALSE)
    if absorbing in (left, right):
        return absorbing
    if left == neutral:
        return right
    return left if right == neutral else Operation(sign, left, right)


class Adapter:
    """Makes trees fit the questions here: their codes, their options, the sort of their answers."""

    def __init__(self, known: Mapping[str, Known]) -> None:
        self.known = known

    def rule(self, tree: Node, own: Known | None = None) -> Node:
        """Raises RuleError for a question that is not known."""
        try:
            return folded(self._adapted(tree, own))
        except RecursionError:
            raise RuleError("nested too deeply") from None

    def text(self, tree: Node, own: Known | None = None) -> str:
        """The rule as it is kept. Raises RuleError."""
        return checked(self.rule(tree, own))

    def _of(self, node: Node, own: Known | None) -> Known | None:
        if not isinstance(node, Reference):
            return None
        if not node.code:
            return own
        if node.code not in self.known:
            raise RuleError(node.code)
        return self.known[node.code]

    def _adapted(self, tree: Node, own: Known | None) -> Node:
        match tree:
            case Reference(code):
                adapted = self._of(tree, own)
                return Reference(adapted.code) if adapted and code else OWN
            case Operation(sign, left, right) if sign in _TURNED:
                return self._compared(sign, left, right, own)
            case Operation(sign, left, right):
                return Operation(sign, self._adapted(left, own), self._adapted(right, own))
            case Call("date", (Constant(str() as day),)):
                return Constant(day[:10])
            case Call("selected", (question, Constant(option))):
                adapted = self._of(question, own)
                code = _option(adapted, option) if adapted else str(option)
                return Call("selected", (self._adapted(question, own), Constant(code)))
            case Call(function, arguments):
                return Call(function, tuple(self._adapted(a, own) for a in arguments))
        return tree

    def _compared(self, sign: str, left: Node, right: Node, own: Known | None) -> Node:
        left, right = _day(left), _day(right)
        if isinstance(left, Constant) and not isinstance(right, Constant):
            left, right, sign = right, left, _TURNED[sign]
        asked = self._of(left, own)
        if asked is None or not isinstance(right, Constant):
            return Operation(sign, self._adapted(left, own), self._adapted(right, own))
        subject = self._adapted(left, own)
        if right.value == "":
            return Operation(sign, subject, right)
        if sign in ("=", "!="):
            return _equal(sign, subject, right.value, asked)
        if asked.sort == "choice":
            return _steps(sign, subject, right.value, asked)
        return Operation(sign, subject, Constant(_fitting(right.value, asked)))


def _day(node: Node) -> Node:
    match node:
        case Call("date", (Constant(str() as day),)):
            return Constant(day[:10])
    return node


def _option(known: Known, value: str | float) -> str:
    name = _number(value) if isinstance(value, float) else value
    return known.options.get(name, name)


def _equal(sign: str, subject: Node, value: str | float, known: Known) -> Node:
    if known.sort not in ("choice", "choices"):
        return Operation(sign, subject, Constant(_fitting(value, known)))
    code = _option(known, value)
    if known.sort == "choice" or code.startswith("~"):
        return Operation(sign, subject, Constant(code))
    alone = Operation("=", Call("count-selected", (subject,)), Constant(1.0))
    only = Operation("and", Call("selected", (subject, Constant(code))), alone)
    return only if sign == "=" else Call("not", (only,))


def _steps(sign: str, subject: Node, value: str | float, known: Known) -> Node:
    """An order between options that are numbers: any of the options that satisfy it."""
    names = [name for name in known.options if _NUMBER.fullmatch(name)]
    if not names or not _NUMBER.fullmatch(str(value)):
        raise RuleError(f"{sign} {value}")
    holding = [name for name in names if ORDERS[sign](float(name), float(value))]
    equal: list[Node] = [Operation("=", subject, Constant(known.options[name])) for name in holding]
    return either(equal)


def _fitting(value: str | float, known: Known) -> str | float:
    """A constant as the sort of the answers requires: a number, a day, a month, a text."""
    if known.sort == "number" and isinstance(value, str) and _NUMBER.fullmatch(value):
        return float(value)
    if known.sort == "text" and isinstance(value, float):
        return _number(value)
    if known.sort == "month" and isinstance(value, str) and _FIRST_DAY.fullmatch(value):
        return value[:7]
    return value


def as_read(tree: Node) -> str:
    """A tree in words, for people to recognise what they wrote, whether it is a rule or not."""
    try:
        return written(tree)
    except (RuleError, RecursionError):
        return "…"


def checked(tree: Node) -> str:
    """The text of a tree that the engine can read. Raises RuleError."""
    try:
        text = written(tree)
        parse_rule(text)
    except RecursionError:
        raise RuleError("nested too deeply") from None
    return text
