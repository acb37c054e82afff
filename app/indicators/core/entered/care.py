"""Figures about health, safety, families and help."""

from __future__ import annotations

from app.indicators.core.entered.declaring import Axis, Measure, Subject, by_sex
from app.indicators.core.entered.staff import AGENTS, CATEGORY, DAYS, STREAM
from app.indicators.core.legal import decree, law
from app.permissions import Permission
from app.statistics.figures import Unit
from app.text import Text

MONTHS = {
    f"{number:02d}": Text(fr, en)
    for number, (fr, en) in enumerate(
        (
            ("Janvier", "January"),
            ("Février", "February"),
            ("Mars", "March"),
            ("Avril", "April"),
            ("Mai", "May"),
            ("Juin", "June"),
            ("Juillet", "July"),
            ("Août", "August"),
            ("Septembre", "September"),
            ("Octobre", "October"),
            ("Novembre", "November"),
            ("Décembre", "December"),
        ),
        start=1,
    )
}

ACCIDENTS = Subject(
    "accidents",
    Text("Accidents et maladies professionnelles", "Accidents and occupational diseases"),
    Text(
        "Les accidents et maladies reconnus dans l’année, et leurs suites.",
        "The accidents and diseases recognised in the year, and what followed.",
    ),
    (
        Axis(
            "kind",
            Text("Nature", "Kind"),
            {
                "SERVICE": Text("Accident de service", "Accident at work"),
                "COMMUTING": Text("Accident de trajet", "Commuting accident"),
                "DISEASE": Text("Maladie professionnelle", "Occupational disease"),
                "ALLOWANCE": Text("Allocation temporaire d’invalidité", "Disability allowance"),
                "REDEPLOYED": Text("Reclassement", "Redeployment"),
                "INVALID": Text("Retraite pour invalidité", "Retirement for invalidity"),
            },
        ),
        STREAM,
    ),
    (
        *by_sex("cases", Text("Nombre", "Number")),
        *by_sex("stopped", Text("Avec arrêt", "With sick leave"), within="cases"),
        *by_sex("days", Text("Jours d’arrêt", "Days of sick leave"), Unit.DAYS, of="stopped"),
    ),
    ("SST1",),
    chapter="conditions",
    bases=(law("R232-2, 6°", "santé et sécurité au travail", "health and safety at work"),),
)

PLATFORM = Subject(
    "platform",
    Text("Plateforme d’écoute", "Listening platform"),
    Text(
        "Les comptes mensuels que la plateforme transmet : aucun signalement, aucun récit, aucun "
        "nom.",
        "The monthly counts that the platform sends: no report, no account of facts, no name.",
    ),
    (
        Axis("month", Text("Mois", "Month"), MONTHS),
        Axis(
            "channel",
            Text("Voie", "Channel"),
            {
                "PHONE": Text("Téléphone", "Telephone"),
                "ONLINE": Text("En ligne", "Online"),
                "FACE": Text("En personne", "Face to face"),
            },
        ),
        Axis(
            "kind",
            Text("Type", "Type"),
            {
                "VIOLENCE": Text("Violences physiques", "Physical violence"),
                "MORAL": Text("Harcèlement moral", "Bullying"),
                "SEXUAL": Text("Harcèlement sexuel", "Sexual harassment"),
                "SEXIST": Text("Agissements sexistes", "Sexist acts"),
                "DISCRIMINATION": Text("Discrimination", "Discrimination"),
                "THREAT": Text("Menaces", "Threats"),
                "OTHER": Text("Autre", "Other"),
            },
        ),
        Axis(
            "qualified",
            Text("Qualification", "Qualified"),
            {
                "YES": Text("Qualifié", "Qualified"),
                "NO": Text("Non qualifié", "Not qualified"),
                "PENDING": Text("En cours", "Pending"),
            },
        ),
    ),
    (
        Measure("received", Text("Signalements", "Reports")),
        Measure(
            "within_72h",
            Text("Pris en charge en moins de 72 h", "Taken up within 72 h"),
            within="received",
        ),
        Measure("treated", Text("Traités", "Treated"), within="received"),
        Measure(
            "delay", Text("Délai moyen, en jours", "Mean delay, in days"), Unit.DAYS, per="treated"
        ),
        *by_sex("victims", Text("Victimes", "Victims"), unknown=True),
        *by_sex("authors", Text("Personnes mises en cause", "People accused"), unknown=True),
    ),
    ("SST2",),
    Permission.FIGURE_ENTER,
    shown_by=("kind",),
    chapter="violence",
    bases=(
        law("R232-2, 6° d", "signalements", "reports"),
        law("L135-6", "dispositif de signalement", "how reports are received"),
    ),
)

SUICIDES = Subject(
    "suicides",
    Text("Suicides et tentatives", "Suicides and attempts"),
    Text("Ceux dont l’administration a eu connaissance.", "Those that the authority knows of."),
    (
        Axis(
            "kind",
            Text("Nature", "Kind"),
            {"ATTEMPT": Text("Tentative", "Attempt"), "SUICIDE": Text("Suicide", "Suicide")},
        ),
    ),
    by_sex("people", AGENTS),
    ("SST3",),
    chapter="conditions",
    bases=(law("R232-2, 6° e", "suicides et tentatives", "suicides and attempts"),),
)

FAMILY_LEAVE = Subject(
    "family-leave",
    Text("Congés familiaux", "Family leave"),
    Text(
        "Les agents qui y avaient droit, ceux qui l’ont pris et leurs jours, si le fichier des "
        "agents ne les a pas.",
        "The agents who were entitled, those who took it and their days, where the agents’ file "
        "has them not.",
    ),
    (
        Axis(
            "kind",
            Text("Congé", "Leave"),
            {
                "MATERNITY": Text("Maternité", "Maternity"),
                "PATERNITY": Text("Paternité et accueil de l’enfant", "Paternity and childcare"),
                "ADOPTION": Text("Adoption", "Adoption"),
                "PARENTAL": Text("Parental, six mois ou plus", "Parental, six months or more"),
                "CARER": Text("Proche aidance", "Carer’s leave"),
                "PRESENCE": Text("Présence parentale", "Parental presence"),
            },
        ),
        CATEGORY,
    ),
    (
        *by_sex("entitled", Text("Y ayant droit", "Entitled")),
        *by_sex("took", Text("L’ayant pris", "Took it"), within="entitled"),
        *by_sex("days", DAYS, Unit.DAYS, of="took"),
    ),
    ("FAM1",),
    chapter="articulation",
    bases=(decree("congés", "leave"),),
)

INTERVIEWS = Subject(
    "interviews",
    Text("Entretiens de départ et de retour", "Interviews before leave and on return"),
    Text(
        "Les entretiens autour d’un congé long : dus, et tenus.",
        "The interviews around a long leave: due, and held.",
    ),
    (
        Axis(
            "moment",
            Text("Moment", "Moment"),
            {"BEFORE": Text("Avant le congé", "Before"), "RETURN": Text("Au retour", "On return")},
        ),
    ),
    (
        *by_sex("due", Text("Entretiens dus", "Interviews due")),
        *by_sex("held", Text("Entretiens tenus", "Interviews held"), within="due"),
    ),
    ("FAM2",),
    chapter="articulation",
    bases=(decree("entretiens avant et après un congé", "interviews around leave"),),
)

SOCIAL = Subject(
    "social",
    Text("Action sociale", "Social benefits"),
    Text(
        "Les prestations de l’année : bénéficiaires et montants.",
        "The benefits of the year: who had them, and amounts.",
    ),
    (
        Axis(
            "kind",
            Text("Prestation", "Benefit"),
            {
                "CHILDCARE": Text("Garde d’enfants", "Childcare"),
                "HEALTH": Text("Complémentaire santé", "Complementary health cover"),
                "PROVIDENT": Text("Prévoyance", "Income protection"),
                "MEALS": Text("Restauration", "Meals"),
                "HOUSING": Text("Logement", "Housing"),
                "OTHER": Text("Autre", "Other"),
            },
        ),
    ),
    (
        *by_sex("people", Text("Bénéficiaires", "Beneficiaries")),
        Measure("amount", Text("Montant", "Amount"), Unit.EUROS),
    ),
    ("SOC1",),
    chapter="articulation",
    bases=(law("R232-2, 8°", "action sociale", "social benefits"),),
)

SUBJECTS = (ACCIDENTS, PLATFORM, SUICIDES, FAMILY_LEAVE, INTERVIEWS, SOCIAL)
