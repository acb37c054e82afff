"""Working time and training."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from app.indicators.core import formulas
from app.indicators.core.agents import PART_TIME
from app.indicators.core.catalogue.declaring import Cut, Indicator, Lines, Theme, Yearly, YearStaff
from app.indicators.core.catalogue.gated import (
    CATEGORY,
    STAFF,
    everybody,
    head_counts,
    hidden_with,
    rate_columns,
    rates_by_sex,
)
from app.indicators.core.formulas import men_of, women_of
from app.law import Evidence, LegalBasis
from app.statistics.disclosure import Thresholds
from app.statistics.figures import Column, Figure, Unit, ratio
from app.text import Text

THEME = Theme(
    "time",
    Text("Temps de travail et formation", "Working time and training"),
    Text("Temps partiel et formation sur trois ans", "Part time and training over three years"),
    STAFF,
    chapter="working_time",
)


def _staff(now: YearStaff) -> pl.DataFrame:
    return now.staff


def _part_time(now: YearStaff, groups: Sequence[pl.DataFrame]) -> list[tuple[Figure, ...]]:
    return rates_by_sex(now, groups, PART_TIME)


def _year_of_part_time(now: YearStaff) -> tuple[Figure, ...]:
    [*_groups, (_women, rate_women, _men, rate_men)] = _part_time(now, [now.staff])
    return rate_women, rate_men


def _part_time_note(limits: Thresholds) -> Text:
    return Text(
        "Temps partiel de droit, sur autorisation ou thérapeutique.",
        "By right, on request or on medical grounds.",
    )


def _training(now: YearStaff, groups: Sequence[pl.DataFrame]) -> list[tuple[Figure, ...]]:
    """Hours of women, of men and of all, days per woman and per man; None where the file lacks the
    column."""
    hours, days = now.has("heures_formation"), now.has("jours_formation")
    rows = []
    counts = head_counts(now, groups)
    for agents, (women, men, total) in zip([*groups, everybody(groups)], counts, strict=True):
        sexes = ((women_of(agents), women), (men_of(agents), men))
        rows.append(
            (
                *(
                    _hours(people, mask) if hours else None
                    for people, mask in (*sexes, (agents, total))
                ),
                *(_days_each(people, mask) if days else None for people, mask in sexes),
            )
        )
    return rows


def _hours(agents: pl.DataFrame, mask: Figure) -> Figure:
    return hidden_with(mask, formulas.total(agents["heures_formation"]))


def _days_each(agents: pl.DataFrame, mask: Figure) -> Figure:
    return ratio(hidden_with(mask, formulas.total(agents["jours_formation"])), mask)


def _year_of_training(now: YearStaff) -> tuple[Figure, ...]:
    [*_groups, (_women, _men, hours, *days)] = _training(now, [now.staff])
    return hours, *days


_DAYS = (
    Column("days_women", Text("Jours par femme", "Days per woman"), Unit.DAYS),
    Column("days_men", Text("Jours par homme", "Days per man"), Unit.DAYS),
)
_WOMEN = Text("Femmes à temps partiel", "Women part time")
_MEN = Text("Hommes à temps partiel", "Men part time")

INDICATORS = (
    Indicator(
        code="part-time",
        name=Text("Temps partiel", "Part time"),
        theme=THEME,
        chapter="working_time",
        population=STAFF,
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
        columns=("sexe", "temps_travail"),
        people=_staff,
        cuts=(
            Cut(
                CATEGORY,
                Lines(
                    rate_columns(
                        _WOMEN,
                        _MEN,
                        Text("Part des femmes à temps partiel", "Share of women part time"),
                        Text("Part des hommes à temps partiel", "Share of men part time"),
                    ),
                    _part_time,
                    _part_time_note,
                ),
            ),
        ),
        yearly=Yearly(
            (
                Column("part_time_women", _WOMEN, Unit.SHARE),
                Column("part_time_men", _MEN, Unit.SHARE),
            ),
            _year_of_part_time,
        ),
    ),
    Indicator(
        code="training",
        name=Text("Formation", "Training"),
        theme=THEME,
        chapter="training",
        population=STAFF,
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
        columns=("sexe",),
        either=("heures_formation", "jours_formation"),
        people=_staff,
        cuts=(
            Cut(
                CATEGORY,
                Lines(
                    (
                        Column("hours_women", Text("Heures, femmes", "Hours, women"), Unit.HOURS),
                        Column("hours_men", Text("Heures, hommes", "Hours, men"), Unit.HOURS),
                        Column("hours", Text("Heures, ensemble", "Hours, all"), Unit.HOURS),
                        *_DAYS,
                    ),
                    _training,
                ),
            ),
        ),
        yearly=Yearly(
            (Column("hours", Text("Heures de formation", "Training hours"), Unit.HOURS), *_DAYS),
            _year_of_training,
        ),
    ),
)
