"""The texts that the report follows, each with whether it was read."""

from __future__ import annotations

from app.law import Evidence, LegalBasis
from app.text import Text

BASES = (
    LegalBasis(
        "CGFP, article R231-2",
        Text(
            "données par sexe de la situation comparée", "data by sex of the comparative situation"
        ),
        Evidence.READ,
    ),
    LegalBasis(
        "CGFP, article R231-4",
        Text("deux années précédentes au moins", "two previous years at least"),
        Evidence.READ,
    ),
    LegalBasis(
        "CGFP, articles R231-6, R231-7",
        Text(
            "avis du comité social territorial, transmis dans son intégralité",
            "opinion of the social committee, passed on whole",
        ),
        Evidence.READ,
    ),
    LegalBasis(
        "CGFP, article R232-6",
        Text("aucune donnée personnelle dans la base", "no personal data in the database"),
        Evidence.READ,
    ),
    LegalBasis(
        "CGCT, article L2311-1-2",
        Text(
            "rapport présenté avant le débat budgétaire",
            "report presented before the budget debate",
        ),
        Evidence.SECONDARY,
    ),
    LegalBasis(
        "CGCT, article D2311-16",
        Text(
            "contenu du rapport, dont la clause d’égalité", "contents, the equality clause included"
        ),
        Evidence.SECONDARY,
    ),
)
