"""The board of all roadmaps; its address says what it shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Response, request
from flask_babel import gettext as _

from app.accounts.service.organisations import organisations
from app.cells import small_number
from app.extensions import utcnow
from app.permissions import Permission
from app.roadmaps.blueprint import bp
from app.roadmaps.core.lights import SERIOUSNESS
from app.roadmaps.core.plans import Category, MandateRole
from app.roadmaps.models import Programme
from app.roadmaps.service import plans
from app.roadmaps.service.board import (
    BoardRow,
    board,
    roadmaps_led_by,
    roadmaps_of_programmes,
    together,
)
from app.roadmaps.service.mandates import held_roadmaps, people_for
from app.roadmaps.views.bulk import SHIFTS
from app.roadmaps.views.rights import steers
from app.roadmaps.views.steering import main_programme, sections
from app.web import current_person, render, requires

#: Which roadmaps a board shows, by the word in its address.
SHOWS: dict[str, Callable[[BoardRow], bool]] = {
    "late": lambda row: row.counted.late > 0,
    "silent": lambda row: row.silent,
    "blocked": lambda row: row.counted.blocked > 0,
    "without-ambassador": lambda row: row.ambassador is None and row.roadmap.organisation is None,
    "without-indicator": lambda row: row.indicators == 0,
}


def show_words() -> dict[str, str]:
    """The filters of the board."""
    return {
        "": _("All roadmaps"),
        "mine": _("Mine"),
        "late": _("With late actions"),
        "silent": _("Silent"),
        "blocked": _("With blocked actions"),
        "without-ambassador": _("Without ambassador"),
        "without-indicator": _("Without indicator"),
    }


@dataclass(frozen=True)
class Filters:
    """What the address of the board asks for."""

    show: str = ""
    category: str = ""
    programme: int | None = None
    pilot: int | None = None
    mine: frozenset[int] = field(default_factory=frozenset)

    def keeps(self, row: BoardRow) -> bool:
        """Whether a row is asked for."""
        if self.show == "mine" and row.roadmap.id not in self.mine:
            return False
        if self.show in SHOWS and not SHOWS[self.show](row):
            return False
        return not self.category or row.category == self.category

    def address(self, **changed: str) -> dict[str, Any]:
        """What an address says to ask for the same but for what is changed."""
        asked = {"show": self.show, "category": self.category}
        asked |= {"programme": str(self.programme or ""), "pilot": str(self.pilot or "")} | changed
        return {name: value for name, value in asked.items() if value}


def read_filters(today: dt.date) -> Filters:
    """The filters of the present address; what it does not know filters nothing."""
    asked = request.args
    show = asked.get("show", "")
    own = held_roadmaps(current_person().id, today) if show == "mine" else []
    category = asked.get("category", "")
    return Filters(
        show=show if show in SHOWS or show == "mine" else "",
        category=category if category in set(Category) else "",
        programme=small_number(asked.get("programme", "")),
        pilot=small_number(asked.get("pilot", "")),
        mine=frozenset(roadmap.id for roadmap in own),
    )


def shown_programmes(
    every: Sequence[Programme], chosen: int | None, today: dt.date
) -> list[Programme]:
    """The programme that was chosen, or those that go on, or else those to come, or the latest."""
    own = [each for each in every if each.id == chosen]
    going = [each for each in every if each.goes_on(today)]
    coming = [each for each in every if not each.over(today)]
    return own or going or coming or list(every[:1])


def _seriousness(row: BoardRow) -> tuple[int, int]:
    """The roadmaps that need help come first; among equals, the order of the programme stays."""
    return SERIOUSNESS.index(row.health.light), -row.counted.late


@bp.get("/")
@requires(Permission.ROADMAP_READ)
def index() -> Response:
    """All roadmaps on one board."""
    today = utcnow().date()
    filters, every = read_filters(today), plans.programmes()
    shown = shown_programmes(every, filters.programme, today)
    roadmaps = roadmaps_of_programmes(shown)
    if filters.pilot is not None:
        led = roadmaps_led_by(filters.pilot)
        roadmaps = [roadmap for roadmap in roadmaps if roadmap.id in led]
    whole = board(roadmaps, today)
    return render(
        "roadmaps/board.html",
        programmes=every,
        shown=shown,
        filters=filters,
        whole=whole,
        rows=sorted((row for row in whole if filters.keeps(row)), key=_seriousness),
        together=together,
        shows=show_words(),
        categories=list(Category),
        organisations=organisations(),
        steers=steers(current_person()),
        keepers=people_for(MandateRole.AMBASSADOR) if steers(current_person()) else [],
        shifts=SHIFTS,
        today=today,
        steered=shown[0] if filters.programme and shown else main_programme(today),
        sections=sections() if shown else [],
    )
