"""Texts that quote an answer: in both languages, and to a question that comes before."""

from __future__ import annotations

from collections.abc import Iterator

from app.surveys.questionnaires.engine.model import Questionnaire
from app.surveys.questionnaires.engine.piping import placeholders
from app.surveys.questionnaires.engine.problems import Problem, ProblemCode
from app.surveys.questionnaires.engine.question import Question
from app.text import Text


def text_problems(questionnaire: Questionnaire, written: frozenset[str]) -> list[Problem]:
    positions = {q.code: number for number, q in enumerate(questionnaire.questions)}
    problems = []
    for text, where, position in _texts(questionnaire):
        french, english = placeholders(text.fr), placeholders(text.en)
        for code in sorted(french ^ english):
            problems.append(Problem(ProblemCode.MISSING_PLACEHOLDER, where, code))
        for code in sorted(french | english):
            if code not in positions and code not in written:
                problems.append(Problem(ProblemCode.UNKNOWN_REFERENCE, where, code))
            elif positions.get(code, -1) >= position:
                problems.append(Problem(ProblemCode.LATER_REFERENCE, where, code))
    return problems


def _texts(questionnaire: Questionnaire) -> Iterator[tuple[Text, str, int]]:
    position, matrix = 0, ""
    for section in questionnaire.sections:
        for question in section.questions:
            if question.battery not in ("", matrix):
                battery = questionnaire.batteries[question.battery]
                yield battery.label, f"{question.battery}.label", position
                yield battery.hint, f"{question.battery}.hint", position
            matrix = question.battery
            for text, where in _texts_of(question):
                yield text, f"{question.code}.{where}", position
            position += 1


def _texts_of(question: Question) -> Iterator[tuple[Text, str]]:
    yield question.label, "label"
    yield question.hint, "hint"
    for number, variant in enumerate(question.variants, start=1):
        yield variant.label, f"variants[{number}].label"
        yield variant.hint, f"variants[{number}].hint"
