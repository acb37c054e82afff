"""Figures that a text asks for by name: appointments to senior posts, notes of the index."""

from __future__ import annotations

from app.indicators.core.entered.declaring import Axis, Measure, Subject, by_sex
from app.indicators.core.labels import SENIOR_POSTS
from app.indicators.core.legal import law
from app.law import Evidence, LegalBasis
from app.statistics.figures import Unit
from app.text import Text

SENIOR_APPOINTMENTS = Subject(
    "senior-appointments",
    Text("Nominations aux emplois de direction", "Appointments to senior posts"),
    Text(
        "Les nominations de l’année, renouvellements à part : ils n’entrent pas dans le compte "
        "des nominations équilibrées.",
        "The appointments of the year, renewals apart: they do not count for balanced "
        "appointments.",
    ),
    (
        Axis(
            "post",
            Text("Emploi", "Post"),
            SENIOR_POSTS,
        ),
        Axis(
            "kind",
            Text("Nature", "Kind"),
            {
                "FIRST": Text("Première nomination", "First appointment"),
                "SAME": Text("Dans le même type d’emploi", "In the same type of post"),
                "RENEWED": Text("Renouvellement", "Renewal"),
            },
        ),
    ),
    by_sex("people", Text("Nominations", "Appointments")),
    ("DIR1",),
    chapter="promotion",
    public=True,
    bases=(law("R132-14", "nominations publiées", "appointments published", Evidence.READ),),
)

INDEX_NOTES = Subject(
    "index-notes",
    Text(
        "Index de la fonction publique territoriale : notes",
        "Index of the territorial civil service: scores",
    ),
    Text(
        "Les notes calculées officiellement à partir de vos données sociales, et le maximum de "
        "chacune : 100 en tout. La cible est de 75.",
        "The scores computed officially from your social data, and the maximum of each: 100 in all. "
        "The target is 75.",
    ),
    (
        Axis(
            "indicator",
            Text("Indicateur", "Indicator"),
            {
                "1": Text("1. Écart, fonctionnaires", "1. Gap, civil servants"),
                "2": Text("2. Écart, contrats permanents", "2. Gap, permanent contracts"),
                "3": Text("3. Taux de promotion", "3. Promotion rates"),
                "4": Text("4. Dix plus hautes rémunérations", "4. Ten highest pays"),
            },
        ),
    ),
    (
        Measure("maximum", Text("Maximum", "Maximum"), Unit.SCORE),
        Measure("note", Text("Note", "Score"), Unit.SCORE, within="maximum"),
    ),
    ("Index",),
    public=True,
    chapter="pay",
    bases=(
        law("L132-9-3", "index publié", "index published", Evidence.READ),
        LegalBasis(
            "Décret 2024-802",
            Text("barèmes, cible de 75", "scales, target of 75"),
            Evidence.SECONDARY,
        ),
    ),
)

SUBJECTS = (SENIOR_APPOINTMENTS, INDEX_NOTES)
