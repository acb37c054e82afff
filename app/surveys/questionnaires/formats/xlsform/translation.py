"""One rule of ours, part by part, in the words of XLSForm."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.surveys.questionnaires.engine.question import Shape
from app.surveys.questionnaires.engine.rules.functions import FUNCTIONS
from app.surveys.questionnaires.engine.rules.tree import Call, Constant, Node, Operation, Reference
from app.surveys.questionnaires.engine.rules.values import ORDERS
from app.surveys.questionnaires.formats.expressions import either
from app.surveys.questionnaires.formats.xlsform import idioms
from app.surveys.questionnaires.formats.xlsform.asked import Asked
from app.surveys.questionnaires.formats.xlsform.book import CellTooLong
from app.surveys.questionnaires.formats.xlsform.idioms import NOTHING, ZERO


class Translation:
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
            case "int", (number,) if self._is_computed(number):
                return Call("int", (idioms.to_places(self.of(number)),))
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
            case "coalesce", _ if any(self._is_repeated(each) for each in arguments):
                raise CellTooLong  # the first answer of several: ODK cannot say it
            case _, (Reference(code),) if self._all_of(code):
                return Call("count-non-empty" if function == "count" else function, arguments)
            case _ if any(self._is_repeated(each) for each in arguments):
                parts = [self._of_many(function, (each,)) for each in arguments]
                return (
                    idioms.added(parts)
                    if function in ("sum", "count")
                    else Call(function, tuple(parts))
                )
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
        return either([self._is_told(Reference(code)) for code in codes])

    def reasons_given(self, codes: Iterable[str], own: Reference) -> list[Node]:
        """That one of these, or the own answer, is a reason for not answering."""
        given: list[Node] = []
        for answer in (own, *map(Reference, codes)):
            if self._has_companion(answer):
                given.append(idioms.is_answered(self._why(answer)))
            given += [
                Call("selected", (self.of(answer), Constant(reason)))
                for reason in self._reasons(answer)
            ]
        return given

    def _is_told(self, answer: Reference) -> Node:
        """That a question, repeated or not, is answered."""
        if self._all_of(answer.code):
            return Operation(">", Call("count-non-empty", (answer,)), ZERO)
        return self._is_answered(answer)

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
        if right == NOTHING and self._is_computed(left):
            answered = self._is_answered(left)
            return answered if sign == "!=" else idioms.opposite(answered)
        one, other = self._sides(left, right)
        if not (self._is_computed(left) or self._is_computed(right)):
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
        sides = [
            idioms.to_places(value) if self._is_computed(node) else value
            for node, value in ((left, one), (right, other))
        ]
        return sides[0], sides[1]

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
        if self._is_computed(node):
            return idioms.is_number(value)
        return idioms.is_answered(value, self._reasons(node))

    def _or(self, node: Node, otherwise: Node) -> Node:
        """A value, or another one where there is none."""
        value = self.of(node)
        if isinstance(node, Constant) and node != NOTHING:
            return value
        if self._is_computed(node) or self._reasons(node):
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
        match node:
            case Call("date"):
                return Shape.DAY
            case Call("if", (_, *values)) | Call("coalesce", values):
                return next((shape for each in values if (shape := self._shape(each))), None)
        if not isinstance(node, Reference):
            return None
        asked = self._asked(node)
        return asked.kind.shape if asked else Shape.TEXT

    def _is_computed(self, node: Node) -> bool:
        """Whether a node is a number worked out, here or as an answer that is calculated."""
        asked = self._asked(node)
        return idioms.is_computed(node) or (asked is not None and asked.computed)

    def _reasons(self, node: Node) -> tuple[str, ...]:
        """The reasons for not answering that are among the options of a question."""
        asked = self._asked(node)
        return () if asked is None or asked.companion else asked.missing

    def _has_companion(self, node: Node) -> bool:
        asked = self._asked(node)
        return asked is not None and asked.companion

    def _why(self, node: Reference) -> Node:
        """Where the reason for not answering is."""
        if not self._has_companion(node):
            return node
        if node.code not in self.asked and node.code.rpartition(".")[2].isdigit():
            return self._instance(node.code, ".missing")
        return Reference(f"{node.code or self.own}.missing")

    def _is_repeated(self, node: Node) -> bool:
        return isinstance(node, Reference) and self._all_of(node.code)

    def _all_of(self, code: str) -> bool:
        """Whether a name stands for all answers to a repeated question."""
        return code in self.asked and bool(self.asked[code].repeat)

    def _instance(self, code: str, part: str = "") -> Node:
        base, _, number = code.rpartition(".")
        if not self._all_of(base):
            return Reference(code)
        names = (Reference(base + part), Reference(self.asked[base].repeat))
        return Call("indexed-repeat", (*names, Constant(float(number))))
