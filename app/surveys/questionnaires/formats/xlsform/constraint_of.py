"""The constraint of a question, written as one expression."""

from __future__ import annotations

from app.surveys.questionnaires.engine.editing import Document
from app.surveys.questionnaires.engine.kinds import KINDS
from app.surveys.questionnaires.engine.question import Feature, Shape
from app.surveys.questionnaires.formats.xlsform.outgoing import Outgoing

DEFAULT_LENGTH = 500


def constraint_of(question: Document, outgoing: Outgoing) -> str:
    """All that an answer must be: its bounds, its length, its choices, its checks."""
    kind, code = KINDS[question["type"]], question["code"]
    parts = _choice_constraints(question) if kind.listed else []
    low, high = question.get("min", kind.low), question.get("max", kind.high)
    for sign, bound in ((">=", low), ("<=", high)):
        if bound is not None:
            parts.append(outgoing.bound(sign, bound, code))
    if Feature.LENGTH in kind.features:
        parts.append(f"string-length(.) <= {question.get('max_length', DEFAULT_LENGTH)}")
    for check in question.get("checks", []):
        if not check.get("soft"):
            parts.append(f"({outgoing.check(check['rule'], code)})")
    return " and ".join(parts)


def _choice_constraints(question: Document) -> list[str]:
    options = question.get("options", [])
    several = KINDS[question["type"]].shape is Shape.OPTIONS
    reasons = question.get("missing", []) if several else []
    alone = [option["code"] for option in options if option.get("exclusive")] + list(reasons)
    parts = [f"not(selected(., '{code}') and count-selected(.) > 1)" for code in alone]
    if most := question.get("max_choices"):
        parts.append(f"count-selected(.) <= {most}")
    if least := question.get("min_choices"):
        single = "".join(f" or selected(., '{code}')" for code in alone)
        parts.append(f"(count-selected(.) >= {least}{single})")
    return parts
