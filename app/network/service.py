"""Tables of the territory, of what was typed. Elected members are public by law: no disclosure
control there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from app.indicators.core.entered import SUBJECTS
from app.indicators.core.entered.lines import Line, words_of
from app.indicators.service.entered import lines_of
from app.statistics.figures import Column, Figure, Row, Table, Unit, ratio
from app.text import Text


def _until(subject: str, day: dt.date | None) -> list[Line]:
    """The lines of a subject, of all years or of those that had begun by a day."""
    return [own for own in lines_of(SUBJECTS[subject]) if day is None or own.year <= day.year]


def elected_table(until: dt.date | None = None) -> Table | None:
    """Women and men of each body by term, of the terms that had begun by a day where one is given;
    None when nothing was typed."""
    lines = _by_body(_until("elected", until))
    if not lines:
        return None
    return Table(
        code="elected",
        title=Text("Membres élus par mandat", "Elected members by term"),
        columns=(
            Column("women", Text("Femmes", "Women"), Unit.COUNT),
            Column("men", Text("Hommes", "Men"), Unit.COUNT),
            Column("total", Text("Ensemble", "All"), Unit.COUNT),
            Column("share", Text("Part des femmes", "Share of women"), Unit.SHARE),
        ),
        rows=tuple(_elected(line) for line in lines),
        population=Text("membres élus, données publiques", "elected members, public data"),
        source=_source(lines),
        as_of=max(line.dated for line in lines),
    )


def _by_body(lines: Sequence[Line]) -> list[Line]:
    """Body by body, in the order in which they were typed, each by term."""
    bodies = list(dict.fromkeys(line.axes["body_fr"] for line in lines))
    return sorted(lines, key=lambda line: (bodies.index(line.axes["body_fr"]), line.year))


def _elected(line: Line) -> Row:
    women, men = line.measures["members_women"], line.measures["members_men"]
    total: Figure = None if women is None or men is None else women + men
    body, term = (words_of(axis, line) for axis in SUBJECTS["elected"].axes)
    label = Text(f"{body.fr}, {term.fr}", f"{body['en']}, {term['en']}")
    return Row(f"{body['en']}-{term.fr}", label, (women, men, total, ratio(women, total)))


def _source(lines: Sequence[Line]) -> Text:
    """Where these lines come from, as it was typed."""
    said = " ; ".join(dict.fromkeys(line.source for line in lines))
    return Text(said, "")


def territory_table(until: dt.date | None = None) -> Table | None:
    """People of the territory against metropolitan France; None when nothing was typed."""
    subject = SUBJECTS["territory"]
    lines = _until("territory", until)
    if not lines:
        return None
    columns = tuple(Column(each.code, each.label, each.unit) for each in subject.measures)
    rows = tuple(
        Row(
            str(place),
            words_of(subject.axes[0], line),
            tuple(line.measures[column.code] for column in columns),
        )
        for place, line in enumerate(lines, start=1)
    )
    return Table(
        code="territory",
        title=Text("Familles et territoire", "Families and territory"),
        columns=columns,
        rows=rows,
        population=Text("population du territoire", "people of the territory"),
        source=_source(lines),
        as_of=max(line.dated for line in lines),
        note=Text(
            "Valeurs telles que publiées : les parties ne s’additionnent pas toujours au total, "
            "rien n’en est déduit.",
            "Values as published: parts do not always add up to the whole, nothing is derived from "
            "them.",
        ),
    )


def national_lines(until: dt.date) -> list[Line]:
    """The figures of the whole country: of each, the latest known by a day."""
    latest: dict[str, Line] = {}
    for line in sorted(_until("national", until), key=lambda own: own.year):
        latest[line.axes["figure"]] = line
    return list(latest.values())
