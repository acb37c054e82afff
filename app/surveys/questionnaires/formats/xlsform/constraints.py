"""The constraint of a question, taken apart: bounds, numbers of choices, exclusive options, checks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from app.surveys.questionnaires.engine.rules import RuleError
from app.surveys.questionnaires.engine.rules.tree import Call, Constant, Node, Operation, parts_of
from app.surveys.questionnaires.formats.expressions import OWN, checked, every

_LENGTH = Call("string-length", (OWN,))
_COUNT = Call("count-selected", (OWN,))
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_DAY = re.compile(r"\d{4}-\d{2}(-\d{2})?")


@dataclass
class Constraint:
    """What a constraint says; `values` are keys of a question, `rest` what no key can say."""

    sort: str
    values: dict[str, Any] = field(default_factory=dict)
    alone: list[str] = field(default_factory=list)
    rest: list[Node] = field(default_factory=list)

    def read(self, tree: Node | None) -> Constraint:
        parts = parts_of(tree, "and") if tree is not None else []
        for part in sorted(parts, key=lambda part: _alone(part) == ""):
            if not self._taken(part):
                self.rest.append(part)
        return self

    def _taken(self, part: Node) -> bool:
        if (code := _alone(part)) and self.sort == "choices":
            self.alone.append(code)
            return True
        match part:
            case Operation("or", Operation("=", limit, Constant("")), Operation() as bound) if (
                limit in (bound.left, bound.right)
            ):
                part = bound  # which bounds nothing while it is not there
        low = parts_of(part, "or")
        if len(low) > 1 and all(self._exception(each) for each in low[1:]):
            part = low[0]
            return isinstance(part, Operation) and part.operator == ">=" and self._bound(part)
        return isinstance(part, Operation) and part.operator in _TURNED and self._bound(part)

    def _exception(self, part: Node) -> bool:
        """An option that may be chosen alone, whatever the least number of choices."""
        match part:
            case Call("selected", (subject, Constant(str() as code))) if subject == OWN:
                return code in self.alone
            case Operation("=", subject, Constant(str() as code)) if subject == OWN:
                return code.startswith("~")
        return False

    def _bound(self, part: Operation) -> bool:
        sign, left, right = part.operator, part.left, part.right
        if right in (OWN, _LENGTH, _COUNT):
            sign, left, right = _TURNED[sign], right, left
        if left == OWN and self.sort in ("number", "date", "month"):
            return self._value({"<=": "max", ">=": "min"}.get(sign, ""), _limit(right))
        if not isinstance(right, Constant) or not isinstance(right.value, float):
            return False
        whole = int(right.value) + {"<": -1, ">": 1}.get(sign, 0)
        if left == _LENGTH and self.sort == "text" and sign[0] == "<":
            return whole >= 1 and self._value("max_length", whole)
        if left == _COUNT and self.sort == "choices":
            return self._value("max_choices" if sign[0] == "<" else "min_choices", whole)
        return False

    def _value(self, key: str, value: object) -> bool:
        if not key or value is None or key in self.values:
            return False
        self.values[key] = value
        return True

    def check(self) -> str:
        """The rule that remains, "" for none. Raises RuleError."""
        return checked(every(self.rest)) if self.rest else ""


def _alone(part: Node) -> str:
    """The option that a part says can only be chosen by itself."""
    match part:
        case Call("not", (Operation("and", chosen, Operation(">", count, Constant(1.0))),)):
            match chosen:
                case Call("selected", (subject, Constant(str() as code))) if subject == OWN:
                    return code if count == _COUNT else ""
    return ""


def _limit(tree: Node) -> object:
    match tree:
        case Constant(float() as value):
            return int(value) if value.is_integer() else value
        case Constant(str() as day):
            return day if _DAY.fullmatch(day) else None
    try:
        return checked(tree)
    except RuleError:
        return None
