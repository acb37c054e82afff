"""Several rows of an agent, as one: months of payroll, posts one after the other or at once.

Amounts, hours and days add up; what happened once happened; traits are those of the last row. Paid
full-time years are kept exactly: months are those of all rows, twelve at most, and the time share
is what brings them to the sum of shares times months.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from app.cells import LineProblem, Trouble
from app.indicators.core.columns import BIRTH, COLUMNS, KEY, LEVELS, LINE, MOST_ALIKE, PERIOD
from app.indicators.core.scales import ABOUT

#: What no two rows of one person can say differently.
_SAME = ("sexe", BIRTH)


def folded(rows: pl.DataFrame) -> tuple[pl.DataFrame, list[LineProblem]]:
    """One row for each agent, with the line of the first; or what is wrong with their rows.

    Rows have the columns of the file, `mois_payes` where there is no month of payroll.
    """
    counted = PERIOD in rows.columns and "mois_payes" not in rows.columns
    if counted and rows[PERIOD].n_unique() < 2:
        first = int(rows[LINE].min())  # type: ignore[arg-type]
        return rows, [LineProblem(first, PERIOD, "", Trouble.INCONSISTENT, "2 … 12")]
    if counted:
        rows = _counted(rows)
    if PERIOD in rows.columns:
        rows = rows.sort(PERIOD, LINE)
    if rows[KEY].n_unique() == rows.height:
        return rows.drop(PERIOD, strict=False), []
    problems = [*_two_people(rows)]
    if problems:
        return rows, problems
    agents = rows.group_by(KEY, maintain_order=True).agg(
        pl.col(LINE).min(),
        *(_fold(name) for name in rows.columns if name not in {KEY, LINE, PERIOD, *_TOGETHER}),
        *_worked(counted),
    )
    return agents.select(rows.drop(PERIOD, strict=False).columns), [*_overworked(agents)]


_TOGETHER = ("quotite", "mois_payes")
#: What is of the last row even where it says nothing: somebody who came back has not left.
_OF_THE_LAST = ("date_sortie", "motif_sortie")
#: What somebody is, and may be no more: other yes and no happened once in the year.
_STATES = ("present_3112", "temps_complet", "emploi_permanent", "boe")
#: What tells two posts of one month from two lines of one post, such as a pay made up later.
_POST = ("quotite", "grade", "metier", "service", "direction")


def _counted(rows: pl.DataFrame) -> pl.DataFrame:
    """Months of payroll, one for each post: a second line of a post in a month adds its pay."""
    post = [KEY, PERIOD, *(name for name in _POST if name in rows.columns)]
    first = pl.col(LINE) == pl.col(LINE).min().over(post)
    return rows.with_columns(first.cast(pl.Float64).alias("mois_payes"))


def _fold(name: str) -> pl.Expr:
    column, cells = COLUMNS[name], pl.col(name)
    if column.dtype == pl.Boolean and name not in _STATES:
        return cells.max()
    if column.most is not None and name not in LEVELS:
        return pl.when(cells.is_not_null().any()).then(cells.sum()).alias(name)
    return cells.last() if name in _OF_THE_LAST else cells.drop_nulls().last()


def _worked(monthly: bool) -> list[pl.Expr]:
    """Months paid, and the share that keeps the paid full-time year."""
    months = pl.col(PERIOD).n_unique().cast(pl.Float64) if monthly else pl.col("mois_payes").sum()
    months = months.clip(upper_bound=12)
    whole = (pl.col("quotite") * pl.col("mois_payes")).sum()
    share = pl.when(months > 0).then(whole / months).otherwise(pl.col("quotite").last())
    return [months.alias("mois_payes"), share.alias("quotite")]


def said_twice(rows: pl.DataFrame) -> Iterator[LineProblem]:
    """The rows that say again all that a row before says."""
    if rows[KEY].n_unique() == rows.height:
        return
    said = [name for name in rows.columns if name != LINE]
    first = pl.col(LINE).min().over(said).alias("first")
    again = rows.select(LINE, KEY, first).filter(pl.col(LINE) > pl.col("first"))
    for line, number, before in again.head(MOST_ALIKE).iter_rows():
        yield LineProblem(line, KEY, number, Trouble.DOUBLED_KEY, str(before))


def _two_people(rows: pl.DataFrame) -> Iterator[LineProblem]:
    """The rows of a staff number that cannot be those of one person."""
    for name in _SAME:
        first, before = pl.col(name).first().over(KEY), pl.col(LINE).first().over(KEY)
        lines = rows.select(
            LINE, KEY, before.alias("before"), (pl.col(name) != first).alias("other")
        )
        other = lines.filter(pl.col("other")).head(MOST_ALIKE)
        for line, number, same in other.select(LINE, KEY, "before").iter_rows():
            yield LineProblem(line, name, number, Trouble.OTHER_THAN_LINE, str(same))


def _overworked(agents: pl.DataFrame) -> Iterator[LineProblem]:
    """Agents whose rows add up to more than a full-time year."""
    more = agents.filter(pl.col("quotite") > 1 + ABOUT).head(MOST_ALIKE)
    for line, number, share in more.select(LINE, KEY, "quotite").iter_rows():
        rule = f"quotité × mois ≤ 12 ({share:.2f})"
        yield LineProblem(line, KEY, number, Trouble.INCONSISTENT, rule)
