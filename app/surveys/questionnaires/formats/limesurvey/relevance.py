"""When a question of LimeSurvey is asked: its equation, or the conditions of older surveys."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.surveys.questionnaires.engine.rules import RuleError
from app.surveys.questionnaires.engine.rules.tree import Call, Constant, Node, Operation, Reference
from app.surveys.questionnaires.formats.expressions import (
    FALSE,
    Adapter,
    Known,
    checked,
    either,
    every,
)
from app.surveys.questionnaires.formats.limesurvey.file import Line
from app.surveys.questionnaires.formats.limesurvey.syntax import parse_expression, replaced
from app.surveys.questionnaires.formats.losses import Loss, Losses

_SGQA = re.compile(r"\+?\d+X\d+X(\d\w*(?:#\d)?)", re.ASCII)
_ALWAYS = {"", "1", "true"}
_NEVER = {"0", "false"}
_CHECKED = {"Y", "1"}


@dataclass
class Names:
    """What expressions may name: questions, ticked boxes (an option of a question), and aliases."""

    known: dict[str, Known] = field(default_factory=dict)
    boxes: dict[str, tuple[str, str]] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, qid: str, suffix: str, known: Known) -> None:
        self.known.setdefault(name, known)
        self.aliases.setdefault(qid + suffix, name)

    def add_box(self, name: str, qid: str, suffix: str, of: str, option: str) -> None:
        self.boxes.setdefault(name, (of, option))
        self.aliases.setdefault(qid + suffix, name)

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
            return self._translated(parse_expression(text), own)
        except (RuleError, RecursionError):
            self.losses.add(where, Loss.EXPRESSION_NOT_UNDERSTOOD, text)
            return None

    def of_question(self, qid: str, text: str, where: str) -> Node | None:
        """The rule of a question: conditions count only where there is no equation."""
        if text.strip() not in _ALWAYS or qid not in self.conditions:
            return self.tree(text, where)
        scenarios: dict[str, dict[str, list[Node]]] = {}
        for line in self.conditions[qid]:
            said = " ".join(line.get(key, "") for key in ("cfieldname", "method", "value"))
            try:
                node = self._translated(_condition(line), None)
            except (RuleError, RecursionError):
                self.losses.add(where, Loss.EXPRESSION_NOT_UNDERSTOOD, said)
                return None
            scenario = scenarios.setdefault(line.get("scenario", ""), {})
            scenario.setdefault(line.get("cqid", ""), []).append(node)
        return either([every([either(n) for n in each.values()]) for each in scenarios.values()])

    def text(self, text: str, where: str, own: Known | None = None) -> str:
        """An expression as it is kept, "" when there is none."""
        return self.kept(self.tree(text, where, own), where)

    def kept(self, tree: Node | None, where: str) -> str:
        if tree is None or tree == Call("true", ()):
            return ""
        try:
            return checked(tree)
        except RuleError as error:
            self.losses.add(where, Loss.EXPRESSION_NOT_UNDERSTOOD, error)
            return ""

    def _translated(self, tree: Node, own: Known | None) -> Node:
        return self.adapter.rule(replaced(tree, self._box), own)

    def _box(self, tree: Node) -> Node | None:
        """Boxes are options of a question here; names given by their place get their own."""
        match tree:
            case Operation("=" | "!=" as sign, Reference(name), Constant(value)):
                box = self.names.boxes.get(self.names.of(name))
                if box is None:
                    return None
                text = str(int(value)) if isinstance(value, float) else value
                ticked = (text in _CHECKED) is (sign == "=")
                return _selected(box) if ticked else Call("not", (_selected(box),))
            case Call("count", arguments):
                return self._count(arguments)
            case Reference("this" | "self"):
                return Reference("")
            case Reference(name) if name:
                own = self.names.of(name)
                box = self.names.boxes.get(own)
                return _selected(box) if box else Reference(own)
        return None

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
        ones = [Call("if", (_selected(b), Constant(1.0), Constant(0.0))) for b in known]
        tree: Node = ones[0]
        for one in ones[1:]:
            tree = Operation("+", tree, one)
        return tree


def _selected(box: tuple[str, str]) -> Node:
    return Call("selected", (Reference(box[0]), Constant(box[1])))


def _condition(line: Mapping[str, str]) -> Node:
    value = line.get("value", "").strip()
    name = line.get("cfieldname", "").strip().lstrip("+")
    other = re.fullmatch(r"@(\d+X\d+X\d\w*)@", value)
    mark = "'" if '"' in value else '"'
    text = other.group(1) if other else f"{mark}{value}{mark}"
    return parse_expression(f"{name} {line.get('method', '').strip() or '=='} {text}")
