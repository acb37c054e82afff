"""Figures about bodies and the territory. Elected members and bodies are public by law."""

from __future__ import annotations

from app.indicators.core.entered.declaring import Axis, Measure, Subject, by_sex
from app.indicators.core.legal import decree, law
from app.permissions import Permission
from app.statistics.figures import Unit
from app.text import Text

BODY = Axis("body", Text("Instance", "Body"))
MEMBERS = Text("Membres", "Members")

ELECTED = Subject(
    "elected",
    Text("Membres élus", "Elected members"),
    Text(
        "La composition de chaque instance, exécutif compris, par mandat. L’année est celle du "
        "début du mandat ; une composition qui change en cours de mandat est corrigée ici.",
        "Who sits in each body, the executive council among them, by term. The year is that in "
        "which the term begins; a body that changes during its term is corrected here.",
    ),
    (BODY, Axis("term", Text("Mandat", "Term"), same_in_both=True)),
    by_sex("members", MEMBERS),
    (),
    Permission.FIGURE_ENTER,
    apart=True,
    public=True,
)

JURIES = Subject(
    "juries",
    Text("Jurys", "Juries"),
    Text(
        "Les jurys de recrutement et de concours de l’année, présidence à part.",
        "The juries of recruitment and competitions of the year, who chairs them apart.",
    ),
    (
        BODY,
        Axis(
            "role",
            Text("Rôle", "Role"),
            {"CHAIR": Text("Présidence", "Chair"), "MEMBER": Text("Membre", "Member")},
        ),
    ),
    by_sex("members", MEMBERS),
    ("PRO5",),
    Permission.FIGURE_ENTER,
    public=True,
    chapter="recruitment",
    bases=(decree("jurys", "juries"),),
)

DIALOGUE = Subject(
    "dialogue",
    Text("Instances de dialogue social", "Social dialogue bodies"),
    Text(
        "Le comité social territorial, les commissions : qui y siège au 31 décembre.",
        "The social committee, the joint committees: who sits there on 31 December.",
    ),
    (
        BODY,
        Axis(
            "side",
            Text("Collège", "Side"),
            {
                "STAFF": Text("Personnel", "Staff"),
                "AUTHORITY": Text("Administration", "Authority"),
            },
        ),
        Axis(
            "rank",
            Text("Qualité", "Rank"),
            {"FULL": Text("Titulaire", "Full"), "SUBSTITUTE": Text("Suppléance", "Substitute")},
        ),
    ),
    by_sex("members", MEMBERS),
    ("DIA1",),
    Permission.FIGURE_ENTER,
    public=True,
    chapter="promotion",
    bases=(law("R232-2, 9° b", "dialogue social", "social dialogue"),),
)

TERRITORY = Subject(
    "territory",
    Text("Territoire", "Territory"),
    Text(
        "Une part de la population du territoire, à côté de la même en France, telles qu’elles "
        "sont publiées.",
        "A share of the people of the territory beside the same in France, as they are published.",
    ),
    (Axis("label", Text("Population", "Population")),),
    (
        Measure("share", Text("Part, métropole", "Share, metropolis"), Unit.SHARE),
        Measure("reference_share", Text("Part, France", "Share, France"), Unit.SHARE),
        Measure("change", Text("Évolution, métropole", "Change, metropolis"), Unit.GAP),
        Measure("reference_change", Text("Évolution, France", "Change, France"), Unit.GAP),
    ),
    (),
    Permission.FIGURE_ENTER,
    apart=True,
    public=True,
)

#: What is compared with the whole country, and the table of the report that it stands under.
COMPARED = {
    "WOMEN": "staff-category",
    "PAY_GAP": "pay-category",
    "PART_TIME_WOMEN": "part-time-category",
    "PART_TIME_MEN": "part-time-category",
}

NATIONAL = Subject(
    "national",
    Text("Comparaisons nationales", "National comparisons"),
    Text(
        "Un chiffre public de la fonction publique territoriale, imprimé sous le tableau qui s’y "
        "compare. L’année est celle du chiffre : un rapport prend le dernier connu à son année.",
        "A public figure of the territorial civil service, printed under the table that compares "
        "with it. The year is that of the figure: a report takes the latest known by its year.",
    ),
    (
        Axis(
            "figure",
            Text("Chiffre", "Figure"),
            {
                "WOMEN": Text("Part des femmes", "Share of women"),
                "PAY_GAP": Text(
                    "Écart de rémunération nette en équivalent temps plein, (femmes − hommes) / "
                    "hommes",
                    "Gap of net full-time equivalent pay, (women − men) / men",
                ),
                "PART_TIME_WOMEN": Text("Femmes à temps partiel", "Women part time"),
                "PART_TIME_MEN": Text("Hommes à temps partiel", "Men part time"),
            },
        ),
    ),
    (
        Measure("share", Text("Part", "Share"), Unit.SHARE),
        Measure("gap", Text("Écart", "Gap"), Unit.GAP),
    ),
    (),
    Permission.FIGURE_ENTER,
    apart=True,
    public=True,
)

SUBJECTS = (ELECTED, JURIES, DIALOGUE, TERRITORY, NATIONAL)
