"""What an import counts, worked out once and kept: its tables, and what it is compared by."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import polars as pl
from sqlalchemy import delete, select

from app.accounts.service.people import directorates
from app.documents.sealing import seal_bytes, unseal_bytes
from app.extensions import db
from app.indicators.core import EDITION, YearStaff, counted
from app.indicators.core.agents import completed
from app.indicators.core.counts.guarding import Guarded, WasShown, nothing_was
from app.indicators.core.remembering import Profile, profile, told_of
from app.indicators.models import HrFigures, HrImport, HrSnapshot
from app.indicators.service.instance import Instance
from app.jobs.service import enqueue, job_in_slot
from app.statistics.disclosure import Thresholds
from app.statistics.figures import Table
from app.statistics.plain_values import from_plain, to_plain

_DIGESTS = "digests of agents"


def count_slot(import_id: int) -> str:
    return f"hr.count:{import_id}"


def ask_to_count(imported: HrImport, now: dt.datetime) -> None:
    """Have an import counted by the worker, anew if it was; one job, however often asked for."""
    slot = count_slot(imported.id)
    enqueue("hr.count", slot=slot, again=True, now=now, import_id=imported.id)


def count_failed(imported: HrImport) -> bool:
    """Whether the count of an import was given up: it is asked for again by hand."""
    job = job_in_slot(count_slot(imported.id))
    return job is None or job.state in ("failed", "done")


@dataclass(frozen=True)
class Counted:
    """What the agents of a year count, ready to be kept."""

    thresholds: Thresholds
    profile: Profile
    tables: Mapping[str, Table]
    guarded: Guarded
    digests: bytes


def count(
    agents: pl.DataFrame,
    year: int,
    rows: pl.DataFrame,
    own: Instance,
    was_shown: WasShown = nothing_was,
) -> Counted:
    """Count the agents of a year, of whom these are the digests. It takes time: whoever writes
    afterwards opens a new transaction."""
    names = {each.code: each.name for each in directorates()}
    whole = completed(agents)
    packed = io.BytesIO()
    rows.write_parquet(packed, compression="zstd")
    tables, guarded = counted(YearStaff(year, whole, own.thresholds, names), was_shown)
    return Counted(
        own.thresholds,
        replace(profile(whole, year), columns=tuple(sorted(tables.columns))),
        tables.tables,
        guarded,
        seal_bytes(packed.getvalue(), _DIGESTS, own.secret_key),
    )


def keep_figures(
    imported: HrImport, figures: Counted, rows: pl.DataFrame, own: Instance, now: dt.datetime
) -> None:
    """Keep what an import counts, in place of what was counted before. Where it would tell readers
    of few agents, it is held back, unless it was shown already."""
    before = db.session.get(HrFigures, imported.id)
    held_for = before.held_for if before else _few_changed(imported, rows, own)
    if held_for is None:
        imported.shown_digests = figures.digests
    db.session.execute(delete(HrFigures).where(HrFigures.import_id == imported.id))
    db.session.expire_all()
    db.session.add(
        HrFigures(
            import_id=imported.id,
            held_for=held_for,
            counted_at=now,
            thresholds=asdict(figures.thresholds),
            edition=EDITION,
            profile=to_plain(figures.profile),
            tables=to_plain(figures.tables),
            guarded=_to_keep(figures.guarded),
            digests=figures.digests,
        )
    )
    db.session.flush()


def shown_figures(year: int) -> HrFigures | None:
    """The figures of a year that readers have: of its latest import that is counted and not held."""
    return db.session.scalars(
        select(HrFigures)
        .join(HrImport)
        .where(HrImport.year == year, HrImport.undone_at.is_(None), HrFigures.held_for.is_(None))
        .order_by(HrImport.id.desc())
        .limit(1)
    ).first()


def _few_changed(imported: HrImport, rows: pl.DataFrame, own: Instance) -> int | None:
    """Of how many agents an import tells whoever kept figures that were shown, undone since or not;
    None when of enough, or of none, or when nothing was shown. 0 where that cannot be known."""
    shown = shown_figures(imported.year)
    kept = db.session.scalars(
        select(HrImport.shown_digests).where(
            HrImport.year == imported.year,
            HrImport.id != imported.id,
            HrImport.shown_digests.is_not(None),
        )
    ).all()
    if shown is None and not kept:
        return None
    learned = [
        told_of(rows, then) for each in kept if (then := _read(each, own.secret_key)) is not None
    ]
    if not learned:
        return 0
    if 0 in learned:
        return None  # the very figures that were shown
    fewest = min(learned)
    return fewest if fewest < own.thresholds.group else None


def release(figures: HrFigures) -> None:
    """Let figures that were held back be shown."""
    figures.held_for = None
    db.session.get_one(HrImport, figures.import_id).shown_digests = figures.digests


def _to_keep(guarded: Guarded) -> dict[str, Any]:
    """What was shown and withheld, as a database keeps it."""
    cells = {name: sorted(getattr(guarded, name)) for name in ("shown", "withheld", "small")}
    return {**cells, "cost": guarded.cost, "bound": guarded.bound}


def was_shown_in(figures: HrFigures | None) -> WasShown:
    """What an import showed when it was counted before."""
    cells = figures.guarded["shown"] if figures and figures.guarded else ()
    return frozenset(
        (code, tuple(cross), tuple(group)) for code, cross, group in cells
    ).__contains__


def to_count(thresholds: Thresholds) -> list[HrImport]:
    """The imports that are not counted, or were counted under other thresholds or by another
    catalogue."""
    rows = db.session.execute(
        select(HrImport, HrFigures.thresholds, HrFigures.edition)
        .join(HrFigures, isouter=True)
        .join(HrSnapshot)
        .order_by(HrImport.id)
    )
    now = (asdict(thresholds), EDITION)
    return [imported for imported, under, edition in rows if (under, edition) != now]


def digests_of(figures: HrFigures, secret_key: str) -> pl.DataFrame | None:
    """The digests of an import's agents; None once they are forgotten."""
    return _read(figures.digests, secret_key)


def _read(kept: bytes | None, secret_key: str) -> pl.DataFrame | None:
    packed = unseal_bytes(kept, _DIGESTS, secret_key) if kept else None
    return None if packed is None else pl.read_parquet(io.BytesIO(packed))


def profile_of(figures: HrFigures) -> Profile:
    """The sums of an import, as they were kept."""
    own: Profile = from_plain(Profile, figures.profile)
    return own


def told_between(first: Sequence[int], second: Sequence[int], secret_key: str) -> list[int | None]:
    """Of how many agents somebody learns who has the figures of these imports and of those, year by
    year where they are not the same; 0 where they say the same, None where they cannot be compared
    any more."""
    rows = db.session.execute(
        select(HrImport.id, HrImport.year, HrImport.shown_digests, HrFigures.digests)
        .join(HrFigures, isouter=True)
        .where(HrImport.id.in_({*first} ^ {*second}))
    )
    by_year: dict[int, list[pl.DataFrame | None]] = {}
    for _id, year, shown, kept in rows:
        by_year.setdefault(year, []).append(_read(shown or kept, secret_key))
    return [
        None if own[0] is None or own[1] is None else told_of(own[0], own[1])
        for own in by_year.values()
        if len(own) == 2
    ]
