"""The path is recomputed from the answers, never stored."""

from __future__ import annotations

from collections.abc import Mapping

from app.surveys.questionnaire.model import Question, Questionnaire
from app.surveys.questionnaire.rules import Value, holds


def relevant_questions(
    questionnaire: Questionnaire, answers: Mapping[str, Value]
) -> list[Question]:
    """Questions on the path of these answers; an answer off the path counts for no rule."""
    reached: list[Question] = []
    counted: dict[str, Value] = {}
    for question in questionnaire.questions:
        if question.relevant is None or holds(question.relevant, counted):
            reached.append(question)
            if question.code in answers:
                counted[question.code] = answers[question.code]
    return reached


def cleaned(questionnaire: Questionnaire, answers: Mapping[str, Value]) -> dict[str, Value]:
    """The answers that count, in the order of the questionnaire."""
    return {
        question.code: answers[question.code]
        for question in relevant_questions(questionnaire, answers)
        if question.code in answers
    }
