"""What must be known about questions to write the rules that look at them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.surveys.questionnaires.engine.editing import questions, sections
from app.surveys.questionnaires.engine.kinds import kind_of
from app.surveys.questionnaires.engine.question import Kind, Shape
from app.surveys.questionnaires.engine.rules import Rule, RuleError, parse_rule
from app.surveys.questionnaires.formats.xlsform.idioms import is_computed


@dataclass(frozen=True)
class Asked:
    """A question as the rules see it; `repeat` is the repeated group that it is in, `low` the least
    number that it takes, `counts` the answers from which it is calculated, `computed` whether it is
    a number that is worked out."""

    kind: Kind
    missing: tuple[str, ...]
    repeat: str
    low: float | None = None
    counts: frozenset[str] = frozenset()
    computed: bool = False

    @property
    def companion(self) -> bool:
        """Whether its reasons for not answering are a question of their own."""
        among_others = self.kind.shape in (Shape.OPTION, Shape.OPTIONS)
        return bool(self.missing) and not among_others


def asked_of(document: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Asked]:
    """Every question and item by code; `names` are those of the sections in the sheet."""
    asked = {}
    for section in sections(dict(document)):
        repeat = names[section["code"]] if section.get("repeat") else ""
        for question in questions(section):
            kind, reasons = kind_of(question["type"]), tuple(question.get("missing", ()))
            low = question.get("min", kind.low)
            low = low if isinstance(low, int | float) else None
            rule = _calculation(question.get("calculation"))
            counts = rule.references if rule else frozenset()
            computed = rule is not None and is_computed(rule.tree)
            one = Asked(kind, reasons, repeat, low, counts, computed)
            for item in question.get("items") or [question]:
                asked[item["code"]] = one
    return asked


def _calculation(text: object) -> Rule | None:
    try:
        return parse_rule(str(text)) if text else None
    except RuleError:
        return None
