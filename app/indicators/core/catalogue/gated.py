"""What indicators share: breakdowns, columns, counts and rates through the gate."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import polars as pl

from app.indicators.core import formulas, labels
from app.indicators.core.agents import NOBODY
from app.indicators.core.catalogue.declaring import Breakdown, Group, YearStaff
from app.indicators.core.columns import BIRTH_YEAR
from app.indicators.core.formulas import by_sex, men_of, women_of
from app.statistics.disclosure import protect
from app.statistics.figures import SUPPRESSED, Column, Figure, Unit, ratio
from app.text import Text, both

SOURCE = Text("fichier des agents", "agents’ file")
STAFF = Text("agents présents au 31 décembre", "agents present on 31 December")
WOMEN = Column("women", labels.SEXES["F"], Unit.COUNT)
MEN = Column("men", labels.SEXES["H"], Unit.COUNT)
TOTAL = Column("total", labels.ALL, Unit.COUNT)
SHARE = Column("share", Text("Part des femmes", "Share of women"), Unit.SHARE)


def _labelled(names: Mapping[str, Text], code: str) -> Text:
    if not code:
        return Text("Non renseigné", "Not given")
    return names.get(code) or both(code)


def _by(
    code: str,
    words: Text,
    column: str,
    names: Callable[[YearStaff], Mapping[str, Text]],
) -> Breakdown:
    """A breakdown by the value of one column, in the order of `names`."""

    def groups(now: YearStaff, agents: pl.DataFrame) -> list[Group]:
        known = names(now)
        breakdown = formulas.grouped(agents, column, [*known])
        return [Group(value, _labelled(known, value), breakdown[value]) for value in breakdown]

    return Breakdown(code, words, column, groups)


def _bands(now: YearStaff, agents: pl.DataFrame) -> list[Group]:
    age = now.year - pl.col(BIRTH_YEAR)
    return [
        Group(f"age-{low}", _band_label(low, high), agents.filter(age.is_between(low, high)))
        for low, high in formulas.AGE_BANDS
    ]


def _band_label(low: int, high: int) -> Text:
    if not low:
        return Text(f"Moins de {high + 1} ans", f"Under {high + 1}")
    if high >= 100:
        return Text(f"{low} ans et plus", f"{low} and over")
    return Text(f"{low}-{high} ans", f"{low}-{high}")


CATEGORY = _by(
    "category",
    Text("par catégorie", "by category"),
    "categorie",
    lambda now: labels.CATEGORIES,
)
STATUS = _by(
    "status",
    Text("par statut", "by status"),
    "statut",
    lambda now: labels.STATUSES,
)
STREAM = _by(
    "stream",
    Text("par filière", "by stream"),
    "filiere",
    lambda now: labels.STREAMS,
)
DIRECTORATE = _by(
    "directorate",
    Text("par direction", "by directorate"),
    "direction",
    lambda now: now.directorates,
)
AGE = Breakdown("age", Text("par âge", "by age"), "date_naissance", _bands)


def everybody(groups: Sequence[pl.DataFrame]) -> pl.DataFrame:
    return pl.concat(groups) if groups else NOBODY


def head_counts(now: YearStaff, groups: Sequence[pl.DataFrame]) -> list[list[Figure]]:
    """Women, men and all for each group and in all, protected."""
    return _protected(now, [by_sex(group) for group in groups])


def _protected(now: YearStaff, pairs: Sequence[tuple[int, int]]) -> list[list[Figure]]:
    return protect(pairs, now.thresholds.cell, columns=2, salt=now.lot)


def heads(now: YearStaff, groups: Sequence[pl.DataFrame]) -> list[tuple[Figure, ...]]:
    """Women, men, all, share of women."""
    rows = head_counts(now, groups)
    return [(women, men, total, ratio(women, total)) for women, men, total in rows]


HEADS = (WOMEN, MEN, TOTAL, SHARE)


def rates_by_sex(
    now: YearStaff, groups: Sequence[pl.DataFrame], having: pl.Expr
) -> list[tuple[Figure, ...]]:
    """(women with, rate of women, men with, rate of men) for each group and in all.

    Each sex is protected separately, those with against those without, since the numbers of women
    and of men in a group are published elsewhere.
    """
    bases = head_counts(now, groups)
    columns = []
    for pick in (women_of, men_of):
        people = [pick(group) for group in groups]
        having_it = [one.filter(having.fill_null(False)).height for one in people]
        pairs = [(n, one.height - n) for n, one in zip(having_it, people, strict=True)]
        columns.append([row[0] for row in _protected(now, pairs)])
    return [
        (women, ratio(women, base[0]), men, ratio(men, base[1]))
        for women, men, base in zip(columns[0], columns[1], bases, strict=True)
    ]


def rate_columns(women: Text, men: Text, rate_women: Text, rate_men: Text) -> tuple[Column, ...]:
    return (
        Column("women", women, Unit.COUNT),
        Column("women_rate", rate_women, Unit.SHARE),
        Column("men", men, Unit.COUNT),
        Column("men_rate", rate_men, Unit.SHARE),
    )


def hidden_with(mask: Figure, value: float | None) -> Figure:
    """A figure about people is withheld where their number is."""
    return SUPPRESSED if mask is SUPPRESSED else value
