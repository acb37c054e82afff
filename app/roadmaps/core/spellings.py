"""Words as people write them in spreadsheets, and the codes that they stand for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeVar

from app.roadmaps.core.actions import ActionStatus, Place
from app.roadmaps.core.plans import Category
from app.text import plain

Code = TypeVar("Code")

#: Words that say nothing of their own, and the endings that follow a median point.
_SILENT = re.compile(r"les?|la|l|des?|du|d|une?|et|ou|the|of|and|or|[dt]?rice|ice|[dt]?eur|euse")

STATUSES: dict[ActionStatus, tuple[str, ...]] = {
    ActionStatus.PLANNED: (
        *("à venir", "à faire", "à lancer", "à engager", "à démarrer", "à commencer"),
        *("à planifier", "prévue", "planifiée", "programmée", "pas commencée"),
        *("non commencée", "non démarrée", "non engagée", "non lancée", "non débutée"),
        *("pas encore commencée", "planned", "scheduled", "to do", "todo", "upcoming"),
        *("to start", "not started", "not yet started", "not begun"),
    ),
    ActionStatus.IN_PROGRESS: (
        *("en cours", "en cours de réalisation", "engagée", "démarrée", "commencée", "débutée"),
        *("lancée", "entamée", "in progress", "ongoing", "under way", "underway", "started"),
    ),
    ActionStatus.PAUSED: (
        *("en pause", "en suspens", "suspendue", "mise en pause", "paused", "on pause", "on hold"),
        "suspended",
    ),
    ActionStatus.DONE: (
        *("faite", "réalisée", "terminée", "achevée", "finie", "finalisée", "accomplie"),
        *("done", "completed", "complete", "finished", "achieved"),
    ),
    ActionStatus.ABANDONED: (
        *("abandonnée", "annulée", "abandoned", "cancelled", "canceled", "dropped"),
    ),
}
CATEGORIES: dict[Category, tuple[str, ...]] = {
    Category.PRIORITY: (
        *("prioritaire", "projet prioritaire", "politique prioritaire", "priorité"),
        *("priority", "priority project", "priority policy"),
    ),
    Category.SUSTAIN: (
        *("à pérenniser", "pérenniser", "projet à pérenniser", "politique à pérenniser"),
        *("to sustain", "sustain", "project to sustain", "policy to sustain"),
    ),
    Category.LAUNCH: (
        *("à lancer", "lancer", "projet à lancer", "politique à lancer"),
        *("to launch", "launch", "project to launch", "policy to launch"),
    ),
}
PLACES: dict[Place, tuple[str, ...]] = {
    Place.IN_HOUSE: (
        *("dans les lieux", "dans le lieu", "sur place", "dans nos locaux", "en interne"),
        *("interne", "in house", "on site", "on the premises", "internal", "internally"),
    ),
    Place.ELSEWHERE: (
        *("ailleurs", "hors les murs", "hors du lieu", "hors des lieux", "à l’extérieur"),
        *("en externe", "externe", "elsewhere", "off site", "outside", "external", "externally"),
    ),
}
YES_OR_NO: dict[bool, tuple[str, ...]] = {
    True: ("oui", "o", "vrai", "x", "1", "yes", "y", "true"),
    False: ("non", "n", "faux", "0", "no", "false"),
}


def root(words: str) -> str:
    """What the writings of the same words share, whatever their capitals, accents, signs, articles,
    feminine or plural: « Réalisé·es » and "realise" have one root. No word of a table is told from
    another by what this leaves out, so that more need not be known of the languages."""
    said = re.findall(r"[^\W_]+", plain(words))
    roots = [word.rstrip("es") for word in said if not _SILENT.fullmatch(word)]
    return " ".join(each for each in roots if each)


def by_root(words: Mapping[Code, tuple[str, ...]]) -> dict[str, Code]:
    """The code that each word of a table stands for, by the root of the word."""
    return {root(word): code for code, those in words.items() for word in those}


def person_key(written: str) -> str:
    """What the writings of somebody's name share, whatever its accents, its hyphens and which part
    comes first: « DURAND Zoé » and "Zoe Durand" are one. An address is kept as it is."""
    if "@" in written:
        return written.strip().casefold()
    return " ".join(sorted(re.findall(r"[^\W_]+", plain(written))))
