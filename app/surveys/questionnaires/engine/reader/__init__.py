"""From a document (the native YAML file) to a questionnaire, or to the list of its problems."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from app.surveys.questionnaires.engine.checker import check
from app.surveys.questionnaires.engine.checks import with_operands
from app.surveys.questionnaires.engine.model import Dimension, Questionnaire, Route, Section
from app.surveys.questionnaires.engine.problems import Problem, ProblemCode
from app.surveys.questionnaires.engine.question import Question
from app.surveys.questionnaires.engine.reader.parts import DOCUMENT_CODE
from app.surveys.questionnaires.engine.reader.questions import QUESTION_KEYS, QuestionReader
from app.surveys.questionnaires.engine.reader.unfolding import Repeat, unfold

__all__ = ["QUESTION_KEYS", "read_as_far_as_possible", "read_questionnaire"]

MAX_QUESTIONS = 500
RESERVED_DOCUMENTS = ("new", "import")  # addresses of other pages
MAX_REPEATS = 20
_DOCUMENT_KEYS = {"code", "title", "introduction", "scales", "dimensions", "sections"}
_SECTION_KEYS = {"code", "title", "relevant", "random", "repeat", "routes", "questions"}
_DIMENSION_KEYS = {"code", "label", "high", "items", "reversed", "min_answered"}


class _Reader(QuestionReader):
    def __init__(self) -> None:
        super().__init__()
        self.repeats: dict[str, Repeat] = {}

    def section(self, item: Any, where: str, taken: list[str]) -> Section | None:
        if not isinstance(item, dict) or not isinstance(item.get("questions"), list):
            self.problem(ProblemCode.BAD_VALUE, where, item)
            return None
        code = self.code(item.get("code"), where, taken)
        where = code or where
        self.unknown_keys(item, _SECTION_KEYS, where)
        if not item["questions"]:
            self.problem(ProblemCode.NO_QUESTIONS, where)
        questions: list[Question] = []
        for position, each in enumerate(item["questions"]):
            questions += self.questions(each, f"{where}[{position + 1}]")
        self._repeat(item.get("repeat"), where)
        return Section(
            code=code,
            title=self.text(item.get("title"), f"{where}.title"),
            questions=tuple(questions),
            relevant=self.rule(item.get("relevant"), f"{where}.relevant"),
            routes=self._routes(item.get("routes", []), where),
            random=item.get("random") is True,
        )

    def _repeat(self, value: Any, where: str) -> None:
        if value is None:
            return
        times = value.get("times") if isinstance(value, dict) else None
        most = value.get("most") if isinstance(value, dict) else None
        if not isinstance(most, int) or not 1 <= most <= MAX_REPEATS or not isinstance(times, str):
            self.problem(ProblemCode.BAD_VALUE, f"{where}.repeat", value)
        elif self.rule(times, f"{where}.repeat") is not None:
            self.repeats[where] = Repeat(times, most)

    def _routes(self, value: Any, where: str) -> tuple[Route, ...]:
        routes = []
        for entry, place in self._listed(value, {"if", "to"}, f"{where}.routes"):
            rule = self.rule(entry.get("if", ""), place)
            target = entry.get("to")
            if not isinstance(target, str):
                self.problem(ProblemCode.BAD_VALUE, place, target)
            elif rule is not None:
                routes.append(Route(rule, "" if target == "end" else target))
        return tuple(routes)

    def dimensions(self, value: Any) -> tuple[Dimension, ...]:
        taken: list[str] = []
        dimensions = []
        for item, place in self._listed(value, _DIMENSION_KEYS, "dimensions"):
            code = self.code(item.get("code"), place, taken)
            where = code or place
            dimensions.append(
                Dimension(
                    code=code,
                    label=self.text(item.get("label"), f"{where}.label"),
                    high=self.text(item.get("high"), f"{where}.high"),
                    items=self.codes_in(item.get("items", []), f"{where}.items"),
                    reversed_items=frozenset(
                        self.codes_in(item.get("reversed", []), f"{where}.reversed")
                    ),
                    min_answered=int(self.number(item, "min_answered", where) or 1),
                )
            )
        return tuple(dimensions)


def read_questionnaire(document: Any) -> tuple[Questionnaire | None, list[Problem]]:
    """The questionnaire that a document describes, or None and everything that is wrong with it."""
    questionnaire, problems = read_as_far_as_possible(document)
    return (None if problems else questionnaire), problems


def read_as_far_as_possible(document: Any) -> tuple[Questionnaire | None, list[Problem]]:
    """What can be read of a document, for those who are writing it, and all of its problems.

    None when it has no sections, or so many questions that reading it would be an attack.
    """
    reader = _Reader()
    if not isinstance(document, dict) or not isinstance(document.get("sections"), list):
        return None, [Problem(ProblemCode.NOT_A_QUESTIONNAIRE, "")]
    count = sum(_weight(section) for section in document["sections"])
    if count > MAX_QUESTIONS:
        return None, [Problem(ProblemCode.TOO_MANY_QUESTIONS, "", str(count))]
    reader.unknown_keys(document, _DOCUMENT_KEYS, "")
    code = reader.code(document.get("code"), "code", [], DOCUMENT_CODE)
    if code in RESERVED_DOCUMENTS:
        reader.problem(ProblemCode.BAD_CODE, "code", code)
    scales = document.get("scales") or {}
    if not isinstance(scales, dict):
        reader.problem(ProblemCode.BAD_VALUE, "scales", scales)
        scales = {}
    for name, options in scales.items():
        reader.scales[str(name)] = reader.options(options, f"scales.{name}")
    title = reader.text(document.get("title"), "title")
    introduction = reader.text(document.get("introduction"), "introduction", optional=True)
    taken: list[str] = []
    sections = [
        section
        for position, item in enumerate(document["sections"])
        if (section := reader.section(item, f"sections[{position + 1}]", taken)) is not None
    ]
    if not document["sections"]:
        reader.problem(ProblemCode.NO_QUESTIONS, "sections")
    dimensions = reader.dimensions(document.get("dimensions", []))
    unfolded = _with_operands(unfold(sections, reader.repeats, reader, reader.batteries))
    questionnaire = Questionnaire(code, title, introduction, unfolded, dimensions, reader.batteries)
    return questionnaire, reader.problems + check(questionnaire, reader.codes)


def _with_operands(sections: Sequence[Section]) -> tuple[Section, ...]:
    questions = (question for section in sections for question in section.questions)
    calculated = {q.code: q.calculation.references for q in questions if q.calculation is not None}
    return tuple(
        replace(section, questions=with_operands(section.questions, calculated))
        for section in sections
    )


def _weight(section: Any) -> int:
    """How many questions a section may give once unfolded."""
    if not isinstance(section, dict) or not isinstance(section.get("questions"), list):
        return 0
    count = 0
    for item in section["questions"]:
        rows = item.get("items") if isinstance(item, dict) else None
        count += max(1, len(rows)) if isinstance(rows, list) else 1
    repeat = section.get("repeat")
    most = repeat.get("most") if isinstance(repeat, dict) else 1
    return count * (min(most, MAX_REPEATS) if isinstance(most, int) and most > 0 else 1)
