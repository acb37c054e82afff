"""Taking a part out of a plan while it was not used, and putting it back as it was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Column, Date, Enum, Table, delete, select

from app.extensions import Base, Moment, TextType, db
from app.roadmaps.models import (
    Action,
    Adviser,
    Axis,
    CalendarFeed,
    Cause,
    Change,
    Draft,
    Indicator,
    Mandate,
    Objective,
    Participant,
    Partner,
    Placement,
    Policy,
    PolicyCategory,
    Programme,
    Recommendation,
    RemovedPart,
    Risk,
    Roadmap,
    Step,
    Target,
)
from app.roadmaps.service.belonging import name_of, roadmap_of
from app.roadmaps.service.history import Author, record_changes
from app.roadmaps.service.parts import PARTS, room_in
from app.roadmaps.service.titles import title_of
from app.statistics.plain_values import to_plain
from app.text import Text

#: What goes with a part that is taken out, and the column by which it belongs to it.
_WITH: dict[type[Base], tuple[tuple[type[Base], str], ...]] = {
    Policy: ((PolicyCategory, "policy_id"),),
    Programme: ((CalendarFeed, "programme_id"),),
    Roadmap: ((Mandate, "roadmap_id"), (Draft, "roadmap_id"), (RemovedPart, "roadmap_id")),
    Action: (
        (Placement, "action_id"),
        (Step, "action_id"),
        (Partner, "action_id"),
        (Cause, "action_id"),
    ),
    Indicator: ((Target, "indicator_id"),),
    Participant: ((Adviser, "participant_id"),),
    Recommendation: ((Adviser, "recommendation_id"),),
}
#: How long the list of what was taken out is.
LISTED = 500


class NoPlaceForIt(LookupError):
    """What a part stood under is gone, or something stands in its place."""


def _held_by(row: Any) -> list[Any]:
    """The parts that a programme or a roadmap holds, in an order in which they can be taken out."""
    kinds: dict[type[Base], tuple[type[Base], ...]] = {
        Programme: (Roadmap, Axis),
        Roadmap: (Action, Objective, Indicator, Risk),
    }
    column = f"{name_of(type(row))}_id"
    return [
        each
        for model in kinds.get(type(row), ())
        for each in db.session.scalars(
            select(model).where(getattr(model, column) == row.id).order_by(model.id)  # type: ignore[attr-defined]
        ).unique()
    ]


def remove(row: Any, author: Author, now: dt.datetime) -> RemovedPart:
    """Take a part out with all that belongs to it, and keep it aside; what it holds too, each part
    with the same moment, by which they are put back together."""
    for each in _held_by(row):
        remove(each, author, now)
    roadmap = None if isinstance(row, Roadmap) else roadmap_of(row)
    kept = RemovedPart(
        part=name_of(type(row)),
        part_id=row.id,
        title=title_of(row),
        roadmap_id=roadmap.id if roadmap else None,
        person_id=author.person_id,
        at=now,
        content=[_packed(type(row).__table__, each) for each in _rows(type(row), "id", row.id)],
    )
    for model, column in _WITH.get(type(row), ()):
        kept.content += [_packed(model.__table__, each) for each in _rows(model, column, row.id)]  # type: ignore[arg-type]
    kept.content += [_packed(Change.__table__, each) for each in _history(row)]  # type: ignore[arg-type]
    db.session.add(kept)
    db.session.execute(delete(Change).where(*_own_history(row)))
    db.session.delete(row)
    db.session.flush()
    return kept


def _rows(model: type[Base], column: str, number: int) -> Iterable[Any]:
    table = model.__table__
    order = list(table.primary_key)
    return db.session.execute(select(table).where(table.c[column] == number).order_by(*order))


def _own_history(row: Any) -> tuple[Any, ...]:
    return Change.part == name_of(type(row)), Change.part_id == row.id


def _history(row: Any) -> Iterable[Any]:
    own = select(Change.__table__).where(*_own_history(row))
    return db.session.execute(own.order_by(Change.id))


def _packed(table: Table, row: Any) -> dict[str, Any]:
    values = {name: plain_value(value) for name, value in row._mapping.items()}
    return {"table": table.name, "row": values}


def plain_value(value: Any) -> Any:
    """A value of a column as JSON has it."""
    return value if isinstance(value, dict | list) else to_plain(value)  # those are JSON already


def value_of(column: Column[Any], plain: Any) -> Any:
    """A value of a column from what JSON has."""
    if plain is None:
        return None
    if isinstance(column.type, TextType):
        return Text.from_dict(plain)
    if isinstance(column.type, Moment):
        return dt.datetime.fromisoformat(plain)
    if isinstance(column.type, Date):
        return dt.date.fromisoformat(plain)
    return column.type.enum_class(plain) if isinstance(column.type, Enum) else plain  # type: ignore[misc]


def kept_row(model: type[Base], kept: Mapping[str, Any]) -> Any:
    """A row as it was kept aside, to read: it is in no database."""
    table = model.__table__
    return model(**{name: value_of(table.c[name], kept[name]) for name in kept if name in table.c})  # type: ignore[arg-type]


def removed_from(roadmap_id: int | None) -> list[RemovedPart]:
    """What was taken out of a roadmap, the latest first; without one, what belonged to none. Of what
    was taken out together, that which held the rest."""
    own = select(RemovedPart).where(RemovedPart.roadmap_id == roadmap_id)
    rows = db.session.scalars(own.order_by(RemovedPart.id)).unique()
    latest = {row.at: row for row in rows}
    return sorted(latest.values(), key=lambda row: row.id, reverse=True)[:LISTED]


def put_back_removed(kept: RemovedPart, author: Author, now: dt.datetime) -> Any:
    """Put a part back where it was, with what belonged to it. Raises NoPlaceForIt."""
    model = PARTS[kept.part].model
    own, *others = kept.content
    values = _values(own)
    if not _has_place(model, values):
        raise NoPlaceForIt(kept.part)
    number = _inserted(model.__table__, values)  # type: ignore[arg-type]
    under = {m.__tablename__: column for m, column in _WITH.get(model, ())}
    put = [_put_under(each, under, number) for each in others]
    row = db.session.get_one(model, number)
    if isinstance(row, Action) and not _serves(row, put):
        raise NoPlaceForIt(kept.part)
    record_changes(row, {"removed": ("", "1")}, Author(kept.person_id), kept.at)
    record_changes(row, {"removed": ("1", "")}, author, now)
    moment = kept.at
    db.session.delete(kept)
    db.session.flush()
    for each in _taken_out_with(row, moment):
        put_back_removed(each, author, now)
    return row


def _taken_out_with(row: Any, moment: dt.datetime) -> list[RemovedPart]:
    """What a programme or a roadmap held when it was taken out, the last taken out first."""
    if not isinstance(row, (Programme, Roadmap)):
        return []
    number = row.id if isinstance(row, Roadmap) else None
    own = select(RemovedPart).where(RemovedPart.at == moment, RemovedPart.roadmap_id == number)
    return list(db.session.scalars(own.order_by(RemovedPart.id.desc())).unique())


def _serves(action: Action, put: list[bool]) -> bool:
    """Whether an action that is put back serves an objective in use, in a roadmap with room for it."""
    in_use = any(placement.objective.ended_on is None for placement in action.placements)
    return any(put) and in_use and room_in(action.roadmap) >= 0


def _values(kept: dict[str, Any]) -> dict[str, Any]:
    """The values of a row, without those that name what is gone and can do without."""
    table = Base.metadata.tables[kept["table"]]
    known = ((name, plain) for name, plain in kept["row"].items() if name in table.c)
    values = {name: value_of(table.c[name], plain) for name, plain in known}
    for column in table.c:  # it may have been kept before a column was there
        if column.name not in values:
            values[column.name] = _default(column)
    for column in table.c:
        if column.nullable and not _points_somewhere(column, values[column.name]):
            values[column.name] = None
    return values


def _points_somewhere(column: Column[Any], value: Any) -> bool:
    """Whether what a column names is there, where it names anything."""
    targets = [key.column for key in column.foreign_keys] if value is not None else []
    return all(db.session.scalar(select(t).where(t == value)) is not None for t in targets)


def _default(column: Column[Any]) -> Any:
    """What a column holds where nobody gave it anything."""
    if column.default is None:
        return None
    own = column.default.arg  # type: ignore[attr-defined]
    return own(None) if callable(own) else own


def _stands(table: Table, values: dict[str, Any]) -> bool:
    return all(_points_somewhere(column, values[column.name]) for column in table.c)


def _has_place(model: type[Base], values: dict[str, Any]) -> bool:
    """Whether what a part stands under is there, and nothing took its place meanwhile."""
    if not _stands(model.__table__, values):  # type: ignore[arg-type]
        return False
    if model is Action and values["origin"] is not None:
        same: Any = select(Action.id).where(Action.origin == values["origin"])
    elif model is Roadmap:
        names = ("programme_id", "policy_id", "organisation_id")
        same = select(Roadmap.id).where(*(getattr(Roadmap, n) == values[n] for n in names))
    else:
        return True
    return db.session.scalar(same) is None


def _put_under(kept: dict[str, Any], under: dict[str, str], number: int) -> bool:
    """Put back a row that belonged to a part, if what it names is there; whether it places it."""
    table, values = Base.metadata.tables[kept["table"]], _values(kept)
    values[under.get(table.name, "part_id")] = number
    if not _stands(table, values):
        return False
    _inserted(table, values)
    return table.name == Placement.__tablename__


def _inserted(table: Table, values: dict[str, Any]) -> int:
    """A row put back; under another number where somebody else has taken its own."""
    if "id" in values and db.session.scalar(select(table.c.id).where(table.c.id == values["id"])):
        values = {name: value for name, value in values.items() if name != "id"}
    key = db.session.connection().execute(table.insert().values(**values)).inserted_primary_key
    assert key is not None
    return int(key[0])
