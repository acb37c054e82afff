"""The parts of a document: texts, codes, options, rules, numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from app.cells import LARGEST
from app.surveys.questionnaires.engine.problems import Problem, ProblemCode
from app.surveys.questionnaires.engine.question import Option
from app.surveys.questionnaires.engine.rules import Rule, RuleError, constant, parse_rule
from app.text import LANGUAGES, Text

MAX_TEXT = 3000
MAX_OPTIONS = 200
_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
_OPTION_CODE = re.compile(r"[a-z0-9][a-z0-9_]{0,39}")
#: What no database and no file can hold.
_UNWRITABLE = re.compile("[\0\ud800-\udfff]")
DOCUMENT_CODE = re.compile(r"[a-z][a-z0-9-]{0,39}")
_DAY = re.compile(r"\d{4}-\d{2}(-\d{2})?")
_OPTION_KEYS = {"code", "label", "exclusive", "relevant", "specify", "was", "covers"}


class Parts:
    """Reads as far as possible, so that all problems are reported at once."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.scales: dict[str, tuple[Option, ...]] = {}
        self.codes: list[str] = []  # of questions, in their order

    def problem(self, code: ProblemCode, where: str, detail: object = "") -> None:
        self.problems.append(Problem(code, where, str(detail)[:120]))

    def unknown_keys(self, item: dict[Any, Any], known: Iterable[str], where: str) -> None:
        for key in sorted(set(map(str, item)) - set(known)):
            self.problem(ProblemCode.UNKNOWN_KEY, where, key)

    def text(self, value: Any, where: str, optional: bool = False) -> Text:
        if optional and (value is None or value == {"fr": "", "en": ""}):
            return Text()
        if not isinstance(value, dict) or not set(value) <= set(LANGUAGES):
            self.problem(ProblemCode.BAD_VALUE, where, value)
            return Text()
        strings = {k: v.strip() for k, v in value.items() if isinstance(v, str)}
        if any(_UNWRITABLE.search(string) for string in strings.values()):
            self.problem(ProblemCode.BAD_VALUE, where, ascii(value)[:80])
            return Text()
        for language in LANGUAGES:
            if not strings.get(language):
                self.problem(ProblemCode.MISSING_TRANSLATION, where, language)
            elif len(strings[language]) > MAX_TEXT:
                self.problem(ProblemCode.TEXT_TOO_LONG, where, language)
        return Text.from_dict(strings)

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
        for position, item in enumerate(value[:MAX_OPTIONS]):
            place = f"{where}.options[{position + 1}]"
            if not isinstance(item, dict):
                self.problem(ProblemCode.BAD_VALUE, place, item)
                continue
            self.unknown_keys(item, _OPTION_KEYS, place)
            read.append(
                Option(
                    code=self.code(item.get("code"), place, taken, _OPTION_CODE),
                    label=self.text(item.get("label"), f"{place}.label"),
                    exclusive=item.get("exclusive") is True,
                    relevant=self.rule(item.get("relevant"), f"{place}.relevant"),
                    specify=item.get("specify") is True,
                    was=self.codes_in(item.get("was", []), f"{place}.was"),
                    covers=self.codes_in(item.get("covers", []), f"{place}.covers"),
                )
            )
        if len(value) > MAX_OPTIONS:
            self.problem(ProblemCode.BAD_VALUE, f"{where}.options", len(value))
        return tuple(read)

    def codes_in(self, value: Any, where: str) -> tuple[str, ...]:
        """A list of codes."""
        if not isinstance(value, list) or not all(isinstance(code, str) for code in value):
            self.problem(ProblemCode.BAD_VALUE, where, value)
            return ()
        return tuple(value)

    def rule(self, value: Any, where: str, own: str = "") -> Rule | None:
        if value is None:
            return None
        try:
            return parse_rule(value if isinstance(value, str) else "", own)
        except RuleError as error:
            self.problem(ProblemCode.BAD_RULE, where, error)
            return None

    def number(self, item: dict[str, Any], key: str, where: str) -> float | None:
        value = item.get(key)
        if value is None:
            return None
        if (
            isinstance(value, bool)
            or not isinstance(value, int | float)
            or not -LARGEST <= value <= LARGEST  # neither infinite nor NaN
        ):
            self.problem(ProblemCode.BAD_VALUE, f"{where}.{key}", value)
            return None
        return float(value)

    def bound(self, item: dict[str, Any], key: str, where: str) -> Rule | None:
        """The least or the greatest answer: a number, a day, or a rule that gives one."""
        value = item.get(key)
        if not isinstance(value, str):
            number = self.number(item, key, where)
            return None if number is None else constant(number)
        if _DAY.fullmatch(value):
            return constant(value)
        return self.rule(value, f"{where}.{key}", where)
