"""From the tree of a rule to a function of the answers.

A missing answer is nothing, and nothing has rules of its own, set out once here (what numbers, texts
and days are worth is in `values`):

- it equals the empty text `''` and nothing else, so `${q} = 'x'` is false and `${q} != 'x'` true;
- no comparison of order holds with it; arithmetic with it gives nothing;
- `sum`, `min`, `max` and `count` leave it out; the sum and the count of nothing are 0;
- a reason for not answering ("don't know") equals its own code and otherwise behaves like nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from app.surveys.questionnaires.engine.rules.functions import FUNCTIONS, Compiled, Given
from app.surveys.questionnaires.engine.rules.tree import (
    Call,
    Constant,
    Node,
    Operation,
    Reference,
    RuleError,
    nodes,
    parse,
)
from app.surveys.questionnaires.engine.rules.values import (
    SIGNS,
    computed,
    is_below,
    is_reason,
    is_same,
)


@dataclass(frozen=True)
class Rule:
    """An expression ready to be worked out. `own` is the question that `.` stands for."""

    source: str
    tree: Node = field(repr=False)
    own: str = ""
    evaluate: Compiled = field(default=lambda given: None, repr=False, compare=False)

    def holds(self, given: Given) -> bool:
        """Whether the rule is true of these answers."""
        return self.evaluate(given) is True

    @cached_property
    def references(self) -> frozenset[str]:
        """Codes of the questions that the rule looks at, its own left out."""
        codes = {node.code for node in nodes(self.tree) if isinstance(node, Reference)}
        return frozenset(codes - {"", self.own})


def parse_rule(text: str, own: str = "") -> Rule:
    """The rule that a text states. Raises RuleError, also for unknown functions."""
    return rule_of(text, parse(text), own)


def constant(value: str | float) -> Rule:
    """A rule that always gives this value."""
    return rule_of(str(value), Constant(value), "")


def rule_of(source: str, tree: Node, own: str) -> Rule:
    """The rule of a tree. Raises RuleError."""
    try:
        return Rule(source, tree, own, _compile(tree, own))
    except RecursionError:
        raise RuleError(f"{source[:60]!r}: nested too deeply") from None


def rewritten(rule: Rule, names: Mapping[str, tuple[str, ...]], own: str = "") -> Rule:
    """The same rule about other questions: each code is replaced by those that `names` gives.

    Several codes may only replace an argument of a function (`sum(${q})` over a repeated group);
    elsewhere RuleError is raised.
    """
    return rule_of(rule.source, _renamed(rule.tree, names), own)


def _renamed(tree: Node, names: Mapping[str, tuple[str, ...]]) -> Node:
    match tree:
        case Reference(code) if code in names:
            if len(names[code]) != 1:
                raise RuleError(code)
            return Reference(names[code][0])
        case Operation(sign, left, right):
            return Operation(sign, _renamed(left, names), _renamed(right, names))
        case Call(function, arguments):
            renamed: list[Node] = []
            for argument in arguments:
                if isinstance(argument, Reference) and FUNCTIONS[function].many:
                    codes = names.get(argument.code, (argument.code,))
                    renamed += [Reference(code) for code in codes]
                else:
                    renamed.append(_renamed(argument, names))
            return Call(function, tuple(renamed))
    return tree


def _compile(tree: Node, own: str) -> Compiled:
    match tree:
        case Constant(value):
            return lambda given: value
        case Reference(code):
            name = code or own
            return lambda given: given.get(name)
        case Operation(sign, left, right) if sign in ("=", "!="):
            return _equality(sign == "=", left, right, own)
        case Operation(sign, left, right):
            return _operation(sign, _compile(left, own), _compile(right, own))
        case Call(function, arguments):
            if function not in FUNCTIONS:
                raise RuleError(f"{function}()")
            known = FUNCTIONS[function]
            if not known.least <= len(arguments) <= known.most:
                raise RuleError(f"{function}(): {len(arguments)}")
            return known.make([_compile(argument, own) for argument in arguments])


def _operation(sign: str, first: Compiled, second: Compiled) -> Compiled:
    if sign == "and":
        return lambda given: first(given) is True and second(given) is True
    if sign == "or":
        return lambda given: first(given) is True or second(given) is True
    if sign in SIGNS:
        return lambda given: computed(sign, first(given), second(given))
    if sign in (">", ">="):
        first, second = second, first
    equal = sign in ("<=", ">=")
    return lambda given: is_below(first(given), second(given), equal)


def _equality(wanted: bool, left: Node, right: Node, own: str) -> Compiled:
    if isinstance(left, Reference) and isinstance(right, Constant) and right.value != "":
        code, value = left.code or own, right.value  # a shortcut for the usual rule

        def equal(given: Given) -> bool:
            answer = given.get(code)
            return (answer == value or is_same(answer, value)) is wanted

        return equal
    first, second = _compile(left, own), _compile(right, own)
    if not isinstance(left, Constant) and not isinstance(right, Constant):
        first, second = _without_reasons(first), _without_reasons(second)
    return lambda given: is_same(first(given), second(given)) is wanted


def _without_reasons(value: Compiled) -> Compiled:
    return lambda given: None if is_reason(answer := value(given)) else answer
