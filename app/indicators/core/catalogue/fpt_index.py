"""The index of the territorial civil service."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from app.indicators.core.agents import FTE
from app.indicators.core.catalogue.declaring import Indicator, Reckoned
from app.indicators.core.catalogue.highest import highest_paid
from app.indicators.core.catalogue.pay import THEME, gap_within
from app.indicators.core.counts.figures import YearFigures
from app.indicators.core.counts.people import ELIGIBLE, PAID, PROMOTED
from app.indicators.core.counts.terms import MEN, WOMEN, Term
from app.indicators.core.counts.year import YearStaff
from app.indicators.core.labels import EMPLOYMENT_OF
from app.law import Evidence, LegalBasis
from app.statistics.figures import SUPPRESSED, Column, Row, Unit, number
from app.text import Text

#: Women, and men, without whom an indicator of the index is not calculable (décret 2024-802 [S]).
CALCULABLE = 10
#: Groups, at least, of which the mean of gaps tells of none.
_GROUPS = 3


def index_values(figures: YearFigures) -> Sequence[Row] | None:
    """The four indicators of the index of the territorial civil service, before any note.

    They are those of the staff on 31 December, as all that is shown of pay: the official ones count
    those who left. The groups of the first two are a stream in a category, weighted by full-time
    equivalents [I]; those with few women or men are left aside, and so is an indicator of fewer
    than three, whose value would tell of one.
    """
    now = figures.now
    paid = now.agents.filter(PAID.members(now.year)).with_columns(
        pl.col("statut").cast(pl.String).replace_strict(EMPLOYMENT_OF).alias("employment")
    )
    tenured, contract = (paid.filter(pl.col("employment") == e) for e in ("FONC", "CONT_P"))
    least = now.thresholds.pay
    return [
        _row(
            "1",
            Text("Écart, fonctionnaires", "Gap, civil servants"),
            tenured,
            gap=_within(tenured, least),
        ),
        _row(
            "2",
            Text("Écart, contrats sur emploi permanent", "Gap, contracts on permanent posts"),
            contract,
            gap=_within(contract, least),
        ),
        _promotions(figures),
        _highest(now),
    ]


def _people(agents: pl.DataFrame) -> tuple[int, int]:
    women = int((agents["sexe"] == "F").sum())
    return women, agents.height - women


def _row(code: str, label: Text, agents: pl.DataFrame, gap: float | None) -> Row:
    women, men = _people(agents)
    return Row(code, label, (gap if min(women, men) >= CALCULABLE else None, None, None))


def _within(agents: pl.DataFrame, least: int) -> float | None:
    sums = (
        agents.group_by("filiere", "categorie", "sexe")
        .agg(
            (pl.col("remu_brute") * 100).round().cast(pl.Int64).sum().alias("pay"),
            (FTE * 1e6).round().cast(pl.Int64).sum().alias("fte"),
            pl.len().alias("people"),
        )
        .filter(pl.col("people") >= least)
        .sort(pl.col("filiere", "categorie", "sexe").cast(pl.String))
    )
    groups: dict[tuple[str, str], dict[str, tuple[float, float]]] = {}
    for stream, category, sex, pay, fte, _people_of in sums.iter_rows():
        groups.setdefault((stream, category), {})[sex] = (pay / 100, fte / 1e6)
    nobody = (0.0, 0.0)
    rows = [(*own.get("F", nobody), *own.get("H", nobody)) for own in groups.values()]
    value = gap_within([nobody * 2, *rows], least=_GROUPS)
    return None if value is None else round(value, 6)


def _promotions(figures: YearFigures) -> Row:
    label = Text("Écart des taux de promotion", "Gap of promotion rates")
    empty = Row("3", label, (None, None, None))
    if not all(map(figures.now.has, PROMOTED.needs)):
        return empty
    numbers = [
        figures.number(Term(people, sex)) for sex in (WOMEN, MEN) for people in (PROMOTED, ELIGIBLE)
    ]
    if SUPPRESSED in numbers:
        return Row("3", label, (None, SUPPRESSED, None))
    women, of_women, men, of_men = (number(each) or 0.0 for each in numbers)
    if min(of_women, of_men) < CALCULABLE:
        return empty
    return Row("3", label, (None, round(women / of_women - men / of_men, 6), None))


def _highest(now: YearStaff) -> Row:
    label = Text("Sexe le moins représenté des dix", "Under-represented sex of the ten")
    best = highest_paid(now)
    return Row("4", label, (None, None, None if best is None else min(_people(best))))


_POINTS = Column("points", Text("Écart en points", "Gap in points"), Unit.POINTS)
INDICATORS = (
    Indicator(
        code="fpt-index",
        number="Index",
        name=Text(
            "Index de la fonction publique territoriale", "Index of the territorial civil service"
        ),
        theme=THEME,
        chapter="pay",
        of=PAID,
        definition=Text(
            "Les quatre indicateurs de l’index, approchés sur le personnel au 31 décembre : les "
            "valeurs officielles comptent aussi qui est parti. Ils ne sont pas des notes : "
            "l’application n’en donne que d’un barème que quelqu’un a vérifié ; sinon, saisissez "
            "celles qui ont été calculées officiellement.",
            "The four indicators of the index, approached on the staff on 31 December: the official "
            "ones also count those who left. They are not scores: the "
            "application gives scores only from a scale that somebody checked; otherwise, type those "
            "that were computed officially.",
        ),
        formula=Text(
            "1 et 2 : moyenne des écarts (femmes − hommes) / hommes de chaque filière dans chaque "
            "catégorie, au poids de ses EQTP, à vérifier dans le décret ; les groupes de moins de cinq "
            "femmes ou hommes sont laissés de côté, et il en faut trois. 3 : taux de promotion des "
            "femmes − des hommes. 4 : le moins nombreux des deux sexes parmi les dix plus hautes "
            "rémunérations. Il faut dix femmes et dix hommes.",
            "1 and 2: mean of the gaps (women − men) / men of each stream in each category, weighted "
            "by its FTE, to be checked in the decree; groups of fewer than five women or men are left "
            "aside, and three are needed. 3: promotion rate of women − of men. 4: the "
            "fewer of the two sexes among the ten highest pays. Ten women and ten men are needed.",
        ),
        bases=(
            LegalBasis(
                "CGFP, article L132-9-3", Text("index publié", "index published"), Evidence.READ
            ),
            LegalBasis(
                "Décrets 2024-801 et 2024-802",
                Text("indicateurs et seuils", "indicators and thresholds"),
                Evidence.SECONDARY,
            ),
        ),
        cuts=(
            Reckoned(
                "values",
                Text("par indicateur", "by indicator"),
                (
                    Column("gap", Text("Écart", "Gap"), Unit.GAP),
                    _POINTS,
                    Column("number", Text("Nombre", "Number"), Unit.COUNT),
                ),
                index_values,
                ("remu_brute",),
            ),
        ),
    ),
)
