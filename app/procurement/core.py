"""Rules of the equality annex."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.surveys.questionnaires.engine import Questionnaire, relevant_questions
from app.surveys.questionnaires.engine.rules import Value


@dataclass(frozen=True)
class Completeness:
    """Questions answered among those that concern this bidder.

    Information only: an annex is self-declared and eliminates nobody (CCP R2144-4 [V]).
    """

    answered: int
    asked: int

    @property
    def complete(self) -> bool:
        return self.answered == self.asked


def completeness(questionnaire: Questionnaire, answers: Mapping[str, Value]) -> Completeness:
    """How much of the annex was filled in, off-path questions left out."""
    asked = relevant_questions(questionnaire, answers)
    return Completeness(sum(question.code in answers for question in asked), len(asked))
