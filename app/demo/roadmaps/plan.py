"""One plan being made: its document, its calendar, its people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.accounts.models import Person
from app.demo.days import Days
from app.demo.documents import text_of
from app.roadmaps.core.frequencies import Frequency
from app.roadmaps.models import Axis, Programme
from app.roadmaps.service import plans
from app.roadmaps.service.parts import PARTS, add_part
from app.text import Text


@dataclass(frozen=True)
class Plan:
    """A programme with what its document says; `people` are known by their keys."""

    document: dict[str, Any]
    days: Days
    people: dict[str, Person]
    programme: Programme
    axes: tuple[Axis, ...]

    def text(self, value: Mapping[str, str] | None) -> Text:
        """Words of the document, with the years that the plan has today."""
        return dated(text_of(value), self.days)


def dated(text: Text, days: Days) -> Text:
    """Words with the years of a plan in the place of `{first}` and `{last}`."""
    return Text(text.fr.format(**_years(days)), text.en.format(**_years(days)))


def _years(days: Days) -> dict[str, int]:
    return {"first": days.first.year, "last": days.last.year}


def begin_plan(document: dict[str, Any], today: dt.date, people: dict[str, Person]) -> Plan:
    """The programme of a document, with its axes."""
    head = document["programme"]
    days = Days.of(head, today)
    before = (p for p in plans.programmes() if p.code == head.get("previous"))
    values = {
        "code": head["code"].format(**_years(days)),
        "title": dated(text_of(head["title"]), days),
        "source": dated(text_of(head["source"]), days),
        "starts_on": days.first,
        "ends_on": days.last,
        "rhythm": Frequency(head.get("rhythm", Frequency.QUARTERLY)),
        "previous": next(before, None),
    }
    programme: Programme = add_part(PARTS["programme"], None, values)
    axes = tuple(
        add_part(PARTS["axis"], programme, {"title": dated(text_of(axis), days)})
        for axis in document.get("axes", ())
    )
    return Plan(document, days, people, programme, axes)
