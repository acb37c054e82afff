"""What the law asks for in a year, and by when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from app.law import Evidence, LegalBasis
from app.text import Text

#: A deadline is said so long before.
AHEAD = dt.timedelta(days=45)


class Place(StrEnum):
    """Where what is due is prepared."""

    DATA = "data"
    APPOINTMENTS = "appointments"
    INDEX = "index"


@dataclass(frozen=True)
class Deadline:
    """Something due every year on this day, by a rule that was read or is to be checked."""

    month: int
    day: int
    title: Text
    basis: LegalBasis
    place: Place | None = None

    def next_after(self, today: dt.date) -> dt.date:
        """The next day it is due, today among them."""
        due = dt.date(today.year, self.month, self.day)
        return due if due >= today else dt.date(today.year + 1, self.month, self.day)


def _basis(article: str, evidence: Evidence, fr: str, en: str) -> LegalBasis:
    return LegalBasis(article, Text(fr, en), evidence)


DEADLINES = (
    Deadline(
        3,
        1,
        Text(
            "Transmettre au préfet le plan d’action adopté l’année précédente",
            "Send the prefect the action plan adopted the year before",
        ),
        _basis("CGFP, article R132-5", Evidence.READ, "transmission", "sending"),
    ),
    Deadline(
        4,
        30,
        Text(
            "Déclarer les nominations aux emplois de direction",
            "Declare the appointments to senior posts",
        ),
        _basis("CGFP, article R132-16", Evidence.READ, "déclaration", "declaration"),
        Place.APPOINTMENTS,
    ),
    Deadline(
        6,
        30,
        Text(
            "Publier les nominations aux emplois de direction",
            "Publish the appointments to senior posts",
        ),
        _basis("CGFP, article R132-14", Evidence.READ, "publication", "publication"),
        Place.APPOINTMENTS,
    ),
    Deadline(
        9,
        30,
        Text("Publier l’index et les actions", "Publish the index and the actions"),
        _basis("Décrets 2024-801 et 2024-802", Evidence.SECONDARY, "publication", "publication"),
        Place.INDEX,
    ),
    Deadline(
        10,
        15,
        Text("Transmettre l’index au préfet", "Send the index to the prefect"),
        _basis("Décret 2024-801", Evidence.SECONDARY, "transmission", "sending"),
        Place.INDEX,
    ),
    Deadline(
        11,
        15,
        Text(
            "Publier les objectifs de progression, si l’index est sous 75",
            "Publish the objectives, where the index is under 75",
        ),
        _basis("Décret 2024-801", Evidence.SECONDARY, "objectifs", "objectives"),
        Place.INDEX,
    ),
    Deadline(
        12,
        31,
        Text(
            "Arrêter les données de l’année : fichier des agents et chiffres saisis",
            "Close the data of the year: agents’ file and typed figures",
        ),
        _basis("Arrêté du 10 décembre 2021", Evidence.SECONDARY, "données", "data"),
        Place.DATA,
    ),
)
#: What is due when something else happens, and not on a day.
ON_EVENTS = (
    (
        Text(
            "Un mois au moins avant l’avis du comité social territorial : l’informer que la base est "
            "à jour",
            "A month at least before the opinion of the social committee: tell it that the database "
            "is up to date",
        ),
        _basis("CGFP, article R231-6", Evidence.READ, "information", "information"),
    ),
    (
        Text(
            "Dans les soixante jours après la présentation au comité : mettre le rapport en ligne",
            "Within sixty days of its presentation to the committee: put the report online",
        ),
        _basis("CGFP, article R231-8", Evidence.READ, "publication", "publication"),
    ),
    (
        Text(
            "Avant le débat budgétaire : présenter le rapport à l’assemblée",
            "Before the budget debate: present the report to the assembly",
        ),
        _basis("CGCT, article L2311-1-2", Evidence.SECONDARY, "présentation", "presentation"),
    ),
)


def coming(today: dt.date) -> Iterator[tuple[dt.date, Deadline]]:
    """What is due soon, the first first."""
    dated = sorted(((each.next_after(today), each) for each in DEADLINES), key=lambda pair: pair[0])
    return ((due, each) for due, each in dated if due - today <= AHEAD)
