"""Our rules in the words of XLSForm, so that ODK reads in them what we do."""

from __future__ import annotations

from collections.abc import Mapping

from app.surveys.questionnaires.engine.checks import answers_behind
from app.surveys.questionnaires.engine.question import Shape
from app.surveys.questionnaires.engine.rules import Rule, RuleError, parse_rule
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
from app.surveys.questionnaires.engine.rules.values import ORDERS, first_day
from app.surveys.questionnaires.formats.expressions import DEEPEST, LONGEST, either, every, written
from app.surveys.questionnaires.formats.xlsform.asked import Asked
from app.surveys.questionnaires.formats.xlsform.book import CellTooLong
from app.surveys.questionnaires.formats.xlsform.idioms import NOTHING
from app.surveys.questionnaires.formats.xlsform.translation import Translation

_LOGIC = {"=", "!=", "and", "or"} | ORDERS


class Outgoing:
    def __init__(self, asked: Mapping[str, Asked]) -> None:
        self.asked = asked
        self.calculated = {
            code: each.counts for code, each in asked.items() if each.kind.shape is Shape.CALCULATED
        }

    def rule(self, text: object, own: str = "", elsewhere: bool = False) -> str:
        """A rule of ours in the syntax of XLSForm, "" when there is none.

        `elsewhere`: it is written on another row, where `.` must be written as a name.
        """
        if not isinstance(text, str) or not text:
            return ""
        tree = parse(text, LONGEST, DEEPEST)
        return self._written(_named(tree, own) if elsewhere else tree, own)

    def bound(self, sign: str, bound: object, own: str) -> str:
        """The least or the most that an answer is; nothing bounds it while a bound is not there."""
        limit: Node = (
            Constant(float(bound)) if isinstance(bound, int | float) else _limit(str(bound))
        )
        rule: Node = Operation(sign, Reference(""), limit)
        if not isinstance(limit, Constant):
            rule = Operation("or", Operation("=", limit, NOTHING), rule)
        text = self._written(rule, own)
        return text if isinstance(limit, Constant) else f"({text})"

    def check(self, text: str, own: str) -> str:
        """The rule of a check of an answer that is there; a reason for not answering passes."""
        rule = with_what_is_there(parse_rule(text, own))
        return _in_a_cell(self._passes(rule, rule.tree, ""))

    def fails(self, text: str, own: str) -> str:
        """That an answer which is there does not pass a check, written on another row."""
        rule = with_what_is_there(parse_rule(text, own))
        return f"${{{own}}} != '' and not({_in_a_cell(self._passes(rule, rule.tree, own))})"

    def fails_blank(self, text: str, own: str) -> str:
        """That a blank answer does not pass a check, for what it counts with others; "" when the
        check waits for the answer."""
        rule = with_what_is_there(parse_rule(text, own))
        part, operands = together(rule), self._operands(rule)
        if part is None or not operands:
            return ""
        blank = Operation("=", Reference(own), NOTHING)
        any_of = Translation(self.asked, own).any_answered(operands)
        fails = Call("not", (self._passes(rule, part.tree, own),))
        return _in_a_cell(every([blank, any_of, fails]))

    def _passes(self, rule: Rule, tree: Node, name: str) -> Node:
        """That a check, or a part of it, holds, or that there is a reason for not answering what it
        counts; its own answer is called by this name."""
        translation = Translation(self.asked, rule.own)
        counted = [] if together(rule) is None else self._operands(rule)
        reasons = translation.reasons_given(counted, Reference(name))
        return either([*reasons, translation.of(_named(tree, name))])

    def _operands(self, rule: Rule) -> list[str]:
        """The answers that people give among those that a rule looks at, or behind them."""
        return sorted(answers_behind(rule.references, self.calculated))

    def _written(self, tree: Node, own: str) -> str:
        return _in_a_cell(Translation(self.asked, own).of(tree))

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


def _limit(text: str) -> Node:
    return Constant(text) if first_day(text) else parse(text)


def _named(tree: Node, own: str) -> Node:
    match tree:
        case Reference(""):
            return Reference(own)
        case Operation(sign, left, right):
            return Operation(sign, _named(left, own), _named(right, own))
        case Call(function, arguments):
            return Call(function, tuple(_named(argument, own) for argument in arguments))
    return tree
