"""The questions of an XLSForm."""

from __future__ import annotations

import re

from app.surveys.questionnaires.engine.reader.questions import MAX_TEXT_LENGTH
from app.surveys.questionnaires.engine.rules import RuleError
from app.surveys.questionnaires.engine.rules.tree import Node
from app.surveys.questionnaires.formats.expressions import FALSE, Known, every
from app.surveys.questionnaires.formats.losses import Loss
from app.surveys.questionnaires.formats.xlsform.choices import ChoiceList
from app.surveys.questionnaires.formats.xlsform.constraints import Constraint
from app.surveys.questionnaires.formats.xlsform.entries import LISTED, TYPES, Entry
from app.surveys.questionnaires.formats.xlsform.formulas import yes_or_no
from app.surveys.questionnaires.formats.xlsform.part_rows import add_part
from app.surveys.questionnaires.formats.xlsform.row_reader import Made, RowReader
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
    def statement(self, row: Row, rules: list[Node]) -> Made:
        code = self.codes.fit(row.get("name", "text"))
        label = self.texts.text(self.words(row, "label"), code, code)
        rule = self.kept(every(rules), code)
        found = {"code": code, "type": "statement", "label": label}
        return found | {"relevant": rule} if rule else found

    def questions(self, entry: Entry, rules: list[Node]) -> list[Made]:
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
        made: Made = {"code": code, "type": self._kind(entry, choices)}
        made["label"] = self.texts.text(self.words(row, "label"), code, code)
        if hint := self.texts.optional(self.words(row, "hint"), code):
            made["hint"] = hint
        if choices is not None:
            self._choices(made, entry, choices)
        if entry.base == "acknowledge":
            made["options"] = [{"code": "ok", "label": {"fr": "OK", "en": "OK"}}]
        self._rules(made, entry, rules)
        if entry.base == "calculate" and not self._calculate(made, row):
            return []
        if self.variants:
            made["variants"], self.variants = self.variants, []
        self.made[code] = made
        return [made]

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

    def _choices(self, made: Made, entry: Entry, choices: ChoiceList) -> None:
        code, row = made["code"], entry.row
        if choices.missing:
            made["missing"] = choices.missing
        if "randomize=true" in row.get("parameters", "").lower().replace(" ", ""):
            made["random"] = True
        if row.get("profile"):
            made["profile"] = row["profile"]
        if made["type"] == "scale":
            made["scale"] = self.scale(choices)
        elif made["type"] != "yes_no":
            options = [{"code": c.code, "label": c.label} for c in choices.options]
            rule = row.get("choice_filter", "")
            made["options"] = self._filtered(options, choices, rule, code) if rule else options
            if entry.or_other and "other" not in choices.codes.values():
                made["options"].append({"code": "other", "label": dict(OTHER), "specify": True})

    def scale(self, choices: ChoiceList) -> str:
        """The name of a scale; lists that only differ by reasons for not answering share one."""
        same = [each.name for each in self.lists.values() if each.same_options(choices)]
        name = min(same, key=lambda name: not choices.name.startswith(name))
        self.scales[name] = [{"code": c.code, "label": c.label} for c in choices.options]
        return name

    def _filtered(
        self, options: list[Made], choices: ChoiceList, rule: str, where: str
    ) -> list[Made]:
        """A filter is worked out for each choice: its columns are constants, the rest is a rule."""
        blank = {column: "" for choice in choices.choices for column in choice.columns}
        found = []
        for option, choice in zip(options, choices.options, strict=True):
            tree = self.formulas.tree(rule, where, columns=blank | choice.columns)
            if tree == FALSE:
                self.losses.add(where, Loss.NEVER_OFFERED, option["code"])
                continue
            offered = self.kept(tree, where)
            found.append(option | ({"relevant": offered} if offered else {}))
        return found

    def _rules(self, made: Made, entry: Entry, rules: list[Node]) -> None:
        row, code = entry.row, made["code"]
        own = self.formulas.known.get(code)
        if (required := self.required(row.get("required", ""), code)) and entry.base != "note":
            made["required"] = required
        tree = self.formulas.tree(row.get("relevant", ""), code, own)
        rule = self.kept(every([*rules, *([tree] if tree is not None else [])]), code)
        if rule:
            made["relevant"] = rule
        if entry.base == "text" and "multiline" in entry.appearance:
            made["max_length"] = _LONG
        if entry.base == "range":
            made |= _range(row.get("parameters", ""))
        self._constrain(made, row, own)

    def _constrain(self, made: Made, row: Row, own: Known | None) -> None:
        if own is None or not row.get("constraint"):
            return
        found = Constraint(own.sort).read(self.formulas.tree(row["constraint"], made["code"], own))
        made |= found.values
        if "max_length" in made:
            made["max_length"] = min(made["max_length"], MAX_TEXT_LENGTH)
        if made["type"] == "percentage" and (made.get("min"), made.get("max")) == (0, 100):
            del made["min"], made["max"]
        for option in made.get("options", []):
            if option["code"] in found.alone:
                option["exclusive"] = True
        message = self.texts.optional(self.words(row, "constraint_message"), made["code"])
        try:
            rule = found.check()
        except RuleError as error:
            self.losses.add(made["code"], Loss.EXPRESSION_NOT_UNDERSTOOD, error)
            return
        if rule:
            made["checks"] = [{"rule": rule, "message": message or dict(_NOT_VALID)}]
        elif message:
            self.losses.add(made["code"], Loss.ATTRIBUTE_IGNORED, "constraint_message")

    def _calculate(self, made: Made, row: Row) -> bool:
        text = row.get("calculation", "")
        tree = self.formulas.tree(text, made["code"])
        if not text:
            self.losses.add(made["code"], Loss.EXPRESSION_NOT_UNDERSTOOD)
        if tree is None:
            return False
        made["calculation"] = self.kept(yes_or_no(tree), made["code"])
        return bool(made["calculation"])


def _choice_kind(entry: Entry, choices: ChoiceList) -> str:
    plain = not entry.or_other and "choice_filter" not in entry.row
    if plain and choices.yes_no:
        return "yes_no"
    if plain and "likert" in entry.appearance:
        return "scale"
    return "dropdown" if entry.appearance & {"minimal", "autocomplete", "search"} else "single"


def _range(parameters: str) -> Made:
    found = dict(re.findall(r"(start|end)\s*=\s*(-?\d{1,9}(?:\.\d{1,6})?)", parameters.lower()))
    names = {"start": "min", "end": "max"}
    values = {names[key]: float(value) for key, value in found.items()}
    return {key: int(v) if v.is_integer() else v for key, v in values.items()}
