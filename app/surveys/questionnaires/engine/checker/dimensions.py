"""Dimensions over questions that are on a scale; reversed items must be among their items."""

from __future__ import annotations

from app.surveys.questionnaires.engine.model import Questionnaire
from app.surveys.questionnaires.engine.problems import Problem, ProblemCode


def dimension_problems(questionnaire: Questionnaire) -> list[Problem]:
    problems = []
    for dimension in questionnaire.dimensions:
        for code in dimension.items:
            question = questionnaire.by_code.get(code)
            if question is None or not question.kind.ordered:
                problems.append(Problem(ProblemCode.NOT_ON_A_SCALE, dimension.code, code))
        for code in sorted(dimension.reversed_items - set(dimension.items)):
            problems.append(Problem(ProblemCode.REVERSED_OUTSIDE, dimension.code, code))
        if not dimension.items:
            problems.append(Problem(ProblemCode.NO_QUESTIONS, dimension.code))
        elif dimension.min_answered > len(dimension.items):
            detail = f"{dimension.min_answered} > {len(dimension.items)}"
            problems.append(Problem(ProblemCode.BAD_BOUNDS, dimension.code, detail))
    return problems
