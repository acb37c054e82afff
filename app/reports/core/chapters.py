"""The chapters of the annual report.

Law: CGFP R231-2 and R232-2 (comparative situation, nine fields by sex) [V]; CGCT L2311-1-2 and
D2311-16 (report presented before the budget debate) [S]. No article is printed as read when it was
not: each basis keeps its evidence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from app.indicators.core import TABLES
from app.indicators.core.catalogue.declaring import Indicator
from app.indicators.core.entered import SHOWN
from app.indicators.core.entered.declaring import Subject
from app.text import Text


class Chapter(StrEnum):
    ESSENTIAL = "key_figures"
    STAFF = "staff"
    RECRUITMENT = "recruitment"
    TRAINING = "training"
    WORKING_TIME = "working_time"
    PROMOTION = "promotion"
    CONDITIONS = "conditions"
    VIOLENCE = "violence"
    PAY = "pay"
    ARTICULATION = "articulation"
    SURVEY = "survey"
    ACTION_PLAN = "action_plan"
    ORIENTATIONS = "orientations"
    POLICIES = "roadmaps"
    PROCUREMENT = "procurement"
    RESOURCES = "resources"
    TERRITORY = "territory"
    METHOD = "method"


class Bringer(StrEnum):
    """Who brings what a chapter lacks."""

    HR = "hr"
    MISSION = "mission"
    PROCUREMENT = "procurement"


@dataclass(frozen=True)
class Declared:
    """What a chapter is called, what its text is to say, and who brings its figures; it is
    told `in_words` alone where it has no figures of its own."""

    title: Text
    asks: Text
    bringer: Bringer
    in_words: bool = False


CHAPTERS: dict[Chapter, Declared] = {
    Chapter.ESSENTIAL: Declared(
        Text("L’essentiel", "Key findings"),
        Text(
            "Cinq phrases : ce que l’année a changé, et ce qu’il faut en retenir.",
            "Five sentences: what the year changed, and what to remember of it.",
        ),
        Bringer.HR,
    ),
    Chapter.STAFF: Declared(
        Text("Effectifs", "Staff"),
        Text(
            "Qui travaille ici, dans quelles catégories, quelles filières, à quel âge.",
            "Who works here, in which categories and streams, at what age.",
        ),
        Bringer.HR,
    ),
    Chapter.RECRUITMENT: Declared(
        Text("Recrutement", "Recruitment"),
        Text(
            "Qui arrive, qui part, et comment les jurys sont composés.",
            "Who comes, who leaves, and who sits on juries.",
        ),
        Bringer.HR,
    ),
    Chapter.TRAINING: Declared(
        Text("Formation", "Training"),
        Text(
            "Qui se forme, combien de temps, et ce qui en éloigne.",
            "Who is trained, for how long, and what keeps people from it.",
        ),
        Bringer.HR,
    ),
    Chapter.WORKING_TIME: Declared(
        Text("Temps de travail", "Working time"),
        Text(
            "Le temps partiel, les heures supplémentaires, les sujétions.",
            "Part time, overtime, constraints.",
        ),
        Bringer.HR,
    ),
    Chapter.PROMOTION: Declared(
        Text("Promotion professionnelle", "Promotion"),
        Text(
            "Qui avance, qui pouvait avancer, et qui occupe les postes de responsabilité.",
            "Who moves up, who could have, and who holds senior posts.",
        ),
        Bringer.HR,
    ),
    Chapter.CONDITIONS: Declared(
        Text("Conditions de travail", "Working conditions"),
        Text(
            "Les absences, les accidents, la santé au travail.",
            "Absences, accidents, health at work.",
        ),
        Bringer.HR,
    ),
    Chapter.VIOLENCE: Declared(
        Text("Violences, harcèlement et agissements sexistes", "Violence, harassment and sexism"),
        Text(
            "Ce qui a été signalé, comment, et ce qui en a été fait.",
            "What was reported, how, and what was done about it.",
        ),
        Bringer.HR,
    ),
    Chapter.PAY: Declared(
        Text("Rémunérations", "Pay"),
        Text(
            "L’écart brut, l’écart à situation comparable, et ce qui les sépare.",
            "The raw gap, the gap between comparable people, and what sets them apart.",
        ),
        Bringer.HR,
    ),
    Chapter.ARTICULATION: Declared(
        Text("Articulation des temps de vie", "Work and personal life"),
        Text(
            "Les congés familiaux, le télétravail, l’action sociale.",
            "Family leave, telework, benefits.",
        ),
        Bringer.HR,
    ),
    Chapter.SURVEY: Declared(
        Text("Enquête auprès de l’encadrement", "The managers’ survey"),
        Text(
            "Ce que disent les personnes interrogées, et combien elles sont.",
            "What the people who were asked say, and how many they are.",
        ),
        Bringer.MISSION,
    ),
    Chapter.ACTION_PLAN: Declared(
        Text("Avancement du plan d’action", "Progress of the action plan"),
        Text(
            "Les actions conduites comme employeur et les moyens qui leur sont donnés.",
            "The actions taken as an employer and the means given to them.",
        ),
        Bringer.MISSION,
    ),
    Chapter.ORIENTATIONS: Declared(
        Text("Orientations pluriannuelles", "Orientations for the coming years"),
        Text(
            "Ce que la collectivité fera dans les années à venir : rémunérations et parcours, "
            "formation, mixité des métiers, articulation des temps, prévention des violences.",
            "What the authority will do in the coming years: pay and careers, training, mixed "
            "occupations, work and personal life, prevention of violence.",
        ),
        Bringer.MISSION,
        in_words=True,
    ),
    Chapter.POLICIES: Declared(
        Text("Politiques conduites sur le territoire", "Policies on the territory"),
        Text(
            "Ce que chaque politique publique a fait pour l’égalité, et ce qui reste à faire.",
            "What each policy did for equality, and what remains to be done.",
        ),
        Bringer.MISSION,
    ),
    Chapter.PROCUREMENT: Declared(
        Text("Clause d’égalité dans la commande publique", "Equality clause in public procurement"),
        Text(
            "Les consultations qui la portent, ce que déclarent les entreprises, ce qui est suivi.",
            "The tenders that carry it, what firms declare, what is followed up.",
        ),
        Bringer.PROCUREMENT,
    ),
    Chapter.RESOURCES: Declared(
        Text("Moyens mobilisés", "Resources"),
        Text(
            "Les personnes, les budgets et les partenaires de la politique d’égalité.",
            "The people, budgets and partners of the equality policy.",
        ),
        Bringer.MISSION,
        in_words=True,
    ),
    Chapter.TERRITORY: Declared(
        Text(
            "Situation des femmes et des hommes sur le territoire",
            "Situation of women and men on the territory",
        ),
        Text(
            "Qui vit ici et qui siège dans les assemblées.",
            "Who lives here and who sits in the assemblies.",
        ),
        Bringer.MISSION,
    ),
    Chapter.METHOD: Declared(Text("Sources et méthode", "Sources and method"), Text(), Bringer.HR),
}

#: Chapters that somebody introduces with a text; the one on method is ours.
WRITTEN = tuple(chapter for chapter in Chapter if chapter is not Chapter.METHOD)


def indicators_of(chapter: Chapter) -> list[Indicator]:
    """The indicators of the agents' file that a chapter is about, in their order."""
    every = (each.indicator for each in TABLES.values())
    return [each for each in dict.fromkeys(every) if each and Chapter(each.chapter) is chapter]


def subjects_of(chapter: Chapter) -> Iterator[Subject]:
    """What is typed for a chapter."""
    return (each for each in SHOWN.values() if Chapter(each.chapter) is chapter)
