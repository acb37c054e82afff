"""What can be wrong with an answer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.surveys.questionnaires.engine.question import Check
from app.surveys.questionnaires.engine.rules import Result


class AnswerProblem(StrEnum):
    REQUIRED = "required"
    NOT_AN_OPTION = "not_an_option"
    TOO_FEW = "too_few"
    TOO_MANY = "too_many"
    EXCLUSIVE = "exclusive"
    DOUBLED = "doubled"
    TWO_READINGS = "two_readings"  # `low` says which
    UNREADABLE = "unreadable"  # the kind of the question says how to write an answer
    OUT_OF_RANGE = "out_of_range"
    TOO_LONG = "too_long"
    CHECK = "check"


@dataclass(frozen=True)
class Fault:
    """What is wrong with an answer; the bounds that it breaks, or the check that it fails."""

    problem: AnswerProblem
    low: Result = None
    high: Result = None
    check: Check | None = None

    @property
    def soft(self) -> bool:
        return self.check is not None and self.check.soft


class AnswerError(ValueError):
    def __init__(self, problem: AnswerProblem, low: Result = None, high: Result = None) -> None:
        super().__init__(problem)
        self.fault = Fault(problem, low, high)
