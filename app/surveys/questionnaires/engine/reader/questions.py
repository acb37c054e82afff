"""One question of a document, unfolded: a matrix gives its items, an option to specify its text."""

from __future__ import annotations

from typing import Any

from app.surveys.questionnaires.engine.kinds import ENTRIES, KINDS
from app.surveys.questionnaires.engine.model import RESERVED_CODES, Battery
from app.surveys.questionnaires.engine.problems import ProblemCode
from app.surveys.questionnaires.engine.question import (
    Check,
    Feature,
    Kind,
    Matrix,
    Missing,
    Option,
    Question,
    Variant,
)
from app.surveys.questionnaires.engine.reader.parts import Parts
from app.surveys.questionnaires.engine.rules import Rule, constant, parse_rule
from app.surveys.questionnaires.engine.rules.counting import with_what_is_there

MAX_TEXT_LENGTH = 4000
SPECIFY_LENGTH = 120
_SHARED_BY_ITEMS: tuple[str, ...] = ("scale", "missing", "required", "relevant")
#: The kind of the text of an option to specify.
_SPECIFIED = "text"

QUESTION_KEYS = {
    "code",
    "type",
    "label",
    "hint",
    "options",
    "scale",
    "missing",
    "required",
    "relevant",
    "profile",
    "min",
    "max",
    "max_length",
    "min_choices",
    "max_choices",
    "random",
    "checks",
    "variants",
    "calculation",
    "items",
}


class QuestionReader(Parts):
    def __init__(self) -> None:
        super().__init__()
        self.batteries: dict[str, Battery] = {}

    def questions(self, item: Any, where: str) -> list[Question]:
        """The questions that one entry of a section stands for."""
        if not isinstance(item, dict):
            self.problem(ProblemCode.BAD_VALUE, where, item)
            return []
        entry = ENTRIES.get(str(item.get("type")))
        if isinstance(entry, Matrix):
            return self._matrix(entry, item, where)
        question = self._question(item, where)
        if question is None:
            return []
        return [question, *(self._specified(question, o) for o in question.options if o.specify)]

    def _matrix(self, entry: Matrix, item: dict[str, Any], where: str) -> list[Question]:
        code = self.code(item.get("code"), where, list(self.batteries))
        where = code or where
        self.unknown_keys(item, QUESTION_KEYS, where)
        self.batteries[code] = Battery(
            self.text(item.get("label"), f"{where}.label"),
            self.text(item.get("hint"), f"{where}.hint", optional=True),
            item.get("random") is True,
        )
        rows = item.get("items")
        if not isinstance(rows, list) or not rows:
            self.problem(ProblemCode.NO_QUESTIONS, where)
            return []
        shared = {key: item[key] for key in _SHARED_BY_ITEMS if key in item}
        rows_read = []
        for position, row in enumerate(rows):
            place = f"{where}.items[{position + 1}]"
            if not isinstance(row, dict):
                self.problem(ProblemCode.BAD_VALUE, place, row)
                continue
            self.unknown_keys(row, {"code", "label"}, place)
            question = self._question({**row, **shared, "type": entry.kind.code}, place, code)
            if question is not None:
                rows_read.append(question)
        return rows_read

    def _question(self, item: dict[str, Any], where: str, battery: str = "") -> Question | None:
        code = self.code(item.get("code"), where, self.codes)
        where = code or where
        if code in RESERVED_CODES:
            self.problem(ProblemCode.BAD_CODE, where, code)
        self.unknown_keys(item, QUESTION_KEYS, where)
        kind = KINDS.get(str(item.get("type", "")))
        if kind is None:
            self.problem(ProblemCode.UNKNOWN_KIND, where, item.get("type"))
            return None
        low = self.bound(item, "min", where) or _usual(kind.low)
        high = self.bound(item, "max", where) or _usual(kind.high)
        required, required_if = self._required(item.get("required"), where)
        length = int(self.number(item, "max_length", where) or 500)
        return Question(
            code=code,
            kind=kind,
            label=self.text(item.get("label"), f"{where}.label"),
            hint=self.text(item.get("hint"), f"{where}.hint", optional=True),
            options=self._options_of(kind, item, where),
            missing=self._missing(item.get("missing", []), where),
            required=required,
            required_if=required_if,
            relevant=self.rule(item.get("relevant"), f"{where}.relevant", code),
            profile=self._profile(item.get("profile", ""), kind, where),
            low=low,
            high=high,
            max_length=max(1, min(length, MAX_TEXT_LENGTH)),
            min_choices=self._choices(kind, item, "min_choices", where),
            max_choices=self._choices(kind, item, "max_choices", where),
            random=item.get("random") is True,
            checks=self._checks(item.get("checks", []), where, code),
            variants=self._variants(item.get("variants", []), where, code),
            calculation=self._calculation(kind, item, where),
            battery=battery,
        )

    def _specified(self, question: Question, option: Option) -> Question:
        """The text of an option to specify: on the path only while its option is chosen."""
        code = f"{question.code}.{option.code}"
        chosen = f"selected(${{{question.code}}}, '{option.code}')"
        if not question.kind.listed:
            chosen = f"${{{question.code}}} = '{option.code}'"
        return Question(
            code=code,
            kind=KINDS[_SPECIFIED],
            label=option.label,
            relevant=parse_rule(chosen, code),
            max_length=SPECIFY_LENGTH,
            specifies=option.code,
        )

    def _options_of(self, kind: Kind, item: dict[str, Any], where: str) -> tuple[Option, ...]:
        if Feature.SCALE in kind.features:
            if str(item.get("scale")) not in self.scales:
                self.problem(ProblemCode.UNKNOWN_SCALE, where, item.get("scale"))
            return self.scales.get(str(item.get("scale")), ())
        if Feature.OPTIONS in kind.features:
            return self.options(item.get("options"), where)
        return kind.options

    def _choices(self, kind: Kind, item: dict[str, Any], key: str, where: str) -> int:
        number = int(self.number(item, key, where) or 0)
        return number if kind.listed else 0

    def _required(self, value: Any, where: str) -> tuple[bool, Rule | None]:
        if value is None or isinstance(value, bool):
            return bool(value), None
        return False, self.rule(value, f"{where}.required", where)

    def _profile(self, value: Any, kind: Kind, where: str) -> str:
        """A profile question is one choice among the values of an attribute of the invited, on a
        scale when they have an order, as ages do."""
        if value == "":
            return ""
        if not kind.profiled:
            self.problem(ProblemCode.BAD_VALUE, f"{where}.profile", value)
        return self.code(value, f"{where}.profile", [])

    def _missing(self, value: Any, where: str) -> tuple[Missing, ...]:
        names = {missing.name.lower(): missing for missing in Missing}
        if not isinstance(value, list) or not set(map(str, value)) <= set(names):
            self.problem(ProblemCode.BAD_VALUE, f"{where}.missing", value)
            return ()
        return tuple(names[str(name)] for name in value)

    def _listed(self, value: Any, known: set[str], where: str) -> list[tuple[dict[str, Any], str]]:
        """The entries of a list of objects, each with its place."""
        if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
            self.problem(ProblemCode.BAD_VALUE, where, value)
            return []
        places = [(entry, f"{where}[{position + 1}]") for position, entry in enumerate(value)]
        for entry, place in places:
            self.unknown_keys(entry, known, place)
        return places

    def _checks(self, value: Any, where: str, own: str) -> tuple[Check, ...]:
        checks = []
        for entry, place in self._listed(value, {"rule", "message", "soft"}, f"{where}.checks"):
            rule = self.rule(entry.get("rule", ""), place, own)
            message = self.text(entry.get("message"), f"{place}.message")
            if rule is not None:
                checks.append(Check(with_what_is_there(rule), message, entry.get("soft") is True))
        return tuple(checks)

    def _variants(self, value: Any, where: str, own: str) -> tuple[Variant, ...]:
        variants = []
        for entry, place in self._listed(value, {"if", "label", "hint"}, f"{where}.variants"):
            rule = self.rule(entry.get("if", ""), place, own)
            label = self.text(entry.get("label"), f"{place}.label")
            hint = self.text(entry.get("hint"), f"{place}.hint", optional=True)
            if rule is not None:
                variants.append(Variant(rule, label, hint))
        return tuple(variants)

    def _calculation(self, kind: Kind, item: dict[str, Any], where: str) -> Rule | None:
        if Feature.CALCULATION not in kind.features:
            return None
        return self.rule(item.get("calculation", ""), f"{where}.calculation", where)


def _usual(bound: float | None) -> Rule | None:
    return None if bound is None else constant(bound)
