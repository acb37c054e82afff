"""The ten highest pays, which the law makes public."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from app.indicators.core.catalogue.declaring import Indicator, Reckoned
from app.indicators.core.catalogue.pay import THEME
from app.indicators.core.counts.figures import YearFigures
from app.indicators.core.counts.people import PAID_IN_YEAR
from app.indicators.core.counts.year import YearStaff
from app.indicators.core.labels import ALL, SEXES
from app.law import Evidence, LegalBasis
from app.statistics.figures import Column, Row, Unit
from app.text import Text

HIGHEST = 10
#: What orders pays, the highest first.
_BY_PAY = ("remu_brute", "mois_payes", "sexe")


def highest_paid(now: YearStaff) -> pl.DataFrame | None:
    """The ten best paid of the year; None of fewer people."""
    paid = now.agents.filter(pl.col("remu_brute") > 0)
    best = paid.sort(_BY_PAY, descending=True, maintain_order=True).head(HIGHEST)
    return best if best.height == HIGHEST else None


def ten_highest(figures: YearFigures) -> Sequence[Row] | None:
    """The sum of the ten highest pays of the year, who has them, and the months they are of
    (CGFP L716-1). None with fewer than ten people."""
    best = highest_paid(figures.now)
    if best is None:
        return None
    women = int((best["sexe"] == "F").sum())
    euros, months = (float(best[name].sum()) for name in ("remu_brute", "mois_payes"))
    cells = (round(euros, 2), women, HIGHEST - women, months)
    return [Row("total", ALL, cells, total=True)]


INDICATORS = (
    Indicator(
        code="ten-highest",
        number="REM6",
        name=Text("Dix plus hautes rémunérations", "Ten highest pays"),
        theme=THEME,
        chapter="pay",
        of=PAID_IN_YEAR,
        definition=Text(
            "La somme des dix rémunérations brutes les plus élevées de l’année, et le nombre de "
            "femmes et d’hommes qui les perçoivent. La loi demande de les publier : ils ne sont pas "
            "masqués, même quand ils comptent une à quatre personnes.",
            "The sum of the ten highest gross pays of the year, and how many women and men have "
            "them. The law asks for them to be published: they are not withheld, even when they "
            "count one to four people.",
        ),
        formula=Text(
            "Somme des dix rémunérations brutes, parmi toutes les personnes payées dans l’année ; "
            "somme de leurs mois payés.",
            "Sum of the ten gross pays, of everybody paid in the year; sum of their months paid.",
        ),
        bases=(
            LegalBasis(
                "CGFP, article L716-1", Text("dix rémunérations", "ten pays"), Evidence.READ
            ),
        ),
        cuts=(
            Reckoned(
                "all",
                Text("de l’année", "of the year"),
                (
                    Column("sum", Text("Somme", "Sum"), Unit.EUROS),
                    Column("women", SEXES["F"], Unit.COUNT),
                    Column("men", SEXES["H"], Unit.COUNT),
                    Column("months", Text("Mois cumulés", "Months"), Unit.NUMBER),
                ),
                ten_highest,
                ("remu_brute",),
            ),
        ),
    ),
)
