"""Our rules in the words of XLSForm: reasons for not answering, days, repeated groups."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.surveys.questionnaires.engine.editing import questions, sections
from app.surveys.questionnaires.engine.kinds import kind_of
from app.surveys.questionnaires.engine.question import Kind, Shape
from app.surveys.questionnaires.engine.rules import RuleError
from app.surveys.questionnaires.engine.rules.functions import FUNCTIONS, Sort
from app.surveys.questionnaires.engine.rules.tree import (
    Call,
    Constant,
    Node,
    Operation,
    Reference,
    parse,
)
from app.surveys.questionnaires.formats.expressions import written

_MONTH = re.compile(r"\d{4}-\d{2}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_LOGIC = {"=", "!=", "<", "<=", ">", ">=", "and", "or"}


@dataclass(frozen=True)
class Asked:
    """What must be known about a question to write the rules."""

    kind: Kind
    missing: tuple[str, ...]
    repeat: str

    @property
    def companion(self) -> bool:
        """Whether its reasons for not answering are a question of their own."""
        among_others = self.kind.shape in (Shape.OPTION, Shape.OPTIONS)
        return bool(self.missing) and not among_others


def asked_of(document: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Asked]:
    """Every question and item by code; `names` are those of the sections in the sheet."""
    asked = {}
    for section in sections(dict(document)):
        repeat = names[section["code"]] if section.get("repeat") else ""
        for question in questions(section):
            one = Asked(kind_of(question["type"]), tuple(question.get("missing", ())), repeat)
            for item in question.get("items") or [question]:
                asked[item["code"]] = one
    return asked


class Outgoing:
    def __init__(self, asked: Mapping[str, Asked]) -> None:
        self.asked = asked

    def rule(self, text: object, own: str = "", elsewhere: bool = False) -> str:
        """A rule of ours in the syntax of XLSForm, "" when it cannot be read.

        `elsewhere`: it is written on another row, where `.` must be written as a name.
        """
        if not isinstance(text, str) or not text:
            return ""
        try:
            tree = parse(text)
            return written(self.tree(_named(tree, own) if elsewhere else tree, own))
        except (RuleError, RecursionError):
            return ""

    def calculation(self, text: object) -> str:
        """A calculated truth is yes or no, as it is here."""
        rule = self.rule(text)
        if not rule:
            return ""
        tree = parse(str(text))
        truth = isinstance(tree, Operation) and tree.operator in _LOGIC
        truth = truth or (isinstance(tree, Call) and FUNCTIONS[tree.function].gives is Sort.BOOLEAN)
        return f"if({rule}, 'yes', 'no')" if truth else rule

    def tree(self, tree: Node, own: str) -> Node:
        match tree:
            case Constant(str() as text):
                return _day(text)
            case Reference(code) if code not in self.asked and code.rpartition(".")[2].isdigit():
                return self._instance(code)
            case Operation(sign, left, right):
                return self._operation(sign, left, right, own)
            case Call("selected", (subject, Constant(str() as option))):
                return Call("selected", (self.tree(subject, own), Constant(option.lstrip("~"))))
            case Call("coalesce", (first, *rest)) if len(rest) > 1:
                inner = self.tree(Call("coalesce", tuple(rest)), own)
                return Call("coalesce", (self.tree(first, own), inner))
            case Call("sum", arguments) if len(arguments) > 1:
                return self._sum([self.tree(a, own) for a in arguments])
            case Call("count", arguments):
                return Call("count-non-empty", tuple(self.tree(a, own) for a in arguments))
            case Call(function, arguments):
                return Call(function, tuple(self.tree(a, own) for a in arguments))
        return tree

    def _operation(self, sign: str, left: Node, right: Node, own: str) -> Node:
        if isinstance(left, Reference) and isinstance(right, Constant):
            reason = str(right.value)
            if reason.startswith("~"):
                asked = self.asked.get(left.code or own)
                code = f"{left.code or own}.missing" if asked and asked.companion else left.code
                return Operation(sign, Reference(code), Constant(reason[1:]))
        return Operation(sign, self.tree(left, own), self.tree(right, own))

    def _instance(self, code: str) -> Node:
        base, _, number = code.rpartition(".")
        if base not in self.asked or not self.asked[base].repeat:
            return Reference(code)
        place = Constant(float(number))
        return Call("indexed-repeat", (Reference(base), Reference(self.asked[base].repeat), place))

    def _sum(self, parts: list[Node]) -> Node:
        tree: Node | None = None
        for part in parts:
            counted: Node = Call("coalesce", (part, Constant(0.0)))
            counted = part if isinstance(part, Constant) else counted
            tree = counted if tree is None else Operation("+", tree, counted)
        return tree or Constant(0.0)


def _named(tree: Node, own: str) -> Node:
    match tree:
        case Reference(""):
            return Reference(own)
        case Operation(sign, left, right):
            return Operation(sign, _named(left, own), _named(right, own))
        case Call(function, arguments):
            return Call(function, tuple(_named(argument, own) for argument in arguments))
    return tree


def _day(text: str) -> Node:
    if _DAY.fullmatch(text):
        return Call("date", (Constant(text),))
    if _MONTH.fullmatch(text):
        return Call("date", (Constant(f"{text}-01"),))
    return Constant(text)


def skipped(document: Mapping[str, Any]) -> dict[str, str]:
    """For each section that a route may jump over, the rule under which it is asked all the same.

    A route counts when its own section is asked and no earlier route of it holds.
    """
    order = [str(section.get("code")) for section in sections(dict(document))]
    over: dict[str, list[str]] = {code: [] for code in order}
    kept: dict[str, str] = {}
    for position, section in enumerate(sections(dict(document))):
        code = order[position]
        if over[code]:
            kept[code] = " and ".join(f"not({rule})" for rule in over[code])
        reached = [f"({rule})" for rule in (section.get("relevant"), kept.get(code)) if rule]
        earlier: list[str] = []
        for route in section.get("routes", []):
            rule = " and ".join([*reached, *earlier, f"({route['if']})"])
            target = route["to"]
            end = order.index(target) if target in order else len(order)
            for between in order[position + 1 : end]:
                over[between].append(rule)
            earlier.append(f"not({route['if']})")
    return kept
