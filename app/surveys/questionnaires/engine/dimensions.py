"""Scores on the declared dimensions."""

from __future__ import annotations

from collections.abc import Mapping

from app.surveys.questionnaires.engine.model import Dimension, Questionnaire
from app.surveys.questionnaires.engine.rules import Value


def score(
    questionnaire: Questionnaire, dimension: Dimension, answers: Mapping[str, Value]
) -> float | None:
    """The mean of the answered items, from 0 to 100; None when too few are answered.

    Each item counts from 0 (first step of its scale) to 100 (last step), backwards when it is
    reversed. A reason for not answering is no answer.
    """
    values = []
    for code in dimension.items:
        codes = [option.code for option in questionnaire.by_code[code].options]
        answer = answers.get(code)
        if answer in codes and len(codes) > 1:
            value = codes.index(str(answer)) * 100 / (len(codes) - 1)
            values.append(100 - value if code in dimension.reversed_items else value)
    if len(values) < max(1, dimension.min_answered):
        return None
    return sum(values) / len(values)
