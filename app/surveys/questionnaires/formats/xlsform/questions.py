"""The questions of an XLSForm."""

from __future__ import annotations

import re

from app.surveys.questionnaires.engine.editing import Document
from app.surveys.questionnaires.engine.reader.questions import MAX_TEXT_LENGTH
from app.surveys.questionnaires.engine.rules import RuleError
from app.surveys.questionnaires.engine.rules.tree import Node
from app.surveys.questionnaires.formats.expressions import FALSE, Known, checked, every
from app.surveys.questionnaires.formats.losses import Loss
from app.surveys.questionnaires.formats.xlsform.choices import ChoiceList
from app.surveys.questionnaires.formats.xlsform.constraints import Constraint
from app.surveys.questionnaires.formats.xlsform.entries import LISTED, TYPES, Entry
from app.surveys.questionnaires.formats.xlsform.formulas import yes_or_no
from app.surveys.questionnaires.formats.xlsform.part_rows import add_part
from app.surveys.questionnaires.formats.xlsform.row_reader import RowReader
from app.surveys.questionnaires.formats.xlsform.sheets import TRANSLATED, Row

OTHER = {"fr": "Autre", "en": "Other"}
_NOT_VALID = {"fr": "Cette réponse ne convient pas.", "en": "This answer is not valid."}
_READ = {
    "type",
    "name",
    "required",
    "relevant",
    "constraint",
    "calculation",
    "choice_filter",
    "repeat_count",
    "appearance",
    "parameters",
    "kind",
    "profile",
    "random",
    "disabled",
}
_LONG = 2000


class QuestionMaker(RowReader):
    def statement(self, row: Row, rules: list[Node]) -> Document:
        code = self.codes.fit(row.get("name", "text"))
        label = self.texts.text(self.words(row, "label"), code, code)
        rule = self.kept(every(rules), code)
        statement = {"code": code, "type": "statement", "label": label}
        return statement | {"relevant": rule} if rule else statement

    def questions(self, entry: Entry, rules: list[Node]) -> list[Document]:
        """The question of a row; a row that is a part of a question is added to that one."""
        if entry.role:
            add_part(self, entry)
            return []
        row, code = entry.row, entry.code
        if entry.base not in TYPES:
            self.losses.add(row.get("name", ""), Loss.UNKNOWN_TYPE, row.get("type", ""))
            return []
        choices = self.lists.get(entry.list_name)
        if entry.base in LISTED and (choices is None or not choices.options):
            self.losses.add(code, Loss.NO_OPTIONS, entry.list_name)
            return []
        self.say_ignored(row, code)
        question: Document = {"code": code, "type": self._kind(entry, choices)}
        question["label"] = self.texts.text(self.words(row, "label"), code, code)
        if hint := self.texts.optional(self.words(row, "hint"), code):
            question["hint"] = hint
        if choices is not None:
            self._choices(question, entry, choices)
        if entry.base == "acknowledge":
            question["options"] = [{"code": "ok", "label": {"fr": "OK", "en": "OK"}}]
        self._rules(question, entry, rules)
        if entry.base == "calculate" and not self._calculate(question, row):
            return []
        if self.variants:
            question["variants"], self.variants = self.variants, []
        self.by_code[code] = question
        return [question]

    def say_ignored(self, row: Row, code: str) -> None:
        for column in row:
            if column not in _READ and column.partition(":")[0] not in TRANSLATED:
                self.losses.add(code, Loss.ATTRIBUTE_IGNORED, column)

    def _kind(self, entry: Entry, choices: ChoiceList | None) -> str:
        row, kind = entry.row, entry.kind
        if entry.base == "select_one" and choices is not None:
            return _choice_kind(entry, choices)
        lowered = row.get("type", "").lower()
        if entry.base == "integer" and kind.xlsform.type != entry.base:
            self.losses.add(entry.code, Loss.WHOLE_NUMBERS)
        elif entry.base == "time" or lowered == "datetime":
            self.losses.add(entry.code, Loss.TYPE_CHANGED, lowered)
        return kind.code

    def _choices(self, question: Document, entry: Entry, choices: ChoiceList) -> None:
        code, row = question["code"], entry.row
        if choices.missing:
            question["missing"] = choices.missing
        if "randomize=true" in row.get("parameters", "").lower().replace(" ", ""):
            question["random"] = True
        if row.get("profile"):
            question["profile"] = row["profile"]
        if question["type"] == "scale":
            question["scale"] = self.scale(choices)
        elif question["type"] != "yes_no":
            options = [{"code": c.code, "label": c.label} for c in choices.options]
            rule = row.get("choice_filter", "")
            question["options"] = self._filtered(options, choices, rule, code) if rule else options
            if entry.or_other and "other" not in choices.codes.values():
                question["options"].append({"code": "other", "label": dict(OTHER), "specify": True})

    def scale(self, choices: ChoiceList) -> str:
        """The name of a scale; lists that differ only in reasons for not answering share one."""
        same = [each.name for each in self.lists.values() if each.same_options(choices)]
        name = min(same, key=lambda name: not choices.name.startswith(name))
        self.scales[name] = [{"code": c.code, "label": c.label} for c in choices.options]
        return name

    def _filtered(
        self, options: list[Document], choices: ChoiceList, rule: str, where: str
    ) -> list[Document]:
        """A filter is worked out for each choice: its columns are constants, the rest is a rule."""
        blank = {column: "" for choice in choices.choices for column in choice.columns}
        parts = []
        for option, choice in zip(options, choices.options, strict=True):
            tree = self.formulas.tree(rule, where, columns=blank | choice.columns)
            if tree == FALSE:
                self.losses.add(where, Loss.NEVER_OFFERED, option["code"])
                continue
            offered = self.kept(tree, where)
            parts.append(option | ({"relevant": offered} if offered else {}))
        return parts

    def _rules(self, question: Document, entry: Entry, rules: list[Node]) -> None:
        row, code = entry.row, question["code"]
        own = self.formulas.known.get(code)
        if (required := self.required(row.get("required", ""), code)) and entry.base != "note":
            question["required"] = required
        tree = self.formulas.tree(row.get("relevant", ""), code, own)
        rule = self.kept(every([*rules, *([tree] if tree is not None else [])]), code)
        if rule:
            question["relevant"] = rule
        if entry.base == "text" and "multiline" in entry.appearance:
            question["max_length"] = _LONG
        if entry.base == "range":
            question |= _range(row.get("parameters", ""))
        self._constrain(question, row, own)

    def _constrain(self, question: Document, row: Row, own: Known | None) -> None:
        if own is None or not row.get("constraint"):
            return
        constraint = Constraint(own.sort).read(
            self.formulas.tree(row["constraint"], question["code"], own)
        )
        question |= constraint.values
        if "max_length" in question:
            question["max_length"] = min(question["max_length"], MAX_TEXT_LENGTH)
        if question["type"] == "percentage" and (question.get("min"), question.get("max")) == (
            0,
            100,
        ):
            del question["min"], question["max"]
        for option in question.get("options", []):
            if option["code"] in constraint.alone:
                option["exclusive"] = True
        message = self.texts.optional(self.words(row, "constraint_message"), question["code"])
        try:
            rule = constraint.check()
        except RuleError as error:
            self.losses.add(question["code"], Loss.EXPRESSION_NOT_UNDERSTOOD, error)
            return
        if rule:
            question["checks"] = [{"rule": rule, "message": message or dict(_NOT_VALID)}]
        elif message:
            self.losses.add(question["code"], Loss.ATTRIBUTE_IGNORED, "constraint_message")

    def _calculate(self, question: Document, row: Row) -> bool:
        text = row.get("calculation", "")
        tree = self.formulas.tree(text, question["code"])
        if not text:
            self.losses.add(question["code"], Loss.EXPRESSION_NOT_UNDERSTOOD)
        if tree is None:
            return False
        try:
            question["calculation"] = checked(yes_or_no(tree))
        except RuleError as error:
            self.losses.add(question["code"], Loss.EXPRESSION_NOT_UNDERSTOOD, error)
        return "calculation" in question


def _choice_kind(entry: Entry, choices: ChoiceList) -> str:
    plain = not entry.or_other and "choice_filter" not in entry.row
    if plain and choices.yes_no:
        return "yes_no"
    if plain and "likert" in entry.appearance:
        return "scale"
    return "dropdown" if entry.appearance & {"minimal", "autocomplete", "search"} else "single"


def _range(parameters: str) -> Document:
    limits = dict(re.findall(r"(start|end)\s*=\s*(-?\d{1,9}(?:\.\d{1,6})?)", parameters.lower()))
    names = {"start": "min", "end": "max"}
    values = {names[key]: float(value) for key, value in limits.items()}
    return {key: int(v) if v.is_integer() else v for key, v in values.items()}
