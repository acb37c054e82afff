"""The expressions of LimeSurvey as trees: the part of its language that our rules can express."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from app.surveys.questionnaires.engine.rules import RuleError
from app.surveys.questionnaires.engine.rules.tree import Call, Constant, Node, Operation, Reference

MAX_LENGTH = 3000
MAX_DEPTH = 40
_TOKEN = re.compile(
    r"""\s*(?:
      (?P<text>"[^"\\]*"|'[^'\\]*')
    | (?P<sgqa>\d+X\d+X\d\w*(?:\#\d)?(?:\.[A-Za-z]+)?)
    | (?P<number>\d+(?:\.\d+)?)
    | (?P<name>[A-Za-z_]\w*(?:\#\d)?(?:\.[A-Za-z]+)?)
    | (?P<sign>==|!=|<=|>=|&&|\|\||[<>!+\-*/(),])
    )""",
    re.VERBOSE | re.ASCII,
)
_SIGNS = {
    "==": "=",
    "eq": "=",
    "!=": "!=",
    "ne": "!=",
    "<": "<",
    "lt": "<",
    "<=": "<=",
    "le": "<=",
    ">": ">",
    "gt": ">",
    ">=": ">=",
    "ge": ">=",
    "&&": "and",
    "and": "and",
    "||": "or",
    "or": "or",
    "+": "+",
    "-": "-",
    "*": "*",
    "/": "div",
}
_LEVELS = ({"or"}, {"and"}, {"=", "!=", "<", "<=", ">", ">="}, {"+", "-"}, {"*", "div"})
#: What may follow a name: whether the question may be one that is not asked, and what is read of
#: its answer besides its code.
_SUFFIXES = {
    "": (False, ""),
    "naok": (True, ""),
    "code": (False, ""),
    "shown": (False, ".shown"),
    "value": (False, ".value"),
    "valuenaok": (True, ".value"),
}
_FUNCTIONS = {
    "count": "count",
    "sum": "sum",
    "min": "min",
    "max": "max",
    "round": "round",
    "if": "if",
    "strlen": "string-length",
    "intval": "int",
}


@dataclass(frozen=True)
class Expression:
    """The tree of an expression, whose references are the names of the file (`Q1`, `Q1.shown` for
    the words of its answer, `Q1.value` for the points that it gives), and the names of questions
    without which it is false: those that must have been asked."""

    tree: Node
    needs: frozenset[str] = frozenset()


def parse_expression(text: str) -> Expression:
    """Raises RuleError."""
    text = text.strip()
    if text.startswith("{") and text.endswith("}"):
        text = text[1:-1]
    if len(text) > MAX_LENGTH:
        raise RuleError("long")
    parser = _Parser(_tokens(text.strip()))
    tree = parser.level(0)
    if parser.peek() is not None:
        raise RuleError(str(parser.peek()))
    return Expression(tree, frozenset(parser.needs))


def _tokens(text: str) -> list[tuple[str, str]]:
    tokens = []
    position = 0
    while position < len(text):
        token = _TOKEN.match(text, position)
        if token is None or token.lastgroup is None:
            raise RuleError(text[position : position + 20])
        tokens.append((token.lastgroup, token.group(token.lastgroup)))
        position = token.end()
    return tokens


class _Parser:
    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens, self.position, self.depth = tokens, 0, 0
        self.needs: set[str] = set()

    def peek(self) -> tuple[str, str] | None:
        return self.tokens[self.position] if self.position < len(self.tokens) else None

    def take(self) -> tuple[str, str]:
        token = self.peek()
        if token is None:
            raise RuleError("end")
        self.position += 1
        return token

    def sign(self) -> str:
        token = self.peek()
        if token is None or token[0] not in ("sign", "name"):
            return ""
        return _SIGNS.get(token[1].lower(), "")

    def expect(self, sign: str) -> None:
        if self.take() != ("sign", sign):
            raise RuleError(sign)

    def level(self, number: int) -> Node:
        """Operators of one strength, from the left; beyond the last, a single thing."""
        if number == len(_LEVELS):
            return self.single()
        tree = self.level(number + 1)
        while (sign := self.sign()) in _LEVELS[number]:
            self.take()
            tree = Operation(sign, tree, self.level(number + 1))
        return tree

    def single(self) -> Node:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise RuleError("nested too deeply")
        try:
            return self._single()
        finally:
            self.depth -= 1

    def _single(self) -> Node:
        sort, text = self.take()
        if sort == "text":
            return Constant(text[1:-1])
        if sort == "number":
            return Constant(float(text))
        if (sort, text) == ("sign", "("):
            tree = self.level(0)
            self.expect(")")
            return tree
        if text == "!" or text.lower() == "not":
            return Call("not", (self.single(),))
        if (sort, text) == ("sign", "-"):
            inside = self.single()
            if isinstance(inside, Constant) and isinstance(inside.value, float):
                return Constant(-inside.value)
            return Operation("-", Constant(0.0), inside)
        if sort in ("name", "sgqa"):
            return self.call(text) if self.peek() == ("sign", "(") else self.reference(text)
        raise RuleError(text)

    def reference(self, text: str) -> Node:
        name, _, suffix = text.partition(".")
        if suffix.lower() not in _SUFFIXES:
            raise RuleError(text)
        unasked, part = _SUFFIXES[suffix.lower()]
        if not unasked:
            self.needs.add(name)
        return Reference(name + part)

    def call(self, name: str) -> Node:
        self.expect("(")
        arguments: list[Node] = []
        while self.peek() != ("sign", ")"):
            if arguments:
                self.expect(",")
            arguments.append(self.level(0))
        self.expect(")")
        if name.lower() == "is_empty" and len(arguments) == 1:
            return Operation("=", arguments[0], Constant(""))
        if name.lower() == "floor" and len(arguments) == 1:
            return _floor(arguments[0])
        if name.lower() not in _FUNCTIONS:
            raise RuleError(f"{name}()")
        return Call(_FUNCTIONS[name.lower()], tuple(arguments))


def _floor(number: Node) -> Node:
    """The whole number below: `int` goes towards zero."""
    whole = Call("int", (number,))
    below = Operation("-", whole, Constant(1.0))
    return Call("if", (Operation("<", number, whole), below, whole))


def replaced(tree: Node, change: Callable[[Node], Node | None]) -> Node:
    """The tree with `change` applied from the outside in; where it gives None, to the parts."""
    other = change(tree)
    if other is not None:
        return other
    match tree:
        case Operation(sign, left, right):
            return Operation(sign, replaced(left, change), replaced(right, change))
        case Call(function, arguments):
            return Call(function, tuple(replaced(argument, change) for argument in arguments))
    return tree
