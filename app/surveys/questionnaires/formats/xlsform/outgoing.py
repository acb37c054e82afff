"""Our rules in the words of XLSForm, so that ODK reads in them what we do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.surveys.questionnaires.engine.question import Shape
from app.surveys.questionnaires.engine.rules import RuleError, parse_rule
from app.surveys.questionnaires.engine.rules.counting import together, with_what_is_there
from app.surveys.questionnaires.engine.rules.functions import FUNCTIONS, Sort
from app.surveys.questionnaires.engine.rules.tree import (
    Call,
    Constant,
    Node,
    Operation,
    Reference,
    parse,
)
from app.surveys.questionnaires.formats.expressions import either, every, written
from app.surveys.questionnaires.formats.xlsform import idioms
from app.surveys.questionnaires.formats.xlsform.asked import Asked
from app.surveys.questionnaires.formats.xlsform.book import CellTooLong
from app.surveys.questionnaires.formats.xlsform.idioms import NOTHING, ORDERS, ZERO, is_computed

_LOGIC = {"=", "!=", "and", "or"} | ORDERS


class Outgoing:
    def __init__(self, asked: Mapping[str, Asked]) -> None:
        self.asked = asked

    def rule(self, text: object, own: str = "", elsewhere: bool = False) -> str:
        """A rule of ours in the syntax of XLSForm, "" when there is none.

        `elsewhere`: it is written on another row, where `.` must be written as a name.
        """
        if not isinstance(text, str) or not text:
            return ""
        tree = parse(text)
        return self._written(_named(tree, own) if elsewhere else tree, own)

    def check(self, text: str, own: str) -> str:
        """The rule of a check of an answer that is there."""
        return self._written(with_what_is_there(parse_rule(text, own)).tree, own)

    def fails(self, text: str, own: str) -> str:
        """That an answer which is there does not pass a check, written on another row."""
        rule = with_what_is_there(parse_rule(text, own))
        return f"${{{own}}} != '' and not({self._written(_named(rule.tree, own), own)})"

    def fails_blank(self, text: str, own: str) -> str:
        """That a blank answer does not pass a check, for what it counts with others; "" when the
        check waits for the answer."""
        rule = with_what_is_there(parse_rule(text, own))
        parts = together(rule)
        operands = sorted(self._operands(rule.references))
        if not parts or not operands:
            return ""
        translation = _Translation(self.asked, own)
        any_of = translation.any_answered(operands)
        failing = [
            translation.fails(_named(part.rule.tree, own), sorted(part.waits_for)) for part in parts
        ]
        blank = Operation("=", Reference(own), NOTHING)
        tree = Operation("and", Operation("and", blank, any_of), either(failing))
        return _in_a_cell(tree)

    def _operands(self, codes: Iterable[str]) -> set[str]:
        """The answers that people give among those that a rule looks at, or behind them."""
        operands: set[str] = set()
        for code in codes:
            counts = self.asked[code].counts if code in self.asked else frozenset()
            operands |= self._operands(counts) if counts else {code}
        return operands

    def _written(self, tree: Node, own: str) -> str:
        return _in_a_cell(_Translation(self.asked, own).of(tree))

    def calculation(self, text: object) -> str:
        """A calculated truth is yes or no, as it is here."""
        rule = self.rule(text)
        if not rule:
            return ""
        tree = parse(str(text))
        truth = isinstance(tree, Operation) and tree.operator in _LOGIC
        truth = truth or (isinstance(tree, Call) and FUNCTIONS[tree.function].gives is Sort.BOOLEAN)
        return f"if({rule}, 'yes', 'no')" if truth else rule


def _in_a_cell(tree: Node) -> str:
    try:
        return written(tree)
    except RuleError:
        raise CellTooLong from None


class _Translation:
    """Of one rule; `own` is the question that `.` stands for."""

    def __init__(self, asked: Mapping[str, Asked], own: str) -> None:
        self.asked, self.own = asked, own
        self._known: dict[Node, Node] = {}  # a part is needed several times, at each depth

    def of(self, tree: Node) -> Node:
        if tree not in self._known:
            self._known[tree] = self._of(tree)
        return self._known[tree]

    def _of(self, tree: Node) -> Node:
        match tree:
            case Reference(code) if code not in self.asked and code.rpartition(".")[2].isdigit():
                return self._instance(code)
            case Operation("=" | "!=" as sign, left, right):
                return self._equality(sign, left, right)
            case Operation(sign, left, right) if sign in ORDERS:
                return Operation(sign, *self._sides(left, right))
            case Operation("div", left, right):
                return idioms.divided(self.of(left), self.of(right))
            case Operation("mod", left, right):
                return idioms.remainder(self.of(left), self.of(right))
            case Operation(sign, left, right):
                return Operation(sign, self.of(left), self.of(right))
            case Call(function, arguments) if function != "date":
                return self._call(function, arguments)
        return tree

    def _call(self, function: str, arguments: tuple[Node, ...]) -> Node:
        match function, arguments:
            case "selected", (subject, Constant(str() as option)):
                return Call("selected", (self.of(subject), Constant(option.lstrip("~"))))
            case "contains", (text, part):
                return idioms.contained(self.of(text), self.of(part))
            case "count-selected", (subject,) if self._reasons(subject):
                chosen = Call(function, (self.of(subject),))
                return Call("if", (self._is_answered(subject), chosen, ZERO))
        if FUNCTIONS[function].many:
            return self._of_many(function, arguments)
        return Call(function, tuple(self.of(each) for each in arguments))

    def _of_many(self, function: str, arguments: tuple[Node, ...]) -> Node:
        match function, arguments:
            case _, (Reference(code),) if self._all_of(code):
                return Call("count-non-empty" if function == "count" else function, arguments)
            case "coalesce", (only,):
                return self.of(only)
            case "coalesce", (first, *rest):
                return self._or(first, self._of_many("coalesce", tuple(rest)))
            case "sum", _:
                return idioms.added([self._or(each, ZERO) for each in arguments])
            case "count", _:
                return idioms.added([idioms.counted(self._is_answered(each)) for each in arguments])
            case "max", _ if not all(self._is_positive(each) for each in arguments):
                return idioms.greatest([self.of(each) for each in arguments])
        return Call(function, tuple(self.of(each) for each in arguments))

    def any_answered(self, codes: Iterable[str]) -> Node:
        return either([self._is_answered(Reference(code)) for code in codes])

    def fails(self, tree: Node, waits_for: Iterable[str]) -> Node:
        """That a rule does not hold, while these answers are there."""
        parts = [self._is_answered(Reference(code)) for code in waits_for]
        return every([*parts, Call("not", (self.of(tree),))])

    # What is compared

    def _equality(self, sign: str, left: Node, right: Node) -> Node:
        if isinstance(left, Reference) and isinstance(right, Constant):
            reason = str(right.value)
            if reason.startswith("~"):
                return Operation(sign, self._why(left), Constant(reason[1:]))
            if reason == "" and self._has_companion(left):
                why = idioms.is_answered(self._why(left))
                either = Operation("or", self._is_answered(left), why)
                return either if sign == "!=" else idioms.opposite(either)
        if right == NOTHING and is_computed(left):
            answered = self._is_answered(left)
            return answered if sign == "!=" else idioms.opposite(answered)
        one, other = self._sides(left, right)
        if not (is_computed(left) or is_computed(right)):
            return Operation(sign, one, other)
        equal = idioms.both_or_neither(
            Operation("=", one, other), self._is_answered(left), self._is_answered(right)
        )
        return equal if sign == "=" else idioms.opposite(equal)

    def _sides(self, left: Node, right: Node) -> tuple[Node, Node]:
        """Two operands as ODK must have them: both days, both in small letters, both rounded."""
        one, other = self.of(left), self.of(right)
        if not isinstance(left, Constant) and not isinstance(right, Constant):
            one, other = self._without_reasons(left), self._without_reasons(right)
        if Shape.DAY in (self._shape(left), self._shape(right)):
            return idioms.day(one), idioms.day(other)
        if NOTHING not in (left, right) and self._is_text(left) and self._is_text(right):
            return idioms.small(one), idioms.small(other)
        return idioms.compared(left, one), idioms.compared(right, other)

    def _is_text(self, node: Node) -> bool:
        match node:
            case Constant(value):
                return isinstance(value, str)
            case Call("if", (_, *values)) | Call("coalesce", values):
                return any(self._is_text(value) for value in values)
        return self._shape(node) in (Shape.TEXT, Shape.CALCULATED)

    def _without_reasons(self, node: Node) -> Node:
        """An answer, nothing where a reason for not answering is chosen among the options."""
        return self._or(node, NOTHING) if self._reasons(node) else self.of(node)

    # What is answered

    def _is_answered(self, node: Node) -> Node:
        """That there is an answer, which is no reason for not answering, or a number."""
        value = self.of(node)
        if is_computed(node):
            return idioms.is_number(value)
        return idioms.is_answered(value, self._reasons(node))

    def _or(self, node: Node, otherwise: Node) -> Node:
        """A value, or another one where there is none."""
        value = self.of(node)
        if isinstance(node, Constant) and node != NOTHING:
            return value
        if is_computed(node) or self._reasons(node):
            return Call("if", (self._is_answered(node), value, otherwise))
        return Call("coalesce", (value, otherwise))

    def _is_positive(self, node: Node) -> bool:
        """Whether a number is known not to be negative."""
        if isinstance(node, Constant):
            return isinstance(node.value, float) and node.value >= 0
        asked = self._asked(node)
        return asked is not None and asked.low is not None and asked.low >= 0

    # Questions

    def _asked(self, node: Node) -> Asked | None:
        """The question that a node is the answer to, or one of the answers if it is repeated."""
        if not isinstance(node, Reference):
            return None
        code = node.code or self.own
        base, _, number = code.rpartition(".")
        return self.asked.get(base if number.isdigit() else code)

    def _shape(self, node: Node) -> Shape | None:
        """The shape of an answer; the words of an option to specify are a text."""
        if not isinstance(node, Reference):
            return Shape.DAY if isinstance(node, Call) and node.function == "date" else None
        asked = self._asked(node)
        return asked.kind.shape if asked else Shape.TEXT

    def _reasons(self, node: Node) -> tuple[str, ...]:
        """The reasons for not answering that are among the options of a question."""
        asked = self._asked(node)
        return () if asked is None or asked.companion else asked.missing

    def _has_companion(self, node: Node) -> bool:
        asked = self._asked(node)
        return asked is not None and asked.companion

    def _why(self, node: Reference) -> Reference:
        """Where the reason for not answering is."""
        return Reference(f"{node.code or self.own}.missing") if self._has_companion(node) else node

    def _all_of(self, code: str) -> bool:
        """Whether a name stands for all answers to a repeated question."""
        return code in self.asked and bool(self.asked[code].repeat)

    def _instance(self, code: str) -> Node:
        base, _, number = code.rpartition(".")
        if not self._all_of(base):
            return Reference(code)
        place = Constant(float(number))
        return Call("indexed-repeat", (Reference(base), Reference(self.asked[base].repeat), place))


def _named(tree: Node, own: str) -> Node:
    match tree:
        case Reference(""):
            return Reference(own)
        case Operation(sign, left, right):
            return Operation(sign, _named(left, own), _named(right, own))
        case Call(function, arguments):
            return Call(function, tuple(_named(argument, own) for argument in arguments))
    return tree
