"""The headings of a plan's file: the names that people give its columns."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.cells import LineProblem, Trouble
from app.roadmaps.core.spellings import root
from app.text import plain

#: What each column may be called besides its own name; the first is its English name. Capitals,
#: accents, signs, articles, feminine and plural make no difference.
HEADINGS: dict[str, tuple[str, ...]] = {
    "programme": ("program",),
    "politique": (
        *("policy", "policies", "politique publique", "public policy", "policy area"),
        *("nom de la politique", "intitulé de la politique", "feuille de route", "roadmap"),
    ),
    "categorie": ("category", "catégorie de la politique", "policy category"),
    "ambassade": (
        *("ambassador", "ambassadeur", "ambassadrice", "ambassadrice / ambassadeur"),
        *("ambassadeur / ambassadrice", "nom de l’ambassadeur", "nom de l’ambassadrice"),
        *("email de l’ambassadeur", "e-mail de l’ambassadeur", "courriel de l’ambassadeur"),
        *("email de l’ambassadrice", "e-mail de l’ambassadrice", "courriel de l’ambassadrice"),
        *("ambassador name", "ambassador’s email", "ambassador’s e-mail"),
    ),
    "proprietaire": ("owner", "organisation propriétaire", "owning organisation"),
    "axe": (
        *("axis", "axe stratégique", "strategic axis", "axe du programme", "axe d’intervention"),
        *("intitulé de l’axe", "nom de l’axe", "orientation stratégique", "strand"),
    ),
    "objectif": (
        *("objective", "goal", "objectif opérationnel", "operational objective"),
        *("objectif spécifique", "specific objective", "objectif stratégique"),
        *("strategic objective", "intitulé de l’objectif", "nom de l’objectif"),
    ),
    "code": (
        *("code", "n°", "no", "num", "numéro", "number", "réf", "ref", "référence", "reference"),
        *("n° d’action", "no d’action", "numéro d’action", "code d’action", "action code"),
        *("action number", "référence de l’action"),
    ),
    "action": (
        *("action", "intitulé de l’action", "libellé de l’action", "nom de l’action"),
        *("titre de l’action", "intitulé", "action title", "action name", "mesure", "measure"),
    ),
    "statut": (
        *("status", "état", "state", "avancement", "état d’avancement", "progress"),
        *("statut de l’action", "état de l’action", "avancement de l’action", "action status"),
    ),
    "debut": (
        *("start", "starts", "start date", "starts on", "beginning", "date de début"),
        *("démarrage", "date de démarrage", "lancement", "date de lancement"),
    ),
    "echeance": (
        *("due", "deadline", "due date", "due by", "end", "end date", "target date"),
        *("date limite", "date d’échéance", "date butoir", "délai", "fin", "date de fin"),
        *("fin prévue", "date de fin prévue", "date prévue", "échéance prévue", "calendrier"),
    ),
    "pilote": (
        *("pilot", "lead", "leader", "action lead", "project lead", "project manager"),
        *("person in charge", "in charge", "responsible", "person responsible", "pilotage"),
        *("pilote de l’action", "responsable", "responsable de l’action", "référent"),
        *("porteur", "porteuse", "chef de projet", "cheffe de projet", "direction pilote"),
        *("service pilote", "organisme pilote"),
    ),
    "partenaires": ("partners", "partenariat", "partnership", "partenaire associé"),
    "lieu": ("place", "location", "where", "lieu de l’action"),
    "prevu": (
        *("planned", "budget", "budget prévu", "budget prévisionnel", "coût prévu"),
        *("coût prévisionnel", "montant prévu", "planned budget", "planned cost"),
    ),
    "depense": (
        *("spent", "budget dépensé", "budget consommé", "montant dépensé", "coût réel"),
        *("expenditure", "actual cost"),
    ),
    "sans_cout": ("at_no_cost", "no cost", "gratuit"),
    "meme_que": ("same_as", "identique à", "même action que"),
    "hors_programme": ("outside_programme", "outside the program"),
}
#: Columns that have their English beside them, under the same name with _en.
TITLES = ("politique", "axe", "objectif", "action")
NAMES = frozenset([*HEADINGS, *(f"{name}_en" for name in TITLES)])
_NAMED = {root(word): name for name, words in HEADINGS.items() for word in (name, *words)}
_STRATEGIC = frozenset(map(root, ("objectif stratégique", "strategic objective")))
_IN_FRENCH = re.compile(r"\b(?:(?:en |in )?(?:francais|french)|fr)$")
_IN_ENGLISH = re.compile(r"\b(?:(?:en |in )?(?:anglais|english)|en)$")


def column_of(heading: str) -> str:
    """The column that a heading names, a remark between brackets or not; else the heading."""
    for written in (heading, re.sub(r"\(.*?\)", " ", heading, flags=re.DOTALL)):
        said = " ".join(re.findall(r"[^\W_]+", plain(written)))
        name = _NAMED.get(root(said))
        if name is not None:
            return name
        for language, suffix in ((_IN_FRENCH, ""), (_IN_ENGLISH, "_en")):
            title = _NAMED.get(root(language.sub("", said))) if language.search(said) else None
            if title in TITLES:
                return f"{title}{suffix}"
    return heading


def columns_of(header: Sequence[str]) -> list[str]:
    """The columns that the headings of a file name. Where objectives are of two levels and there
    is no axis, those of the first level are the axes."""
    columns = [column_of(heading) for heading in header]
    if "axe" in columns or columns.count("objectif") < 2:
        return columns
    return [
        "axe" if name == "objectif" and root(heading) in _STRATEGIC else name
        for name, heading in zip(columns, header, strict=True)
    ]


def known_headings(row: Sequence[str]) -> int:
    """How many columns of a plan a row names, to tell its header from the title above it."""
    return len(NAMES.intersection(columns_of(row)))


def heading_problems(header: Sequence[str], line: int) -> list[LineProblem]:
    """What is wrong with the header of a file, by its own words."""
    columns = columns_of(header)
    first = dict(reversed(list(zip(columns, header, strict=True))))
    doubled = []
    for place, (name, heading) in enumerate(zip(columns, header, strict=True)):
        if heading and name in NAMES and name in columns[:place]:
            said = (line, heading, heading, Trouble.DOUBLED_COLUMN, first[name])
            doubled.append(LineProblem(*said))
    missing = []
    if not {"politique", "politique_en"} & set(columns):
        missing = [LineProblem(line, "politique", "", Trouble.MISSING_COLUMN)]
    return [*doubled, *missing]


def unread_headings(header: Sequence[str]) -> list[str]:
    """The headings of columns that a plan does not have: what is under them is left aside."""
    pairs = zip(columns_of(header), header, strict=True)
    return [heading for name, heading in pairs if heading and name not in NAMES]
