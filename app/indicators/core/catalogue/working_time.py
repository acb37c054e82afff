"""Working time and training."""

from __future__ import annotations

import polars as pl

from app.indicators.core.catalogue.declaring import Cut, Indicator, Theme
from app.indicators.core.catalogue.shared import by_sex, in_units, one, per, rates, rates_of_year
from app.indicators.core.counts.attributes import CATEGORY, EMPLOYMENT
from app.indicators.core.counts.people import PART_TIME, STAFF, TRAINED
from app.indicators.core.counts.terms import Amount
from app.law import Evidence, LegalBasis
from app.statistics.figures import Unit
from app.text import Text

THEME = Theme(
    "time",
    Text("Temps de travail et formation", "Working time and training"),
    Text("Temps partiel et formation sur trois ans", "Part time and training over three years"),
    STAFF.label,
    chapter="working_time",
)


_HOURS = Amount(
    "training-hours",
    TRAINED,
    lambda year: in_units(pl.col("heures_formation"), 100),
    columns=("heures_formation",),
)
_TRAINING_DAYS = Amount(
    "training-days",
    TRAINED,
    lambda year: in_units(pl.col("jours_formation"), 100),
    columns=("jours_formation",),
)
_DAYS = per(
    "days",
    Text("Jours par femme", "Days per woman"),
    Text("Jours par homme", "Days per man"),
    Unit.DAYS,
    _TRAINING_DAYS,
    STAFF,
)
_PART_TIME = rates(
    PART_TIME,
    STAFF,
    Text("Femmes à temps partiel", "Women part time"),
    Text("Hommes à temps partiel", "Men part time"),
    Text("Part des femmes à temps partiel", "Share of women part time"),
    Text("Part des hommes à temps partiel", "Share of men part time"),
)

INDICATORS = (
    Indicator(
        code="part-time",
        number="TPS1",
        name=Text("Temps partiel", "Part time"),
        theme=THEME,
        chapter="working_time",
        of=STAFF,
        definition=Text(
            "Personnes à temps partiel, de droit, sur autorisation ou thérapeutique, parmi les "
            "personnes présentes au 31 décembre.",
            "People working part time, by right, on request or on medical grounds, among those "
            "present on 31 December.",
        ),
        formula=Text(
            "Part = personnes à temps partiel / personnes présentes, pour chaque sexe.",
            "Share = people part time / people present, for each sex.",
        ),
        bases=(
            LegalBasis(
                "CGFP, article R232-2, 7° c",
                Text("temps de travail", "working time"),
                Evidence.SECONDARY,
            ),
        ),
        measures=_PART_TIME,
        note=Text(
            "Temps partiel de droit, sur autorisation ou thérapeutique.",
            "By right, on request or on medical grounds.",
        ),
        cuts=(Cut((CATEGORY,)), Cut((EMPLOYMENT,)), Cut((EMPLOYMENT, CATEGORY))),
        yearly=rates_of_year(_PART_TIME, "part_time"),
    ),
    Indicator(
        code="training",
        number="FOR1",
        name=Text("Formation", "Training"),
        theme=THEME,
        chapter="training",
        of=STAFF,
        definition=Text(
            "Heures de formation suivies dans l’année, et jours par personne présente au "
            "31 décembre.",
            "Hours of training followed in the year, and days for each person present on "
            "31 December.",
        ),
        formula=Text(
            "Somme des heures. Jours par personne = somme des jours / personnes présentes, pour "
            "chaque sexe.",
            "Sum of hours. Days per person = sum of days / people present, for each sex.",
        ),
        bases=(
            LegalBasis(
                "CGFP, article R232-2, 4°", Text("formation", "training"), Evidence.SECONDARY
            ),
        ),
        measures=(
            *by_sex("hours", Text("Heures", "Hours"), Unit.HOURS, _HOURS, both=True),
            *_DAYS,
        ),
        cuts=(Cut((CATEGORY,)), Cut((EMPLOYMENT,)), Cut((EMPLOYMENT, CATEGORY))),
        yearly=(
            one("hours", Text("Heures de formation", "Training hours"), Unit.HOURS, _HOURS),
            *_DAYS,
        ),
    ),
)
