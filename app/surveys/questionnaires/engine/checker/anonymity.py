"""What an anonymous campaign asks of its questionnaire.

The data protection authority's recommendation on diversity surveys at work (CNIL, délibération
2025-028 of 10 April 2025) wants each question to be optional, with a refusal to choose, and free
text to be limited. [read in secondary sources]
"""

from __future__ import annotations

from app.surveys.questionnaires.engine.model import Questionnaire
from app.surveys.questionnaires.engine.problems import Problem, ProblemCode
from app.surveys.questionnaires.engine.question import Missing


def anonymity_problems(questionnaire: Questionnaire) -> list[Problem]:
    """Questions that must be answered and offer no refusal; and, as a warning, those whose
    answers may hold more than a code."""
    problems = []
    for question in questionnaire.questions:
        required = question.required or question.required_if is not None
        if required and Missing.PREFERS_NOT_TO_SAY not in question.missing:
            problems.append(Problem(ProblemCode.REQUIRED_WITHOUT_REFUSAL, question.code))
        if question.asked and not question.kind.coded:
            problems.append(Problem(ProblemCode.FREE_TEXT, question.code))
    return problems
