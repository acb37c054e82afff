"""Firms of the demonstration: what each says in its annex."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.procurement.core.keeping import Outcome
from app.surveys.questionnaires.engine import Questionnaire, relevant_questions

#: What a firm says unless something else is said of it.
_SAID: dict[str, Any] = {
    "role": "alone",
    "convicted_labour": "no",
    "convicted_criminal": "no",
    "union": "no",
    "negotiation_measures": "Réunion d’ouverture fixée (exemple).",
    "agreement": "agreement",
    "index_published": "index",
    "index_score": 85.0,
    "index_pay": 35.0,
    "index_raises_promotions": 25.0,
    "index_raises": 10.0,
    "index_promotions": 15.0,
    "index_maternity": 15.0,
    "index_ten": 10.0,
    "team_women": 3.0,
    "team_men": 5.0,
    "action_1": "Vestiaires séparés et équipements à la taille de chacune (exemple).",
    "action_1_check": "À la notification, par un état des lieux (exemple).",
}


@dataclass(frozen=True)
class Firm:
    """A firm: its size class and staff, the share of optional questions that it answers, what else it
    says, what is decided."""

    size: str
    women: int
    men: int
    answered: float = 1.0
    says: tuple[tuple[str, Any], ...] = ()
    outcome: Outcome = Outcome.WAITING


def annex_of(questionnaire: Questionnaire, firm: Firm) -> dict[str, Any]:
    """Answers of a firm: all that is expected, and its share of the rest."""
    staff = {"total": firm.women + firm.men, "women": firm.women, "men": firm.men}
    counts = {f"staff_{name}": float(count) for name, count in staff.items()}
    said = _SAID | {"size": firm.size} | counts | dict(firm.says)
    values: dict[str, Any] = {"percentage": 40.0, "yes_no": "yes", "date": "2026-12-31"}
    answers: dict[str, Any] = {}
    for question in questionnaire.questions:
        if question.code not in {q.code for q in relevant_questions(questionnaire, answers)}:
            continue
        value = said.get(question.code) or values.get(question.kind.code)
        if value is None and question.options:
            first = question.options[0].code
            value = [first] if question.kind.listed else first
        if value is not None:
            answers[question.code] = value
    optional = [q.code for q in questionnaire.questions if not q.required and q.code in answers]
    for code in optional[round(len(optional) * firm.answered) :]:
        del answers[code]
    return answers
