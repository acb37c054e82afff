"""What is remembered of an import once its agents are gone: a few sums, and keyed digests.

The sums serve to see what drifts from one year to the next; the digests, to compare a correction
with what it corrects, agent by agent, without knowing anything of them.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import polars as pl

from app.indicators.core import formulas
from app.indicators.core.agents import SCHEMA, completed, present
from app.indicators.core.columns import UID
from app.indicators.core.formulas import by_sex, row_digests

#: The columns of digests: the agent, what the row says, and whether it is of the staff.
ROW, STAFF = "row", "staff"
#: What a row says by kind of column, each with a digest of its own: a change of many traits that
#: matter little does not hide one of another kind.
FACETS = ("amounts", "days", "codes", "words")


@dataclass(frozen=True)
class Profile:
    """A year in a few sums: no row of a person."""

    staff: int
    women: int
    fte: float
    mean_pay: float | None
    directorates: tuple[str, ...]
    columns: tuple[str, ...] = ()  # of which the file says anything

    @property
    def women_share(self) -> float | None:
        return self.women / self.staff if self.staff else None


def profile(agents: pl.DataFrame, year: int) -> Profile:
    """The sums of the agents of a year, whose columns are those of `SCHEMA` or more."""
    staff = agents.filter(present(year))
    women, men = by_sex(staff)
    directorates = staff["direction"].drop_nulls().unique().sort().to_list()
    return Profile(
        women + men, women, formulas.fte(agents), formulas.mean_pay(agents), tuple(directorates)
    )


def digests(agents: pl.DataFrame, year: int, key: bytes) -> pl.DataFrame:
    """For each agent a keyed digest (16 bytes) of what the file says, as a whole and by facet, and
    whether it is of the staff on 31 December. Who has no key learns nothing of a pay by trying
    pays."""
    whole, own_key = completed(agents), hashlib.sha256(key).digest()
    columns = {ROW: [*SCHEMA]} | {facet: [] for facet in FACETS}
    for name, kind in SCHEMA.items():
        if name != UID:
            columns[_facet(kind)].append(name)
    digested = [
        pl.Series(name, row_digests(whole, own, own_key), pl.Binary)
        for name, own in columns.items()
    ]
    return whole.select(UID, *digested, present(year).alias(STAFF)).sort(UID)


def _facet(kind: pl.DataType) -> str:
    if kind == pl.Float64:
        return "amounts"
    if kind == pl.Date:
        return "days"
    return "words" if kind == pl.String else "codes"


def digest_of(rows: pl.DataFrame) -> str:
    """What tells one import's agents from another's, whatever the order of its lines."""
    whole = hashlib.sha256()
    for row in rows.sort(UID)[ROW]:
        whole.update(row)
    return whole.hexdigest()


def told_of(now: pl.DataFrame, then: pl.DataFrame) -> int:
    """Of how many agents somebody learns who has what two imports show: the fewest that came, went
    or differ in one facet; 0 when they are the same."""
    changes = compared(now, then)
    moved = changes["added"] + changes["removed"]
    stay = now.join(then, on=UID, how="inner")
    known = [each for each in FACETS if f"{each}_right" in stay.columns] or [ROW]
    differ = [stay.filter(pl.col(each) != pl.col(f"{each}_right")).height for each in known]
    return min((moved + own for own in differ if moved + own), default=0)


def compared(now: pl.DataFrame, then: pl.DataFrame) -> dict[str, int]:
    """By their digests, how many agents an import has that another has not, how many it has no
    more, and of how many it says something else."""
    stay = now.join(then, on=UID, how="inner")
    same = stay.filter(pl.col(ROW) == pl.col(f"{ROW}_right")).height
    return {
        "added": now.height - stay.height,
        "removed": then.height - stay.height,
        "changed": stay.height - same,
    }
