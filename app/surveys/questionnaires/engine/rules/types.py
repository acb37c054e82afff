"""The type of each rule: what it compares, and whether that can be compared.

Strict: no text becomes a number, no option is compared with one of another question.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from app.surveys.questionnaires.engine.rules.compiler import Rule
from app.surveys.questionnaires.engine.rules.functions import FUNCTIONS, Sort
from app.surveys.questionnaires.engine.rules.tree import Call, Constant, Node, Operation, Reference


@dataclass(frozen=True)
class Type:
    """What a question or an expression gives; `codes` are those of its options."""

    sort: Sort
    codes: frozenset[str] = frozenset()


TEXT, NUMBER, BOOLEAN, DATE = (
    Type(sort) for sort in (Sort.TEXT, Sort.NUMBER, Sort.BOOLEAN, Sort.DATE)
)

_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_COMPARABLE = {Sort.NUMBER, Sort.DATE}


@dataclass(frozen=True)
class Clash:
    """Two things that a rule puts together and that do not go together."""

    detail: str
    unknown_option: bool = False


class _Reading:
    def __init__(self, types: Mapping[str, Type], own: str) -> None:
        self.types, self.own = types, own
        self.clashes: list[Clash] = []

    def clash(self, *parts: object) -> None:
        self.clashes.append(Clash(" ".join(str(part) for part in parts)))

    def type_of(self, tree: Node) -> Type | None:
        """The type of a tree; None when something in it is unknown, which is reported elsewhere."""
        match tree:
            case Constant(value):
                return NUMBER if isinstance(value, float) else TEXT
            case Reference(code):
                return self.types.get(code or self.own)
            case Operation(sign, left, right) if sign in ("and", "or"):
                for side in (left, right):
                    self.expect(side, Sort.BOOLEAN, sign)
                return BOOLEAN
            case Operation(sign, left, right) if sign in ("=", "!="):
                self.equal(left, right, sign)
                return BOOLEAN
            case Operation(sign, left, right) if sign in ("<", "<=", ">", ">="):
                self.ordered(left, right, sign)
                return BOOLEAN
            case Operation(sign, left, right):
                for side in (left, right):
                    self.expect(side, Sort.NUMBER, sign)
                return NUMBER
            case Call():
                return self.call(tree)

    def expect(self, tree: Node, sort: Sort, place: str) -> None:
        actual = self.type_of(tree)
        if actual is not None and actual.sort is not sort:
            self.clash(place, actual.sort, "≠", sort)

    def equal(self, left: Node, right: Node, sign: str) -> None:
        for one, other in ((left, right), (right, left)):
            if isinstance(other, Constant) and isinstance(other.value, str):
                self.equals_text(self.type_of(one), other.value, sign)
                return
        first, second = self.type_of(left), self.type_of(right)
        if first and second and first.sort is not second.sort:
            self.clash(first.sort, sign, second.sort)

    def equals_text(self, actual: Type | None, text: str, sign: str) -> None:
        if actual is None or text == "" or actual.sort is Sort.TEXT:
            return
        if actual.sort is Sort.CHOICE:
            self.option(actual, text)
        elif text.startswith("~") or (actual.sort is Sort.DATE and _DAY.fullmatch(text)):
            return
        else:
            self.clash(actual.sort, sign, f"'{text}'")

    def option(self, type_: Type, text: str) -> None:
        if text not in type_.codes:
            self.clashes.append(Clash(text, unknown_option=True))

    def ordered(self, left: Node, right: Node, sign: str) -> None:
        kinds = []
        for side in (left, right):
            if isinstance(side, Constant) and isinstance(side.value, str):
                kinds.append(Sort.DATE if _DAY.fullmatch(side.value) else Sort.TEXT)
            else:
                actual = self.type_of(side)
                if actual is None:
                    return
                kinds.append(actual.sort)
        if kinds[0] is not kinds[1] or kinds[0] not in _COMPARABLE:
            self.clash(kinds[0], sign, kinds[1])

    def call(self, tree: Call) -> Type | None:
        name, arguments = tree.function, tree.arguments
        function = FUNCTIONS[name]
        if name == "selected":
            self.selected(arguments)
        elif function.gives is None:
            conditions = 1 if name == "if" else 0
            for condition in arguments[:conditions]:
                self.expect(condition, Sort.BOOLEAN, name)
            return self.same(arguments[conditions:], name)
        else:
            for argument in arguments:
                self.argument(argument, function.takes, name)
        return Type(function.gives or Sort.TEXT)

    def argument(self, tree: Node, takes: Sort | None, name: str) -> None:
        if takes is None:
            self.type_of(tree)
        else:
            self.expect(tree, takes, name)

    def selected(self, arguments: tuple[Node, ...]) -> None:
        actual, option = self.type_of(arguments[0]), arguments[1]
        if actual is None:
            return
        if actual.sort not in (Sort.CHOICE, Sort.CHOICES):
            self.clash("selected", actual.sort)
        elif isinstance(option, Constant):
            self.option(actual, str(option.value))

    def same(self, arguments: tuple[Node, ...], name: str) -> Type | None:
        types = [self.type_of(argument) for argument in arguments]
        kinds = {each.sort for each in types if each is not None}
        if len(kinds) > 1:
            self.clash(name, *sorted(kinds))
        return types[0]


def clashes(rule: Rule, types: Mapping[str, Type], wanted: Sort | None = None) -> list[Clash]:
    """What cannot be compared or counted in a rule, given the types of the questions.

    `wanted` is what the rule must give: a boolean for a condition, a number for a bound. Questions
    that `types` does not know are left alone.
    """
    reading = _Reading(types, rule.own)
    actual = reading.type_of(rule.tree)
    if wanted is not None and actual is not None and actual.sort is not wanted:
        textual_date = wanted is Sort.DATE and actual.sort is Sort.TEXT
        if not textual_date:
            reading.clash(actual.sort, "≠", wanted)
    return reading.clashes
