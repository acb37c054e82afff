"""From what a form sends to answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from app.surveys.questionnaires.engine.checks import failed_checks
from app.surveys.questionnaires.engine.faults import AnswerError, AnswerProblem, Fault
from app.surveys.questionnaires.engine.model import CONFIRMED
from app.surveys.questionnaires.engine.path import required
from app.surveys.questionnaires.engine.question import Given, Missing, Question
from app.surveys.questionnaires.engine.rules import Value

Answers: TypeAlias = dict[str, Value]


def read_answers(
    questions: Sequence[Question],
    sent: Mapping[str, Sequence[str]],
    given: Given | None = None,
    confirmed: Sequence[str] = (),
    language: str = "",
) -> tuple[Answers, dict[str, Fault]]:
    """Answers to these questions, and for each answer that cannot be taken, why.

    `sent` maps a question's code to the values of its fields. An empty field is no answer. `given`
    are the other answers of the path, for bounds, options and checks that depend on them;
    `confirmed` the questions whose soft checks the respondent overrides, kept under `CONFIRMED`;
    `language` that of the page, in which numbers are written.
    """
    known: Answers = dict(given or {})
    for question in questions:
        if question.asked:
            known.pop(question.code, None)
    answers: Answers = {}
    faults: dict[str, Fault] = {}
    for question in questions:
        values = [value for value in sent.get(question.code, ()) if value.strip()]
        try:
            value = _read(question, values, known, language) if values else ""
            if value != "":
                answers[question.code] = known[question.code] = value
            elif question.asked and required(question, known):
                raise AnswerError(AnswerProblem.REQUIRED)
        except AnswerError as error:
            faults[question.code] = error.fault
    unread = {code for code, fault in faults.items() if fault.problem is not AnswerProblem.REQUIRED}
    failed = failed_checks([q for q in questions if q.code not in faults], known, unread)
    overridden = [code for code, fault in failed.items() if fault.soft and code in confirmed]
    faults |= {code: fault for code, fault in failed.items() if code not in overridden}
    if overridden:
        answers[CONFIRMED] = overridden
    return answers, faults


def _read(question: Question, values: list[str], given: Given, language: str) -> Value:
    reasons = [value for value in values if value in question.missing]
    if reasons and len(values) > 1:
        raise AnswerError(AnswerProblem.EXCLUSIVE)
    if reasons:
        return str(Missing(reasons[0]))
    return question.kind.read(question, values, given, language)
