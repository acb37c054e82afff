"""Tables of roadmaps for the report: the programmes of one year, by category and by policy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import func, select

from app.extensions import db
from app.roadmaps.core.plans import CATEGORY_LABELS
from app.roadmaps.models import Update
from app.roadmaps.service import plans
from app.roadmaps.service.board import BoardRow, board, roadmaps_of_programmes
from app.statistics.figures import Column, Figure, Row, Table, Unit, ratio
from app.text import Text

_COLUMNS = (
    Column("actions", Text("Actions", "Actions"), Unit.COUNT),
    Column("done", Text("Faites", "Done"), Unit.COUNT),
    Column("in_progress", Text("En cours", "In progress"), Unit.COUNT),
    Column("waiting", Text("À venir ou en pause", "Planned or paused"), Unit.COUNT),
    Column("abandoned", Text("Abandonnées", "Abandoned"), Unit.COUNT),
    Column("share_done", Text("Part faite", "Share done"), Unit.SHARE),
)
_NOTE = Text(
    "Actions : sans celles qui sont abandonnées ou non applicables pour le moment.",
    "Actions: without those that are abandoned or not applicable at the moment.",
)


def rows_of_year(year: int) -> list[BoardRow]:
    """The roadmaps of the authority in the programmes that go through a year."""
    last = dt.date(year, 12, 31)
    going = [p for p in plans.programmes() if p.starts_on <= last <= p.ends_on]
    own = [r for r in roadmaps_of_programmes(going) if r.organisation_id is None]
    return board(own, last)


def tables_of_year(year: int) -> tuple[Table, Table] | None:
    """The actions by category, and by policy; None without a programme in that year."""
    rows = rows_of_year(year)
    if not rows:
        return None
    whole = _progress_table(rows)
    return whole, _policies_table(rows, whole)


def _progress_table(rows: Sequence[BoardRow]) -> Table:
    lines = []
    for category, label in CATEGORY_LABELS.items():
        own = [row for row in rows if row.category is category]
        if own:
            lines.append(Row(category, label, (len(own), *_cells(own))))
    others = [row for row in rows if row.category is None]
    if others and lines:
        label = Text("Sans catégorie", "Without a category")
        lines.append(Row("none", label, (len(others), *_cells(others))))
    total = Row("total", Text("Ensemble", "All"), (len(rows), *_cells(rows)), total=True)
    return Table(
        code="roadmaps",
        title=Text("Avancement des feuilles de route", "Progress of the roadmaps"),
        columns=(
            Column("roadmaps", Text("Feuilles de route", "Roadmaps"), Unit.COUNT),
            *_COLUMNS,
        ),
        rows=(*lines, total),
        population=Text("actions des feuilles de route", "actions of the roadmaps"),
        source=rows[0].roadmap.programme.source or rows[0].roadmap.programme.title,
        as_of=_as_of(rows),
        note=_NOTE,
    )


def _policies_table(rows: Sequence[BoardRow], whole: Table) -> Table:
    return Table(
        code="policies",
        title=Text("Actions par politique publique", "Actions by policy"),
        columns=_COLUMNS,
        rows=tuple(Row(r.roadmap.policy.code, r.roadmap.title, tuple(_cells([r]))) for r in rows),
        population=whole.population,
        source=whole.source,
        as_of=whole.as_of,
        note=whole.note,
    )


def _cells(rows: Sequence[BoardRow]) -> list[Figure]:
    counted = [row.counted for row in rows]
    base, done = sum(c.base for c in counted), sum(c.done for c in counted)
    return [
        base,
        done,
        sum(c.in_progress for c in counted),
        sum(c.waiting for c in counted),
        sum(c.abandoned for c in counted),
        ratio(done, base),
    ]


def _as_of(rows: Sequence[BoardRow]) -> dt.date:
    """The day of the last update of these roadmaps."""
    ids = [row.roadmap.id for row in rows]
    latest = db.session.scalar(select(func.max(Update.on)).where(Update.roadmap_id.in_(ids)))
    return latest or rows[0].roadmap.programme.starts_on
