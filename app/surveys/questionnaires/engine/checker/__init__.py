"""What cannot be right in a questionnaire, found without answering it."""

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
    """All logical problems. `written` are the codes in the document, even unreadable ones."""
    problems = reference_problems(questionnaire, frozenset(written))
    problems += type_problems(questionnaire)
    problems += text_problems(questionnaire, frozenset(written))
    problems += dimension_problems(questionnaire)
    if not problems:  # only rules that make sense can tell what is reached
        problems += reach_problems(questionnaire)
    return problems
