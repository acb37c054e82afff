"""The chapters of the report, in their order.

Law: CGCT L2311-1-2 and D2311-16 (report before the budget debate) [S]; CGFP R231-2 and R232-2
(comparative situation within the single social report) [V]. No article is printed as read when it
was not: `BASES` keeps the evidence tag of each.
"""

from __future__ import annotations

from enum import StrEnum

from app.indicators.core import TABLES
from app.law import Evidence, LegalBasis
from app.text import Text


class Chapter(StrEnum):
    KEY_FIGURES = "key_figures"
    STAFF = "staff"
    PAY = "pay"
    CAREERS = "careers"
    TRAINING = "training"
    WORKING_TIME = "working_time"
    HEALTH = "health"
    SURVEY = "survey"
    ROADMAPS = "roadmaps"
    PROCUREMENT = "procurement"
    TERRITORY = "territory"
    METHOD = "method"


TITLES = {
    Chapter.KEY_FIGURES: Text("Chiffres clés", "Key figures"),
    Chapter.STAFF: Text("Effectifs", "Staff"),
    Chapter.PAY: Text("Rémunérations", "Pay"),
    Chapter.CAREERS: Text("Parcours professionnels", "Careers"),
    Chapter.TRAINING: Text("Formation", "Training"),
    Chapter.WORKING_TIME: Text("Temps de travail", "Working time"),
    Chapter.HEALTH: Text("Santé, sécurité, familles", "Health, safety, families"),
    Chapter.SURVEY: Text("Enquête auprès de l’encadrement", "The managers’ survey"),
    Chapter.ROADMAPS: Text(
        "Feuilles de route des politiques publiques", "Roadmaps of public policies"
    ),
    Chapter.PROCUREMENT: Text(
        "Clause d’égalité dans la commande publique", "Equality clause in public procurement"
    ),
    Chapter.TERRITORY: Text("Territoire et membres élus", "Territory and elected members"),
    Chapter.METHOD: Text("Sources et méthode", "Sources and method"),
}


def indicator_tables(chapter: Chapter) -> list[str]:
    """The tables of indicators that a chapter shows when the year has them, in their order; each
    indicator over the years stands before its first table."""
    return [
        each.code
        for each in TABLES.values()
        if each.first and each.indicator and Chapter(each.chapter) is chapter
    ]


#: Chapters that HR introduces with a text; the one on method is ours.
WRITTEN = tuple(chapter for chapter in Chapter if chapter is not Chapter.METHOD)


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
