"""Formulas: plain numbers of a group of agents, before disclosure control.

Sums are of whole numbers (cents, millionths of a full-time post), so that a figure does not depend
on the order of the rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b

import polars as pl

from app.indicators.core.agents import FTE, WOMAN
from app.indicators.core.columns import BIRTH_YEAR

#: So many rows are written out at a time.
_SLICE = 50_000


def by_sex(agents: pl.DataFrame) -> tuple[int, int]:
    """(women, men), head counts."""
    women = int((agents["sexe"] == "F").sum())
    return women, agents.height - women


def row_digests(agents: pl.DataFrame, columns: Iterable[str], key: bytes = b"") -> list[bytes]:
    """A digest (16 bytes) of what each row says in these columns, in the order of the rows."""
    texts = [pl.col(name).cast(pl.String).fill_null("") for name in columns]
    said = pl.concat_str(texts, separator="\x1f")
    return [
        blake2b(text.encode(), digest_size=16, key=key).digest()
        for rows in agents.iter_slices(_SLICE)
        for text in rows.select(said).to_series()
    ]


def women_of(agents: pl.DataFrame) -> pl.DataFrame:
    return agents.filter(WOMAN)


def men_of(agents: pl.DataFrame) -> pl.DataFrame:
    return agents.filter(~WOMAN)


def grouped(agents: pl.DataFrame, column: str, order: Sequence[str]) -> dict[str, pl.DataFrame]:
    """Agents by the value of a column: values of `order` first, others after them by name, those
    without one under "".

    Empty groups are left out.
    """
    texts = agents.with_columns(pl.col(column).cast(pl.String).fill_null(""))
    groups = {str(key): group for (key,), group in texts.partition_by(column, as_dict=True).items()}
    others = sorted(set(groups) - set(order))
    return {name: groups[name] for name in [*order, *others] if name in groups}


def fte(agents: pl.DataFrame) -> float:
    """Full-time equivalents of the year: sum of time share x months paid / 12."""
    share = (agents["quotite"] * 1e6).round().cast(pl.Int64)
    months = (agents["mois_payes"] * 1e4).round().cast(pl.Int64)
    return int((share * months).sum()) / 12e10


def total(amounts: pl.Series) -> float:
    """The sum of amounts to a hundredth; nothing counts as none."""
    return int((amounts * 100).round().cast(pl.Int64).sum()) / 100


def mean_pay(agents: pl.DataFrame) -> float | None:
    """Gross pay of a full-time equivalent year: sum of pay / sum of FTE, euros.

    The mean is weighted by FTE (CGFP R232-2, 5°: pay in full-time equivalent of the year).
    """
    whole = fte(agents)
    return total(agents["remu_brute"]) / whole if whole else None


def median_pay(agents: pl.DataFrame, around: int) -> float | None:
    """Median pay scaled to a full-time year, euros; agents without paid time left out.

    A median is what one or two people earn. It is taken instead as the mean of the `around` pays
    in the middle, one more where their number is even, and rounded to ten euros; None unless as
    many people are paid less and as many more.
    """
    paid = agents.filter(FTE > 0)
    values = paid.select((pl.col("remu_brute") / FTE).sort()).to_series()
    middle = around + (len(values) - around) % 2
    side = (len(values) - middle) // 2
    if len(values) < 2 * around or side <= 0:
        return None
    return round(total(values.slice(side, middle)) / middle, -1)


def gap(women: float | None, men: float | None) -> float | None:
    """(women - men) / men: negative when women earn less (convention of the FPT index)."""
    return None if women is None or not men else (women - men) / men


def gap_within(agents: pl.DataFrame, columns: Sequence[str], least: int) -> float | None:
    """The mean of the gaps of mean pay within the groups that these columns make, each with the
    weight of its full-time equivalents: what women and men earn at equal values of the columns.

    Groups with fewer than `least` women or men are left out; None with fewer than two groups. The
    weights are those of `hr-report` 3.2 and 3.5 [I]: no text that was read states them.
    """
    paid = agents.filter(FTE > 0).select(
        *columns, "sexe", (pl.col("remu_brute") * 100).round().cast(pl.Int64), _millionths()
    )
    sexes = paid.group_by(*columns, "sexe").agg(
        pl.len().alias("people"), pl.col("remu_brute").sum(), pl.col("fte").sum()
    )
    sexes = sexes.filter(pl.col("people") >= least)
    women, men = sexes.filter(WOMAN), sexes.filter(~WOMAN)
    both = women.join(men, on=[*columns], suffix="_men", nulls_equal=True).sort(*columns)
    if both.height < 2:
        return None
    weight = pl.col("fte") + pl.col("fte_men")
    pay, pay_men = (
        pl.col("remu_brute") / pl.col("fte"),
        pl.col("remu_brute_men") / pl.col("fte_men"),
    )
    gaps = (pay / pay_men - 1) * weight
    return float(both.select(gaps.sum() / weight.sum()).item())


def _millionths() -> pl.Expr:
    """Full-time equivalents as whole numbers."""
    return (FTE * 1e6).round().cast(pl.Int64).alias("fte")


def ages(agents: pl.DataFrame, year: int) -> pl.Series:
    """Ages on 31 December of the year."""
    return (year - agents[BIRTH_YEAR]).cast(pl.Int64)


def mean(values: pl.Series) -> float | None:
    return int(values.sum()) / len(values) if len(values) else None


def median(values: pl.Series) -> float | None:
    """The value in the middle, or the mean of the two that are."""
    return values.median()  # type: ignore[return-value]


AGE_BANDS: tuple[tuple[int, int], ...] = (
    (0, 24),
    (25, 29),
    (30, 34),
    (35, 39),
    (40, 44),
    (45, 49),
    (50, 54),
    (55, 59),
    (60, 120),
)
