"""Tenders of the demonstration, their bidders and what these declared."""

from __future__ import annotations

import datetime as dt
from typing import Any

from app.demo import campaigns
from app.procurement import service as procurement
from app.surveys.campaigns.keys import KeyStore
from app.surveys.campaigns.service import answering
from app.surveys.questionnaires.engine import Questionnaire, relevant_questions
from app.surveys.questionnaires.service import versions
from app.text import Text
from app.web.settings import settings

#: Launched on fixed days, since the report counts them; without a deadline, one is still open.
_BIDDERS = (
    (
        "2024-017",
        Text(
            "Entretien des espaces verts des zones d’activités",
            "Upkeep of green spaces in business parks",
        ),
        dt.date(2024, 2, 5),
        dt.date(2024, 3, 15),
        (("50_249", 1.0), ("11_49", 0.6)),
    ),
    (
        "2024-023",
        Text("Nettoyage des médiathèques", "Cleaning of the libraries"),
        dt.date(2024, 4, 2),
        dt.date(2024, 5, 13),
        (("250_999", 1.0), ("50_249", 0.8), ("under_11", 1.0)),
    ),
    (
        "2024-SAD-02",
        Text(
            "Système d’acquisition dynamique\u00a0: prestations intellectuelles",
            "Dynamic purchasing system: consultancy",
        ),
        dt.date(2024, 9, 2),
        None,
        (("11_49", 1.0), None),
    ),
)


def make_tenders(today: dt.date) -> None:
    keys = KeyStore(settings().keys_dir)
    campaigns.import_questionnaire("equality-annex.yaml")
    for number, title, launched, closed, bidders in _BIDDERS:
        deadline = closed or _still_open(launched, today)
        tender = procurement.create_tender(number, title, launched, deadline, True, keys)
        assert tender is not None
        assert tender.campaign is not None
        tender.campaign.code = f"annex-{number.lower()}"  # the same each time
        questionnaire = versions.questionnaire_of(tender.campaign.version)
        for position, bidder in enumerate(bidders, start=1):
            annex = procurement.add_bidder(tender, f"Soumissionnaire {position} ({number})")
            if bidder is not None:
                sent = _annex(questionnaire, *bidder)
                received = launched + dt.timedelta(days=20 + position)
                assert answering.submit_answers(annex.invitation, sent, received)


def _still_open(launched: dt.date, today: dt.date) -> dt.date:
    """A deadline some four years after the launching, or two years from today if that is later."""
    year = max(launched.year + 4, today.year + 2)
    return dt.date(year, launched.month, 1)


def _annex(questionnaire: Questionnaire, size: str, filled: float) -> dict[str, Any]:
    """Answers of one bidder: everything required, and this share of the rest."""
    sent: dict[str, Any] = {
        "size": size,
        "siren": "000000000",
        "legal_name": "Entreprise (exemple)",
        "staff_total": 48.0,
        "staff_women": 20.0,
        "staff_men": 28.0,
        "index_score": 85.0,
        "contract_actions": "Équipe mixte sur le site et vestiaires séparés (exemple).",
        "signing_role": "Direction générale (exemple)",
    }
    values: dict[str, Any] = {"percentage": 40.0, "yes_no": "yes"}
    for question in questionnaire.questions:
        reached = {q.code for q in relevant_questions(questionnaire, sent)}
        if question.code not in reached:
            sent.pop(question.code, None)
        elif question.code not in sent:
            sent[question.code] = values.get(question.kind.code) or question.options[0].code
    optional = [q.code for q in questionnaire.questions if not q.required and q.code in sent]
    for code in optional[round(len(optional) * filled) :]:
        if code != "size":
            del sent[code]
    return sent
