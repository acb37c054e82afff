"""The questions of an XLSForm."""

from __future__ import annotations

import re

from app.cells import typed
from app.surveys.questionnaires.engine.editing import Document
from app.surveys.questionnaires.engine.reader.questions import MAX_TEXT_LENGTH
from app.surveys.questionnaires.engine.rules import RuleError
from app.surveys.questionnaires.engine.rules.tree import Call, Constant, Node
from app.surveys.questionnaires.engine.rules.values import first_day
from app.surveys.questionnaires.formats.common_checks import add_check, check_whole
from app.surveys.questionnaires.formats.expressions import FALSE, Known, checked, every
from app.surveys.questionnaires.formats.losses import Loss
from app.surveys.questionnaires.formats.xlsform.choices import ChoiceList
from app.surveys.questionnaires.formats.xlsform.constraint_of import DEFAULT_LENGTH
from app.surveys.questionnaires.formats.xlsform.constraints import Constraint
from app.surveys.questionnaires.formats.xlsform.entries import LISTED, TYPES, Entry
from app.surveys.questionnaires.formats.xlsform.formulas import yes_or_no
from app.surveys.questionnaires.formats.xlsform.part_rows import add_part
from app.surveys.questionnaires.formats.xlsform.row_reader import RowReader
from app.surveys.questionnaires.formats.xlsform.sheets import Row

OTHER = {"fr": "Autre", "en": "Other"}
_NOT_VALID = {"fr": "Cette réponse ne convient pas.", "en": "This answer is not valid."}
_STEPS = {
    "fr": "Écrivez un nombre qui va de {step} en {step} à partir de {start}.",
    "en": "Write a number that goes by {step} from {start}.",
}
#: How a question of a type looks, as far as it is kept here.
_APPEARANCES = {
    "select_one": {"minimal", "autocomplete", "search", "likert"},
    "text": {"multiline"},
    "date": {"month-year"},
}
#: What pyxform gives to a range that says nothing.
_RANGE = {"start": 1.0, "end": 10.0, "step": 1.0}
_LONG = 2000
_NUMBER = re.compile(r"-?\d{1,9}(?:\.\d{1,6})?")


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
            row.dismiss()
            return []
        choices = self.lists.get(entry.list_name)
        if entry.base in LISTED and (choices is None or not choices.options):
            self.losses.add(code, Loss.NO_OPTIONS, entry.list_name)
            row.dismiss()
            return []
        self._say_settings(entry)
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
            self.losses.add(code, Loss.NOT_CALCULATED)
            return []
        if self.variants:
            question["variants"], self.variants = self.variants, []
        self.by_code[code] = question
        return [question]

    def _say_settings(self, entry: Entry) -> None:
        """What `appearance` and `parameters` hold and no question here has."""
        for word in sorted(entry.appearance - _APPEARANCES.get(entry.base, set())):
            self.losses.add(entry.code, Loss.ATTRIBUTE_IGNORED, f"appearance {word}")
        known = {"randomize"} if entry.base in LISTED else set()
        known |= set(_RANGE) if entry.base == "range" else set()
        for name in entry.parameters:
            if name not in known:
                self.losses.add(entry.code, Loss.ATTRIBUTE_IGNORED, name)

    def _kind(self, entry: Entry, choices: ChoiceList | None) -> str:
        row, kind = entry.row, entry.kind
        if entry.base == "select_one" and choices is not None:
            return _choice_kind(entry, choices)
        lowered = row.get("type", "").lower()
        if entry.base == "time" or lowered == "datetime":
            self.losses.add(entry.code, Loss.TYPE_CHANGED, lowered)
        return kind.code

    def _choices(self, question: Document, entry: Entry, choices: ChoiceList) -> None:
        code, row = question["code"], entry.row
        if choices.missing:
            question["missing"] = choices.missing
        if entry.parameters.get("randomize") == "true":
            question["random"] = True
        if row.get("profile"):
            question["profile"] = row["profile"]
        if question["type"] == "scale":
            question["scale"] = self.scale(choices)
        elif question["type"] != "yes_no":
            options = [{"code": c.code, "label": c.label} for c in choices.options]
            rule = row.get("choice_filter", "")
            question["options"] = self._filtered(options, choices, rule, code) if rule else options
            if entry.or_other:
                _add_other(question["options"])

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
        elif entry.base == "note" and required:
            self.losses.add(code, Loss.ATTRIBUTE_IGNORED, "required")
        if entry.base == "text" and "multiline" in entry.appearance:
            question["max_length"] = _LONG
        self._constrain(question, row, own)
        self._measure(question, entry)

    def _measure(self, question: Document, entry: Entry) -> None:
        """What a type says of its answers, and our kinds do not."""
        if entry.base == "range":
            question |= self._range(entry)
        elif entry.base == "integer" and entry.kind.xlsform.type != entry.base:
            check_whole(question)
        elif entry.base == "text" and "string-length" not in entry.row.get("constraint", ""):
            most = question.get("max_length", DEFAULT_LENGTH)
            self.losses.add(question["code"], Loss.LENGTH_LIMITED, most)

    def _range(self, entry: Entry) -> Document:
        """The bounds and steps of a range, those of pyxform where it does not say them."""
        said = _RANGE | {
            name: float(value)
            for name, value in entry.parameters.items()
            if name in _RANGE and _NUMBER.fullmatch(value)
        }
        low, high = sorted((said["start"], said["end"]))
        limits: Document = {"min": _short(low), "max": _short(high)}
        if step := abs(said["step"]):
            message = {
                language: text.format(step=typed(step, language), start=typed(low, language))
                for language, text in _STEPS.items()
            }
            if step == 1 and low.is_integer():
                check_whole(limits)
            else:
                add_check(limits, f"(. - {low:.15g}) mod {step:.15g} = 0", message)
        return limits

    def _constrain(self, question: Document, row: Row, own: Known | None) -> None:
        if own is None or not row.get("constraint"):
            return
        constraint = Constraint(own.sort).read(
            self.formulas.tree(row["constraint"], question["code"], own, check=True)
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
        except RuleError:
            self.losses.add(question["code"], Loss.EXPRESSION_NOT_UNDERSTOOD, row["constraint"])
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
            question["calculation"] = checked(_day_or(yes_or_no(tree)))
        except RuleError:
            self.losses.add(question["code"], Loss.EXPRESSION_NOT_UNDERSTOOD, text)
        return "calculation" in question


def _choice_kind(entry: Entry, choices: ChoiceList) -> str:
    plain = not entry.or_other and "choice_filter" not in entry.row
    if plain and choices.yes_no:
        return "yes_no"
    if plain and "likert" in entry.appearance:
        return "scale"
    return "dropdown" if entry.appearance & {"minimal", "autocomplete", "search"} else "single"


def _add_other(options: list[Document]) -> None:
    """An option to specify: the one that the list already calls `other`, or one more."""
    for option in options:
        if option["code"] == "other":
            option["specify"] = True
            return
    options.append({"code": "other", "label": dict(OTHER), "specify": True})


def _day_or(tree: Node) -> Node:
    """A calculation that is a day says so: its text alone would be no day."""
    if isinstance(tree, Constant) and first_day(str(tree.value)) and isinstance(tree.value, str):
        return Call("date", (tree,))
    return tree


def _short(value: float) -> int | float:
    return int(value) if value.is_integer() else value
