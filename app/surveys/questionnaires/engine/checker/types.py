"""Rules that compare what cannot be compared."""

from __future__ import annotations

from app.surveys.questionnaires.engine.checker.rules_of import rules_of, types_of
from app.surveys.questionnaires.engine.model import Questionnaire
from app.surveys.questionnaires.engine.problems import Problem, ProblemCode
from app.surveys.questionnaires.engine.rules import Result
from app.surveys.questionnaires.engine.rules.types import clashes


def _shown(bound: Result) -> str:
    """A bound as people write it."""
    whole = isinstance(bound, float) and bound.is_integer()
    return str(int(bound) if whole else bound)  # type: ignore[arg-type]


def type_problems(questionnaire: Questionnaire) -> list[Problem]:
    types = types_of(questionnaire)
    problems = []
    for placed in rules_of(questionnaire):
        for clash in clashes(placed.rule, types, placed.wanted):
            code = ProblemCode.UNKNOWN_OPTION if clash.unknown_option else ProblemCode.TYPE_CLASH
            problems.append(Problem(code, placed.where, clash.detail))
    for question in questionnaire.questions:
        low, high = question.bounds({})
        if low is not None and type(low) is type(high) and low > high:  # type: ignore[operator]
            problems.append(
                Problem(ProblemCode.BAD_BOUNDS, question.code, f"{_shown(low)} > {_shown(high)}")
            )
        most = question.max_choices
        if most and question.min_choices > most:
            detail = f"{question.min_choices} > {most}"
            problems.append(Problem(ProblemCode.BAD_BOUNDS, question.code, detail))
    return problems
