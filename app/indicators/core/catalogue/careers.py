"""Who came, who left, who was promoted."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import polars as pl

from app.indicators.core.agents import within
from app.indicators.core.catalogue.declaring import Cut, Indicator, Lines, Theme, Yearly, YearStaff
from app.indicators.core.catalogue.gated import (
    CATEGORY,
    HEADS,
    head_counts,
    heads,
    rate_columns,
    rates_by_sex,
)
from app.law import Evidence, LegalBasis
from app.statistics.disclosure import Thresholds
from app.statistics.figures import Column, Figure, Unit
from app.text import Text

THEME = Theme(
    "careers",
    Text("Carrières", "Careers"),
    Text("Parcours sur trois ans", "Careers over three years"),
    Text("agents de l’année", "agents of the year"),
    chapter="careers",
)

People = Callable[[YearStaff], pl.DataFrame]


def _recruited(now: YearStaff) -> pl.DataFrame:
    return now.agents.filter(within("date_recrut", now.year))


def _departed(now: YearStaff) -> pl.DataFrame:
    return now.agents.filter(within("date_sortie", now.year))


def _eligible(now: YearStaff) -> pl.DataFrame:
    return now.agents.filter("promouvable_grade")


def _year_of(people: People) -> Callable[[YearStaff], tuple[Figure, ...]]:
    """How many women and how many men there were among these people in the year."""
    return lambda now: tuple(head_counts(now, [people(now)])[-1][:2])


def _promotions(now: YearStaff, groups: Sequence[pl.DataFrame]) -> list[tuple[Figure, ...]]:
    return rates_by_sex(now, groups, pl.col("promu_grade"))


def _year_of_promotions(now: YearStaff) -> tuple[Figure, ...]:
    [*_groups, (_women, rate_women, _men, rate_men)] = _promotions(now, [_eligible(now)])
    return rate_women, rate_men


def _rate_note(limits: Thresholds) -> Text:
    return Text("Taux = agents promus / agents promouvables.", "Rate = promoted / eligible.")


_WOMEN_RATE = Text("Taux de promotion des femmes", "Promotion rate of women")
_MEN_RATE = Text("Taux de promotion des hommes", "Promotion rate of men")

INDICATORS = (
    Indicator(
        code="recruitments",
        name=Text("Recrutements de l’année", "Recruitments of the year"),
        theme=THEME,
        chapter="careers",
        population=Text("agents recrutés dans l’année", "agents recruited during the year"),
        definition=Text(
            "Personnes recrutées entre le 1er janvier et le 31 décembre.",
            "People recruited between 1 January and 31 December.",
        ),
        formula=Text(
            "Nombre de personnes dont la date de recrutement est dans l’année.",
            "Number of people whose date of recruitment is in the year.",
        ),
        bases=(
            LegalBasis(
                "CGFP, article R232-2, 2°", Text("recrutement", "recruitment"), Evidence.SECONDARY
            ),
        ),
        columns=("sexe", "date_recrut"),
        people=_recruited,
        cuts=(Cut(CATEGORY, Lines(HEADS, heads)),),
        yearly=Yearly(
            (
                Column("recruited_women", Text("Femmes recrutées", "Women recruited"), Unit.COUNT),
                Column("recruited_men", Text("Hommes recrutés", "Men recruited"), Unit.COUNT),
            ),
            _year_of(_recruited),
        ),
    ),
    Indicator(
        code="departures",
        name=Text("Départs de l’année", "Departures of the year"),
        theme=THEME,
        chapter="careers",
        population=Text("agents partis dans l’année", "agents who left during the year"),
        definition=Text(
            "Personnes parties entre le 1er janvier et le 31 décembre.",
            "People who left between 1 January and 31 December.",
        ),
        formula=Text(
            "Nombre de personnes dont la date de sortie est dans l’année.",
            "Number of people whose date of departure is in the year.",
        ),
        bases=(
            LegalBasis(
                "CGFP, article R232-2, 3° e", Text("départs", "departures"), Evidence.SECONDARY
            ),
        ),
        columns=("sexe", "date_sortie"),
        people=_departed,
        cuts=(Cut(CATEGORY, Lines(HEADS, heads)),),
        yearly=Yearly(
            (
                Column("left_women", Text("Départs de femmes", "Women who left"), Unit.COUNT),
                Column("left_men", Text("Départs d’hommes", "Men who left"), Unit.COUNT),
            ),
            _year_of(_departed),
        ),
    ),
    Indicator(
        code="promotions",
        name=Text("Avancements de grade", "Grade promotions"),
        theme=THEME,
        chapter="careers",
        population=Text("agents promouvables", "agents eligible for promotion"),
        definition=Text(
            "Personnes promues au grade supérieur parmi celles qui pouvaient l’être.",
            "People promoted to the next grade among those who were eligible.",
        ),
        formula=Text(
            "Taux = personnes promues / personnes promouvables, pour chaque sexe.",
            "Rate = people promoted / people eligible, for each sex.",
        ),
        bases=(
            LegalBasis(
                "CGFP, article R232-2, 3° c", Text("avancement", "promotion"), Evidence.SECONDARY
            ),
        ),
        columns=("sexe", "promouvable_grade", "promu_grade"),
        people=_eligible,
        cuts=(
            Cut(
                CATEGORY,
                Lines(
                    rate_columns(
                        Text("Femmes promues", "Women promoted"),
                        Text("Hommes promus", "Men promoted"),
                        _WOMEN_RATE,
                        _MEN_RATE,
                    ),
                    _promotions,
                    _rate_note,
                ),
            ),
        ),
        yearly=Yearly(
            (
                Column("promotion_women", _WOMEN_RATE, Unit.SHARE),
                Column("promotion_men", _MEN_RATE, Unit.SHARE),
            ),
            _year_of_promotions,
        ),
    ),
)
