"""What was typed in an update of rows that were removed or ended meanwhile: put in words, so that
nothing of it is lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from app.cells import small_number
from app.roadmaps.core.actions import ActionStatus
from app.roadmaps.core.plans import RiskLevel
from app.roadmaps.forms.rows import WAS
from app.roadmaps.forms.words import level_words, status_words
from app.text import Text
from app.web.language import current_language


@dataclass(frozen=True)
class Gone:
    """A row of the form that is no longer asked about, and what it was called."""

    kind: str
    number: int
    title: Text

    def field(self, name: str) -> str:
        """What one of its fields is called in the form."""
        return f"{self.kind}-{self.number}-{name}"


def words_of(gone: Gone, typed: Mapping[str, str]) -> str:
    """What was typed of one row, in a sentence; empty where nothing was."""
    own = {
        name.removeprefix(gone.field("")): value
        for name, value in typed.items()
        if name.startswith(gone.field("")) and value != typed.get(WAS + name, "")
    }
    said = [words for words in _SAY[gone.kind](own) if words]
    if not said:
        return ""
    title = gone.title[current_language()] or _("A line that is gone")
    return _("%(title)s: %(words)s", title=title, words="; ".join(said))


def put_off_words(months: int) -> str:
    return ngettext("put off by %(num)s month", "put off by %(num)s months", months)


def _action(own: Mapping[str, str]) -> list[str]:
    status, later = own.get("status", ""), own.get("postpone", "")
    by, who = own.get("blocked_by", ""), own.get("unblocked_by", "")
    return [
        status_words(ActionStatus(status))[0] if status in set(ActionStatus) else "",
        _("put off: %(date)s", date=own["date"]) if own.get("date") else "",
        put_off_words(months) if (months := small_number(later)) else "",
        _("blocked by: %(by)s", by=by) if by else (_("blocked") if own.get("blocked") else ""),
        _("who can unblock it: %(who)s", who=who) if who else "",
        own.get("note", ""),
    ]


def _indicator(own: Mapping[str, str]) -> list[str]:
    labels = {
        "numerator": _("How many"),
        "denominator": _("Out of how many"),
        "women": _("Of them, women"),
        "men": _("Men"),
        "other": _("Other or not known"),
        "on": _("Counted on"),
    }
    return [f"{label} {own[name]}" for name, label in labels.items() if own.get(name)]


def _risk(own: Mapping[str, str]) -> list[str]:
    level, still = own.get("level", ""), own.get("still", "")
    return [
        {"yes": _("still true"), "no": _("no longer true")}.get(still, ""),
        level_words(RiskLevel(level))[0] if level in set(RiskLevel) else "",
    ]


_SAY = {
    "action": _action,
    "indicator": _indicator,
    "risk": _risk,
    "request": lambda own: [own.get("answer", "")],
}
