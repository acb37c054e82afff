"""From a document (the native YAML file) to a questionnaire, or to the list of its problems."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.surveys.questionnaire.model import (
    YES_NO,
    Missing,
    Option,
    Question,
    QuestionKind,
    Questionnaire,
    Section,
)
from app.surveys.questionnaire.rules import Rule, RuleError, parse_rule, references
from app.text import LANGUAGES, Text

MAX_QUESTIONS = 500
#: Attributes of the invited people that a question may ask for.
PROFILES = ("sex", "category", "directorate")
MAX_TEXT_LENGTH = 4000
_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
_OPTION_CODE = re.compile(r"[a-z0-9][a-z0-9_]{0,39}")
_DOCUMENT_CODE = re.compile(r"[a-z][a-z0-9-]{0,39}")


class ProblemCode(StrEnum):
    NOT_A_QUESTIONNAIRE = "not_a_questionnaire"
    UNKNOWN_KEY = "unknown_key"
    BAD_CODE = "bad_code"
    DOUBLED_CODE = "doubled_code"
    MISSING_TRANSLATION = "missing_translation"
    UNKNOWN_KIND = "unknown_kind"
    NO_OPTIONS = "no_options"
    UNKNOWN_SCALE = "unknown_scale"
    BAD_VALUE = "bad_value"
    BAD_RULE = "bad_rule"
    UNKNOWN_REFERENCE = "unknown_reference"
    LATER_REFERENCE = "later_reference"
    TOO_MANY_QUESTIONS = "too_many_questions"


@dataclass(frozen=True)
class Problem:
    """Why a document is not a questionnaire yet: what, where, and the words concerned."""

    code: ProblemCode
    where: str
    detail: str = ""


_QUESTION_KEYS = {
    "code", "type", "label", "hint", "options", "scale", "missing", "required", "relevant",
    "profile", "min", "max", "max_length", "max_choices",
}  # fmt: skip


class _Reader:
    """Reads as far as possible, so that all problems are told at once."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.scales: dict[str, tuple[Option, ...]] = {}
        self.known: list[str] = []

    def problem(self, code: ProblemCode, where: str, detail: object = "") -> None:
        self.problems.append(Problem(code, where, str(detail)[:120]))

    def text(self, value: Any, where: str, optional: bool = False) -> Text:
        if value is None and optional:
            return Text()
        if not isinstance(value, dict) or not set(value) <= set(LANGUAGES):
            self.problem(ProblemCode.BAD_VALUE, where, value)
            return Text()
        strings = {k: v.strip() for k, v in value.items() if isinstance(v, str)}
        text = Text.from_dict(strings)
        for language in LANGUAGES:
            if not strings.get(language):
                self.problem(ProblemCode.MISSING_TRANSLATION, where, language)
        return text

    def code(self, value: Any, where: str, taken: list[str], form: re.Pattern[str] = _CODE) -> str:
        if not isinstance(value, str) or not form.fullmatch(value):
            self.problem(ProblemCode.BAD_CODE, where, value)
            return ""
        if value in taken:
            self.problem(ProblemCode.DOUBLED_CODE, where, value)
        taken.append(value)
        return value

    def options(self, value: Any, where: str) -> tuple[Option, ...]:
        if not isinstance(value, list) or not value:
            self.problem(ProblemCode.NO_OPTIONS, where)
            return ()
        taken: list[str] = []
        read = []
        for position, item in enumerate(value):
            place = f"{where}.options[{position + 1}]"
            if not isinstance(item, dict):
                self.problem(ProblemCode.BAD_VALUE, place, item)
                continue
            code = self.code(item.get("code"), place, taken, _OPTION_CODE)
            label = self.text(item.get("label"), f"{place}.label")
            read.append(Option(code, label, item.get("exclusive") is True))
        return tuple(read)

    def rule(self, value: Any, where: str) -> Rule | None:
        if value is None:
            return None
        try:
            rule = parse_rule(value if isinstance(value, str) else "")
        except RuleError as error:
            self.problem(ProblemCode.BAD_RULE, where, error)
            return None
        for code in sorted(references(rule) - set(self.known[:-1])):
            self.problem(ProblemCode.UNKNOWN_REFERENCE, where, code)
        return rule

    def number(self, item: dict[str, Any], key: str, where: str) -> float | None:
        value = item.get(key)
        if value is None:
            return None
        if (
            isinstance(value, bool)
            or not isinstance(value, int | float)
            or not math.isfinite(value)
            or abs(value) > 1e12
        ):
            self.problem(ProblemCode.BAD_VALUE, f"{where}.{key}", value)
            return None
        return float(value)

    def question(self, item: Any, where: str) -> Question | None:
        if not isinstance(item, dict):
            self.problem(ProblemCode.BAD_VALUE, where, item)
            return None
        code = self.code(item.get("code"), where, self.known)
        where = code or where
        for key in sorted(set(map(str, item)) - _QUESTION_KEYS):
            self.problem(ProblemCode.UNKNOWN_KEY, where, key)
        try:
            kind = QuestionKind(item.get("type", ""))
        except ValueError:
            self.problem(ProblemCode.UNKNOWN_KIND, where, item.get("type"))
            return None
        low, high = self.number(item, "min", where), self.number(item, "max", where)
        if kind is QuestionKind.PERCENTAGE:
            low, high = 0.0, 100.0
        length = self.number(item, "max_length", where) or 500
        return Question(
            code=code,
            kind=kind,
            label=self.text(item.get("label"), f"{where}.label"),
            hint=self.text(item.get("hint"), f"{where}.hint", optional=True),
            options=self._options_of(kind, item, where),
            missing=self._missing(item.get("missing", []), where),
            required=item.get("required") is True,
            relevant=self.rule(item.get("relevant"), f"{where}.relevant"),
            profile=self._profile(item.get("profile", ""), kind, where),
            low=low,
            high=high,
            max_length=min(int(length), MAX_TEXT_LENGTH),
            max_choices=int(self.number(item, "max_choices", where) or 0),
        )

    def _options_of(
        self, kind: QuestionKind, item: dict[str, Any], where: str
    ) -> tuple[Option, ...]:
        if kind is QuestionKind.YES_NO:
            return YES_NO
        if kind is QuestionKind.SCALE:
            if str(item.get("scale")) not in self.scales:
                self.problem(ProblemCode.UNKNOWN_SCALE, where, item.get("scale"))
            return self.scales.get(str(item.get("scale")), ())
        if kind in (QuestionKind.SINGLE, QuestionKind.MULTIPLE):
            return self.options(item.get("options"), where)
        return ()

    def _profile(self, value: Any, kind: QuestionKind, where: str) -> str:
        """A profile question is one choice among the values of a known attribute."""
        if value != "" and (value not in PROFILES or kind is not QuestionKind.SINGLE):
            self.problem(ProblemCode.BAD_VALUE, f"{where}.profile", value)
        return str(value)

    def _missing(self, value: Any, where: str) -> tuple[Missing, ...]:
        names = {missing.name.lower(): missing for missing in Missing}
        if not isinstance(value, list) or not set(map(str, value)) <= set(names):
            self.problem(ProblemCode.BAD_VALUE, f"{where}.missing", value)
            return ()
        return tuple(names[str(name)] for name in value)

    def section(self, item: Any, where: str, taken: list[str]) -> Section | None:
        if not isinstance(item, dict) or not isinstance(item.get("questions"), list):
            self.problem(ProblemCode.BAD_VALUE, where, item)
            return None
        code = self.code(item.get("code"), where, taken)
        questions = [
            self.question(each, f"{code or where}[{position + 1}]")
            for position, each in enumerate(item["questions"][:MAX_QUESTIONS])
        ]
        title = self.text(item.get("title"), f"{code or where}.title")
        return Section(code, title, tuple(q for q in questions if q is not None))


def read_questionnaire(document: Any) -> tuple[Questionnaire | None, list[Problem]]:
    """The questionnaire that a document describes, or None and everything that is wrong with it."""
    reader = _Reader()
    if not isinstance(document, dict) or not isinstance(document.get("sections"), list):
        return None, [Problem(ProblemCode.NOT_A_QUESTIONNAIRE, "")]
    for key in sorted(
        set(map(str, document)) - {"code", "title", "introduction", "scales", "sections"}
    ):
        reader.problem(ProblemCode.UNKNOWN_KEY, "", key)
    code = document.get("code")
    if not isinstance(code, str) or not _DOCUMENT_CODE.fullmatch(code):
        reader.problem(ProblemCode.BAD_CODE, "code", code)
    scales = document.get("scales", {})
    for name, options in (scales if isinstance(scales, dict) else {}).items():
        reader.scales[str(name)] = reader.options(options, f"scales.{name}")
    title = reader.text(document.get("title"), "title")
    introduction = reader.text(document.get("introduction"), "introduction", optional=True)
    count = sum(
        len(s["questions"])
        for s in document["sections"]
        if isinstance(s, dict) and isinstance(s.get("questions"), list)
    )
    if count > MAX_QUESTIONS:
        return None, [Problem(ProblemCode.TOO_MANY_QUESTIONS, "", str(count))]
    taken: list[str] = []
    sections = [
        reader.section(item, f"sections[{position + 1}]", taken)
        for position, item in enumerate(document["sections"])
    ]
    if reader.problems:
        return None, _later_references(reader)
    kept = tuple(section for section in sections if section is not None)
    return Questionnaire(str(code), title, introduction, kept), []


def _later_references(reader: _Reader) -> list[Problem]:
    """A reference to a question that comes later is another problem than an unknown one."""
    return [
        Problem(ProblemCode.LATER_REFERENCE, p.where, p.detail)
        if p.code is ProblemCode.UNKNOWN_REFERENCE and p.detail in reader.known
        else p
        for p in reader.problems
    ]
