"""What is odd in a file without being wrong: each remark with its lines, and drift from the year
before. None of it blocks: it asks somebody to look."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import polars as pl

from app.indicators.core.agents import FTE, present, within
from app.indicators.core.columns import KEY, LINE, UID
from app.indicators.core.frameworks import code_of_grade
from app.indicators.core.remembering import STAFF, Profile, profile

#: Euros of a full-time equivalent year beyond which a pay is looked at.
LOW_PAY, HIGH_PAY = 15_000, 250_000
#: A share of working time under which one is looked at.
LITTLE_TIME = 0.2
#: What may change from one year to the next before somebody looks: by a tenth, by three points.
MUCH, POINTS = 0.10, 0.03
#: How far the parts of a pay may be from the whole.
PARTS_ROOM = 0.01
#: So many lines of one remark are listed.
LISTED = 20
_PARTS = (
    *("traitement", "ind_residence", "sft", "nbi_montant", "heures_sup", "heures_comp"),
    *("avantages_nature", "gipa"),
)


class Control(StrEnum):
    """What a file is looked at for."""

    NUMBERS_ALIKE = "numbers_alike"
    LOW_PAY = "low_pay"
    HIGH_PAY = "high_pay"
    LITTLE_TIME = "little_time"
    PARTS_DIFFER = "parts_differ"
    GRADE_DIFFERS = "grade_differs"
    PROMOTED_NOT_ELIGIBLE = "promoted_not_eligible"
    PRESENT_BUT_LEFT = "present_but_left"
    MONTHS_MISSING = "months_missing"
    LEFT_BEFORE = "left_before"
    NO_DATE_OF_THE_YEAR = "no_date_of_the_year"
    SAME_AS_YEAR = "same_as_year"
    STAFF_CHANGED = "staff_changed"
    WOMEN_SHARE_CHANGED = "women_share_changed"
    FTE_CHANGED = "fte_changed"
    PAY_CHANGED = "pay_changed"
    DIRECTORATE_GONE = "directorate_gone"
    CAME_WITHOUT_DATE = "came_without_date"
    GONE_WITHOUT_DATE = "gone_without_date"


@dataclass(frozen=True)
class Remark:
    """One thing to look at: how many agents it is about, their first lines, or what it is about in
    words and figures of the file."""

    control: Control
    count: int = 0
    lines: tuple[int, ...] = ()
    detail: str = ""


def remarks(agents: pl.DataFrame, year: int) -> list[Remark]:
    """What is odd in the lines of a file, whose agents have the line that each comes from."""
    full = pl.col("remu_brute") / FTE
    worked = FTE > 0.05
    left = pl.col("date_sortie").dt.year() <= year
    odd = {
        Control.LOW_PAY: worked & (full < LOW_PAY),
        Control.HIGH_PAY: worked & (full > HIGH_PAY),
        Control.LITTLE_TIME: pl.col("quotite") < LITTLE_TIME,
        Control.PROMOTED_NOT_ELIGIBLE: pl.col("promu_grade") & ~pl.col("promouvable_grade"),
        Control.PRESENT_BUT_LEFT: pl.col("present_3112") & left,
        Control.LEFT_BEFORE: (pl.col("date_sortie").dt.year() < year) & (pl.col("mois_payes") > 0),
    }
    if "traitement" in agents.columns and agents["primes"].null_count() < agents.height:
        parts = [name for name in _PARTS if name in agents.columns]
        whole = pl.sum_horizontal(*parts, "primes")
        gap = (whole - pl.col("remu_brute")).abs()
        odd[Control.PARTS_DIFFER] = gap > PARTS_ROOM * pl.col("remu_brute")
    if "grade" in agents.columns or agents["cadre_emplois"].null_count() < agents.height:
        odd[Control.GRADE_DIFFERS] = _other_category(agents)
    listed = [_remark(agents, control, wrong) for control, wrong in odd.items()]
    return [each for each in listed if each.count]


def _other_category(agents: pl.DataFrame) -> pl.Expr:
    """Whether an agent’s category is not that of the grade, where that is known."""
    name = "grade" if "grade" in agents.columns else "cadre_emplois"
    usual = {
        grade: code
        for grade in agents[name].drop_nulls().unique()
        if (code := code_of_grade("categorie", grade)) is not None
    }
    expected = pl.col(name).replace_strict(usual, default=None, return_dtype=pl.String)
    senior = {"A_PLUS": "A"}  # not every file tells them apart
    return expected.replace(senior) != pl.col("categorie").cast(pl.String).replace(senior)


def _remark(agents: pl.DataFrame, control: Control, wrong: pl.Expr) -> Remark:
    lines = agents.filter(wrong.fill_null(False))[LINE].sort()
    return Remark(control, len(lines), tuple(lines.head(LISTED)))


def months_missing(months: pl.Series | None) -> list[Remark]:
    """The months of a payroll, as months since the year 0, that nobody is paid in."""
    if months is None or months.n_unique() < 2:
        return []
    missing = sorted(set(range(1, 13)) - {month % 12 + 1 for month in months.drop_nulls().unique()})
    detail = " ".join(map(str, missing))
    return [Remark(Control.MONTHS_MISSING, detail=detail)] if missing else []


def nearly_alike(agents: pl.DataFrame) -> list[Remark]:
    """Staff numbers that differ by capitals, blanks or leading zeros alone: one person, perhaps."""
    bare = (
        pl.col(KEY).str.to_uppercase().str.replace_all(r"[\s\p{Cf}]", "").str.strip_chars_start("0")
    )
    doubtful = agents.select(LINE, bare.alias(KEY)).filter(pl.col(KEY).is_duplicated())
    lines = doubtful[LINE].sort()
    return (
        [Remark(Control.NUMBERS_ALIKE, len(lines), tuple(lines.head(LISTED)))]
        if lines.len()
        else []
    )


def same_year(agents: pl.DataFrame, year: int) -> list[Remark]:
    """That no date is of the year, where there are dates of an earlier one: a file of before."""
    dates = [pl.col(name).dt.year().max() for name in ("date_recrut", "date_sortie")]
    latest = [each for each in agents.select(dates).row(0) if each is not None]
    if not latest or max(latest) >= year:
        return []
    return [Remark(Control.NO_DATE_OF_THE_YEAR, detail=str(max(latest)))]


def drift(agents: pl.DataFrame, year: int, before: Profile) -> list[Remark]:
    """What changed more since the year before than it usually does."""
    now = profile(agents, year)
    return [*_changes(now, before), *_directorates(now, before)]


def _changes(now: Profile, then: Profile) -> Iterator[Remark]:
    pairs = {
        Control.STAFF_CHANGED: (now.staff, then.staff),
        Control.FTE_CHANGED: (now.fte, then.fte),
        Control.PAY_CHANGED: (now.mean_pay, then.mean_pay),
    }
    for control, (new, old) in pairs.items():
        if new and old and abs(new - old) > MUCH * old:
            yield Remark(control, detail=f"{old:.0f} → {new:.0f}")
    new, old = now.women_share, then.women_share
    if new is not None and old is not None and abs(new - old) > POINTS:
        yield Remark(Control.WOMEN_SHARE_CHANGED, detail=f"{100 * old:.1f} → {100 * new:.1f}")


def _directorates(now: Profile, then: Profile) -> Iterator[Remark]:
    """Directorates that had staff the year before and have none."""
    gone = sorted(set(then.directorates) - set(now.directorates)) if now.directorates else []
    if gone:
        yield Remark(Control.DIRECTORATE_GONE, len(gone), detail=", ".join(gone[:LISTED]))


def moves(agents: pl.DataFrame, year: int, before: pl.DataFrame) -> Iterator[Remark]:
    """Staff of one 31 December and not of the other, whom no date of the year explains; `before`
    are the digests of the year before."""
    now, then = agents.filter(present(year)), before.filter(pl.col(STAFF))
    came = now.join(then.select(UID), on=UID, how="anti")
    undated = came.filter(
        ~(within("date_recrut", year) | within("date_entree_coll", year)).fill_null(False)
    )
    gone = then.join(now.select(UID), on=UID, how="anti").select(UID)
    left = agents.filter(within("date_sortie", year).fill_null(False)).select(UID)
    unknown = gone.join(left, on=UID, how="anti").height
    if undated.height:
        lines = undated[LINE].sort()
        yield Remark(Control.CAME_WITHOUT_DATE, undated.height, tuple(lines.head(LISTED)))
    if unknown:
        yield Remark(Control.GONE_WITHOUT_DATE, unknown)


def same_as(digest: str, others: Sequence[tuple[int, str]]) -> list[Remark]:
    """That a file is, agent for agent, that of another year."""
    return [Remark(Control.SAME_AS_YEAR, detail=str(y)) for y, own in others if own == digest]
