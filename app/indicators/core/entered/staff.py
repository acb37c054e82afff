"""Figures about staff that no agents' file gives. What feeds what: `hr-report` identifiers."""

from __future__ import annotations

from app.indicators.core.entered.declaring import Axis, Measure, Subject, by_sex
from app.indicators.core.labels import ALL, CATEGORIES, EMPLOYMENTS, STREAMS
from app.indicators.core.legal import PRACTICE, decree, law
from app.statistics.figures import Unit
from app.text import Text

AGENTS = Text("Agents", "Agents")
DAYS = Text("Jours", "Days")
EVERYBODY = {"ALL": ALL}
CATEGORY = Axis("category", Text("Catégorie", "Category"), EVERYBODY | CATEGORIES)
STREAM = Axis("stream", Text("Filière", "Stream"), EVERYBODY | STREAMS)

YEARS = Subject(
    "years",
    Text("Années sans fichier", "Years without a file"),
    Text(
        "Les effectifs et les rémunérations d’une année dont vous n’avez pas le fichier des "
        "agents : une année passée, ou une prévision.",
        "Staff and pay of a year of which you have no agents’ file: a past one, or a forecast.",
    ),
    (
        Axis(
            "group",
            Text("Groupe", "Group"),
            EVERYBODY | CATEGORIES | EMPLOYMENTS,
        ),
    ),
    (
        *by_sex("staff", Text("Agents au 31 décembre", "Agents on 31 December")),
        *by_sex("fte", Text("EQTP", "FTE"), Unit.FTE),
        *by_sex("age", Text("Âge moyen", "Mean age"), Unit.YEARS),
        *by_sex("part_time", Text("À temps partiel", "Part time"), within="staff"),
        *by_sex("mean_pay", Text("Brut moyen par EQTP", "Mean gross pay per FTE"), Unit.EUROS),
        *by_sex("median_pay", Text("Brut médian par EQTP", "Median gross pay per FTE"), Unit.EUROS),
    ),
    ("EFF1", "EFF2", "EFF3", "EFF5", "REM1", "REM2", "TPS1"),
    ahead=3,
)

CANDIDATES = Subject(
    "candidates",
    Text("Candidatures", "Candidates"),
    Text(
        "Les personnes qui ont postulé aux offres de l’année, jusqu’au recrutement.",
        "The people who applied for the posts of the year, up to recruitment.",
    ),
    (
        Axis(
            "stage",
            Text("Étape", "Stage"),
            {
                "RECEIVED": Text("Candidatures reçues", "Applications received"),
                "INTERVIEWED": Text("Entretiens", "Interviews"),
                "RECRUITED": Text("Recrutements", "Recruited"),
            },
        ),
        CATEGORY,
    ),
    by_sex("people", Text("Personnes", "People"), unknown=True),
    ("REC2",),
    chapter="recruitment",
    apart=True,
    bases=(PRACTICE,),
)

COMPETITIONS = Subject(
    "competitions",
    Text("Concours et examens", "Competitions and exams"),
    Text(
        "Les agents qui se sont présentés à un concours ou à un examen professionnel.",
        "The agents who sat a competition or a professional exam.",
    ),
    (
        Axis(
            "kind",
            Text("Épreuve", "Kind"),
            {
                "COMPETITION": Text("Concours", "Competition"),
                "EXAM": Text("Examen professionnel", "Professional exam"),
            },
        ),
        Axis(
            "stage",
            Text("Étape", "Stage"),
            {
                "REGISTERED": Text("Inscrits", "Registered"),
                "PRESENT": Text("Présents", "Present"),
                "ELIGIBLE": Text("Admissibles", "Through to the last round"),
                "ADMITTED": Text("Admis", "Admitted"),
            },
        ),
    ),
    by_sex("people", AGENTS),
    ("PRO5",),
    chapter="recruitment",
    apart=True,
    bases=(decree("concours et examens", "competitions and exams"),),
)

SANCTIONS = Subject(
    "sanctions",
    Text("Sanctions disciplinaires", "Disciplinary sanctions"),
    Text("Les sanctions prononcées dans l’année.", "The sanctions of the year."),
    (
        Axis(
            "group",
            Text("Groupe", "Group"),
            {
                "G1": Text("1er groupe", "Group 1"),
                "G2": Text("2e groupe", "Group 2"),
                "G3": Text("3e groupe", "Group 3"),
                "G4": Text("4e groupe", "Group 4"),
                "CONTRACT": Text("Agents sous contrat", "Contract staff"),
            },
        ),
    ),
    by_sex("people", AGENTS),
    ("DIS1",),
    chapter="conditions",
    bases=(law("R232-2, 10°", "sanctions", "sanctions"),),
)

TIME_ACCOUNT = Subject(
    "time-account",
    Text("Comptes épargne-temps", "Time-saving accounts"),
    Text(
        "Les jours épargnés, pris et payés dans l’année, si le fichier des agents ne les a pas.",
        "The days saved, taken and paid in the year, where the agents’ file has them not.",
    ),
    (CATEGORY,),
    (
        *by_sex("accounts", Text("Comptes ouverts", "Accounts opened")),
        *by_sex("saved", Text("Jours épargnés", "Days saved"), Unit.DAYS),
        *by_sex("taken", Text("Jours pris", "Days taken"), Unit.DAYS),
        *by_sex("paid", Text("Jours payés", "Days paid"), Unit.DAYS),
    ),
    ("TPS6",),
    chapter="working_time",
    bases=(law("R232-2, 7° j", "comptes épargne-temps", "time-saving accounts"),),
)

OVERTIME = Subject(
    "overtime",
    Text("Heures supplémentaires et complémentaires", "Overtime and additional hours"),
    Text("Les heures payées dans l’année.", "The hours paid in the year."),
    (
        Axis(
            "kind",
            Text("Nature", "Kind"),
            {
                "OVER": Text("Supplémentaires", "Overtime"),
                "ADDED": Text("Complémentaires", "Additional"),
            },
        ),
        CATEGORY,
    ),
    (
        *by_sex("hours", Text("Heures", "Hours"), Unit.HOURS),
        *by_sex("paid", Text("Montant", "Amount"), Unit.EUROS),
    ),
    ("TPS4",),
    chapter="working_time",
    bases=(law("R232-2, 7° d", "heures supplémentaires", "overtime"),),
)

HOURS = Subject(
    "hours",
    Text("Heures travaillées", "Hours worked"),
    Text(
        "Les heures travaillées par l’ensemble des agents : le taux de fréquence des accidents "
        "s’y rapporte.",
        "The hours that all agents worked: the frequency of accidents is measured by them.",
    ),
    (STREAM,),
    by_sex("hours", Text("Heures", "Hours"), Unit.HOURS),
    ("SST1",),
    bases=(law("R232-2, 6°", "santé et sécurité au travail", "health and safety"),),
)

WAITING_DAYS = Subject(
    "waiting-days",
    Text("Jours de carence", "Waiting days"),
    Text("Les jours de carence retenus dans l’année.", "The unpaid first days of sick leave."),
    (CATEGORY,),
    (
        *by_sex("days", DAYS, Unit.DAYS),
        *by_sex("withheld", Text("Montant retenu", "Amount withheld"), Unit.EUROS),
    ),
    ("ABS2",),
    chapter="conditions",
    bases=(law("R232-2, 7° l", "jours de carence", "waiting days"),),
)

BUDGET = Subject(
    "budget",
    Text("Budget", "Budget"),
    Text(
        "Les montants du compte administratif ou du budget voté, en euros.",
        "The amounts of the accounts, or of the budget voted, in euros.",
    ),
    (
        Axis(
            "line",
            Text("Ligne", "Line"),
            {
                "OPERATING_SPENT": Text("Dépenses de fonctionnement", "Operating expenditure"),
                "OPERATING_RECEIVED": Text("Recettes de fonctionnement", "Operating receipts"),
                "INVESTED": Text("Dépenses d’investissement", "Investment expenditure"),
                "INVESTMENT_RECEIVED": Text("Recettes d’investissement", "Investment receipts"),
                "STAFF": Text("Dépenses de personnel", "Staff expenditure"),
                "TRAINING": Text("Formation", "Training"),
                "EQUALITY": Text("Mission égalité", "Equality mission"),
                "GRANTS": Text("Subventions pour l’égalité", "Grants for equality"),
            },
        ),
    ),
    (Measure("amount", Text("Montant", "Amount"), Unit.EUROS),),
    ("FOR1", "ACT1"),
    apart=True,
    public=True,
)

FACILITIES = Subject(
    "facilities",
    Text("Équipements et locaux", "Facilities and premises"),
    Text(
        "Le nombre d’équipements, et ceux qui ont des vestiaires et des sanitaires pour les "
        "femmes et pour les hommes.",
        "How many facilities there are, and how many have changing rooms and toilets for women "
        "and for men.",
    ),
    (Axis("kind", Text("Équipement", "Facility")),),
    (
        Measure("facilities", Text("Équipements", "Facilities")),
        Measure(
            "separate",
            Text(
                "Avec vestiaires ou sanitaires séparés", "With separate changing rooms or toilets"
            ),
            within="facilities",
        ),
    ),
    public=True,
)

SUBJECTS = (
    *(YEARS, CANDIDATES, COMPETITIONS, SANCTIONS),
    *(TIME_ACCOUNT, OVERTIME, HOURS, WAITING_DAYS, BUDGET, FACILITIES),
)
