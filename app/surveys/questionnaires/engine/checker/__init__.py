"""What a questionnaire says that cannot be: checked without answering it."""

from __future__ import annotations

from collections.abc import Sequence

from app.surveys.questionnaires.engine.checker.anonymity import anonymity_problems
from app.surveys.questionnaires.engine.checker.dimensions import dimension_problems
from app.surveys.questionnaires.engine.checker.reach import reach_problems
from app.surveys.questionnaires.engine.checker.references import reference_problems
from app.surveys.questionnaires.engine.checker.texts import text_problems
from app.surveys.questionnaires.engine.checker.types import type_problems
from app.surveys.questionnaires.engine.model import Questionnaire
from app.surveys.questionnaires.engine.problems import Problem

__all__ = ["anonymity_problems", "check"]


def check(questionnaire: Questionnaire, written: Sequence[str] = ()) -> list[Problem]:
    """All logical problems. `written` are codes that the document has, even if unreadable."""
    problems = reference_problems(questionnaire, frozenset(written))
    problems += type_problems(questionnaire)
    problems += text_problems(questionnaire, frozenset(written))
    problems += dimension_problems(questionnaire)
    if not problems:  # what is reached can only be told of rules that make sense
        problems += reach_problems(questionnaire)
    return problems
