"""When a question of LimeSurvey is asked: its equation, or the conditions of older surveys."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.surveys.questionnaires.engine.rules import RuleError
from app.surveys.questionnaires.engine.rules.tree import (
    Call,
    Constant,
    Node,
    Operation,
    Reference,
    is_larger,
    parts_of,
)
from app.surveys.questionnaires.formats.expressions import (
    FALSE,
    Adapter,
    Known,
    as_read,
    checked,
    either,
    every,
)
from app.surveys.questionnaires.formats.limesurvey.file import Line
from app.surveys.questionnaires.formats.limesurvey.syntax import (
    Expression,
    parse_expression,
    replaced,
)
from app.surveys.questionnaires.formats.losses import Loss, Losses

_SGQA = re.compile(r"\+?\d+X\d+X(\d\w*(?:#\d)?)", re.ASCII)
_ALWAYS = {"", "1", "true"}
_NEVER = {"0", "false"}
_CHECKED = {"Y", "1"}
_SHOWN = ".shown"
#: Parts of the largest rule: each one may hold those of the questions that it names.
_LARGEST = 300


@dataclass
class Names:
    """What expressions may name: questions, ticked boxes (an option of a question), and aliases."""

    known: dict[str, Known] = field(default_factory=dict)
    boxes: dict[str, tuple[str, str]] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    qids: dict[str, str] = field(default_factory=dict)
    words: dict[str, dict[str, str]] = field(default_factory=dict)  # of answers -> name in the file

    def add(self, name: str, qid: str, suffix: str, known: Known) -> None:
        self.known.setdefault(name, known)
        self._place(name, qid, suffix)

    def add_box(self, name: str, qid: str, suffix: str, of: str, option: str) -> None:
        self.boxes.setdefault(name, (of, option))
        self._place(name, qid, suffix)

    def _place(self, name: str, qid: str, suffix: str) -> None:
        self.aliases.setdefault(qid + suffix, name)
        self.qids.setdefault(name, qid)

    def of(self, name: str) -> str:
        """The name under which something is kept, which the file may give by its place."""
        match = _SGQA.fullmatch(name)
        if match:
            return self.aliases.get(match.group(1), name)
        if name in self.known or name in self.boxes or not re.fullmatch(r"Q\d+", name):
            return name
        return self.aliases.get(name[1:], name)


class Relevance:
    """Translates expressions; what is not understood is reported, and left out."""

    def __init__(self, names: Names, conditions: list[Line], losses: Losses) -> None:
        self.names, self.losses = names, losses
        self.adapter = Adapter(names.known)
        self.group: Node | None = None  # the rule of the group that is being read
        self.asked: dict[str, Node] = {}  # by question, when it is asked
        self.conditions: dict[str, list[Line]] = {}
        for line in conditions:
            self.conditions.setdefault(line.get("qid", ""), []).append(line)

    def tree(self, text: str, where: str, own: Known | None = None) -> Node | None:
        """The tree of an expression about our questions; None when there is none to be had."""
        if text.strip() in _ALWAYS:
            return None
        if text.strip() in _NEVER:
            return FALSE
        try:
            expression = parse_expression(text)
            return self._while_asked(expression, self._translated(expression.tree, own), own)
        except (RuleError, RecursionError):
            self.losses.add(where, Loss.EXPRESSION_NOT_UNDERSTOOD, text)
            return None

    def value(self, text: str, where: str) -> tuple[str, Node | None]:
        """An expression that gives a value, and when it has one."""
        try:
            expression = parse_expression(text)
            tree = self._translated(expression.tree, None)
            return checked(tree), every(self._needed(expression)) or None
        except (RuleError, RecursionError):
            self.losses.add(where, Loss.EXPRESSION_NOT_UNDERSTOOD, text)
            return "", None

    def _while_asked(self, expression: Expression, tree: Node, own: Known | None) -> Node:
        """A condition is false where a question that it names is not asked, unless `.NAOK` follows
        the name; what is false without its answer needs not be said so."""
        needed = self._needed(expression, own)
        needed = [each for each in needed if each not in parts_of(tree, "and")]
        if not needed:
            return tree
        whole = every([tree, *needed])
        if is_larger(whole, _LARGEST):
            raise RuleError("long")
        return whole

    def _needed(self, expression: Expression, own: Known | None = None) -> list[Node]:
        """When each question that an expression needs is asked, its own left out."""
        needed: dict[str, Node] = {}
        for name in sorted(expression.needs):
            name = self.names.of(name)
            qid = self.names.qids.get(name, "")
            mine = own is not None and self.names.known.get(name) is own
            if qid in self.asked and not mine and not _settled(expression.tree, name):
                needed[qid] = self.asked[qid]
        return list(needed.values())

    def of_question(self, qid: str, text: str, where: str) -> Node | None:
        """The rule of a question, which is remembered with that of its group."""
        rule = self._of_question(qid, text, where)
        rules = [each for each in (self.group, rule) if each is not None]
        if rules:
            self.asked[qid] = every(rules)
        return rule

    def _of_question(self, qid: str, text: str, where: str) -> Node | None:
        """Conditions count only where there is no equation."""
        if text.strip() not in _ALWAYS or qid not in self.conditions:
            return self.tree(text, where)
        scenarios: dict[str, dict[str, list[Node]]] = {}
        for line in self.conditions[qid]:
            said = " ".join(line.get(key, "") for key in ("cfieldname", "method", "value"))
            try:
                node = self._condition(line)
            except (RuleError, RecursionError):
                self.losses.add(where, Loss.EXPRESSION_NOT_UNDERSTOOD, said)
                return None
            # answers to one question are alternatives; boxes, and lines of an array, are not
            field, scenario = line.get("cfieldname", ""), line.get("scenario", "")
            of = said if field.startswith("+") else field
            scenarios.setdefault(scenario, {}).setdefault(of, []).append(node)
        return either([every([either(n) for n in each.values()]) for each in scenarios.values()])

    def text(self, text: str, where: str, own: Known | None = None) -> str:
        """An expression as it is kept, "" when there is none."""
        return self.kept(self.tree(text, where, own), where)

    def kept(self, tree: Node | None, where: str) -> str:
        if tree is None or tree == Call("true", ()):
            return ""
        try:
            return checked(tree)
        except RuleError:
            self.losses.add(where, Loss.EXPRESSION_NOT_UNDERSTOOD, as_read(tree))
            return ""

    def _translated(self, tree: Node, own: Known | None) -> Node:
        return self.adapter.rule(replaced(tree, self._box), own)

    def _condition(self, line: Line) -> Node:
        """An old condition; of a whole multiple choice, it means that an option is chosen."""
        tree = _expression_of(line)
        match tree:
            case Operation("=" | "!=" as sign, Reference(name), Constant(str() as value)):
                known = self.names.known.get(self.names.of(name))
                if known and known.sort == "choices" and value in known.options:
                    chosen = Call("selected", (Reference(self.names.of(name)), Constant(value)))
                    tree = chosen if sign == "=" else Call("not", (chosen,))
        return self._translated(tree, None)

    def _shown(self, sign: str, name: str, words: str) -> Node:
        """An answer compared by its words."""
        of = self.names.of(name)
        if of not in self.names.words:
            return Operation(sign, Reference(of), Constant(words))
        if words not in self.names.words[of]:
            raise RuleError(words)
        return Operation(sign, Reference(of), Constant(self.names.words[of][words]))

    def _box(self, tree: Node) -> Node | None:
        """Boxes are options of a question here; names given by their place get their own."""
        match tree:
            case Operation("=" | "!=" as sign, Reference(name), Constant(str() as words)) if (
                name.endswith(_SHOWN)
            ):
                return self._shown(sign, name.removesuffix(_SHOWN), words)
            case Operation("=" | "!=" as sign, Reference(name), Constant(value)):
                box = self.names.boxes.get(self.names.of(name))
                if box is None:
                    return None
                text = str(int(value)) if isinstance(value, float) else value
                ticked = (text in _CHECKED) is (sign == "=")
                return _selected(box) if ticked else Call("not", (_selected(box),))
            case Call("count", arguments):
                return self._count(arguments)
            case Call("string-length", (Reference(name),)) if box := self.names.boxes.get(
                self.names.of(name)
            ):
                return _one(box)  # what is kept of a box is one sign, or none
            case Operation("<" | "<=" | ">" | ">=", left, right) if self._is_box(left, right):
                raise RuleError("box")
            case Reference("this" | "self"):
                return Reference("")
            case Reference(name) if name:
                own, box = self._own(name), self.names.boxes.get(self.names.of(name))
                return _selected(box) if box else Reference(own)
        return None

    def _own(self, name: str) -> str:
        """The name under which an answer is kept; its words or its points are not its code."""
        bare, _, part = name.partition(".")
        own = self.names.of(bare)
        known = self.names.known.get(own)
        if part and known is not None and known.sort in ("choice", "choices"):
            raise RuleError(name)
        return own

    def _is_box(self, *nodes: Node) -> bool:
        names = (node.code for node in nodes if isinstance(node, Reference))
        return any(self.names.of(name) in self.names.boxes for name in names)

    def _count(self, arguments: tuple[Node, ...]) -> Node | None:
        """How many boxes are ticked."""
        boxes = [
            self.names.boxes.get(self.names.of(each.code))
            for each in arguments
            if isinstance(each, Reference)
        ]
        known = [box for box in boxes if box is not None]
        if not known or len(known) < len(arguments):
            return None
        ones = [_one(box) for box in known]
        tree: Node = ones[0]
        for one in ones[1:]:
            tree = Operation("+", tree, one)
        return tree


def _selected(box: tuple[str, str]) -> Node:
    return Call("selected", (Reference(box[0]), Constant(box[1])))


def _one(box: tuple[str, str]) -> Node:
    return Call("if", (_selected(box), Constant(1.0), Constant(0.0)))


def _settled(tree: Node, name: str) -> bool:
    """Whether a condition is false anyway where this name has no answer."""
    match tree:
        case Operation("and", left, right):
            return _settled(left, name) or _settled(right, name)
        case Operation("or", left, right):
            return _settled(left, name) and _settled(right, name)
        case Operation("=", Reference(code), Constant(value)):
            return code == name and value != ""
        case Operation("<" | "<=" | ">" | ">=", left, right):
            return Reference(name) in (left, right)
    return False


def _expression_of(line: Mapping[str, str]) -> Node:
    value = line.get("value", "").strip()
    name = line.get("cfieldname", "").strip().lstrip("+")
    other = re.fullmatch(r"@(\d+X\d+X\d\w*)@", value)
    if other is None and re.fullmatch(r"@\d+X\d+X\d.*@|\{.+\}", value):
        raise RuleError(value)
    mark = "'" if '"' in value else '"'
    text = other.group(1) if other else f"{mark}{value}{mark}"
    return parse_expression(f"{name} {line.get('method', '').strip() or '=='} {text}").tree
