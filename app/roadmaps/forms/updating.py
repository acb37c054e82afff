"""The one form of *My update*: what it shows of each row, and what was sent of it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _

from app.roadmaps.core.merging import Clash
from app.roadmaps.forms.gone import Gone, words_of
from app.roadmaps.forms.rows import WAS, plain_lines
from app.roadmaps.models import Action, Indicator, MissionRequest, Risk, Value
from app.roadmaps.service.updates import spoken_of
from app.web.language import current_language

NOTE_MAX, LINE_MAX, ANSWER_MAX = 600, 300, 1000
#: The fields that an update owns of each kind of row; nothing else is read or kept.
OWN = {
    "action": (
        "status",
        "postpone",
        "date",
        "keep_date",
        "blocked",
        "blocked_by",
        "unblocked_by",
        "note",
        "internal",
    ),
    "indicator": ("numerator", "denominator", "women", "men", "other", "on", "replaces"),
    "risk": ("still", "level"),
    "request": ("answer",),
}
OF_ROADMAP = ("note", "internal")
_TICKS = ("-blocked", "-internal", "-replaces", "-keep_date")


@dataclass
class Asked:
    """What an update asks about, and the rows on which something was typed that are gone since."""

    actions: Sequence[Action]
    indicators: Sequence[Indicator]
    risks: Sequence[Risk]
    requests: Sequence[MissionRequest]
    gone: Sequence[Gone] = ()

    def by_kind(self) -> dict[str, Sequence[Any]]:
        """Its rows, by the first word of their fields."""
        return {
            "action": self.actions,
            "indicator": self.indicators,
            "risk": self.risks,
            "request": self.requests,
        }

    def names(self) -> set[str]:
        """Every field of the form."""
        numbers = [(kind, row.id) for kind, those in self.by_kind().items() for row in those]
        numbers += [(each.kind, each.number) for each in self.gone]
        own = {f"{kind}-{number}-{name}" for kind, number in numbers for name in OWN[kind]}
        return own | {f"all-{name}" for name in OF_ROADMAP}


@dataclass
class UpdateForm:
    """The fields as they are shown: what is stored, under what was typed.

    `typed` also holds what was shown of the fields that somebody else may change meanwhile.
    """

    stored: dict[str, str]
    typed: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    clashes: dict[str, Clash] = field(default_factory=dict)
    #: The value that an indicator has already on the day that was typed.
    there: dict[int, Value] = field(default_factory=dict)

    def value(self, name: str) -> str:
        """What a field holds."""
        return self.typed.get(name, self.stored.get(name, ""))

    def ticked(self, name: str) -> bool:
        return self.value(name) == "1"

    @property
    def was(self) -> dict[str, str]:
        """What the page says that each shared field was: a clash that it shows is over."""
        return {name: self.was_of(name) for name in self.stored}

    def was_of(self, name: str) -> str:
        """What the page says that a field was."""
        value = self.stored.get(name, "")
        return value if name in self.clashes else self.typed.get(WAS + name, value)

    def changed(self, name: str) -> bool:
        """Whether somebody typed another thing than the page showed and than is stored."""
        return self.value(name) not in (self.was_of(name), self.stored.get(name, ""))

    def to_keep(self, whole: bool = True) -> dict[str, str | None]:
        """What a draft keeps of what was typed, None for what it forgets: the fields that were
        changed, with what they were when they were typed. The others are forgotten by a page that
        shows the `whole` draft only."""
        kept: dict[str, str | None] = {}
        for name, value in self.typed.items():
            changed = not name.startswith(WAS) and self.changed(name)
            if name.startswith(WAS) or not (changed or whole):
                continue
            kept[name] = value if changed else None
            if name in self.stored:
                kept[WAS + name] = self.was_of(name) if changed else None
        return kept


def named_errors(form: UpdateForm, asked: Asked) -> list[tuple[str, str]]:
    """What is wrong, by field, after what the row is called that it is about."""
    titles = {
        f"{kind}-{row.id}-": row.title[current_language()]
        for kind, those in asked.by_kind().items()
        for row in those
        if kind != "request"
    }
    named = []
    for name, words in form.errors.items():
        title = titles.get(name[: name.rfind("-") + 1])
        said = _("%(title)s: %(words)s", title=title, words=words) if title else words
        named.append((name, said))
    return named


def stored_fields(asked: Asked) -> dict[str, str]:
    """What the form shows before anybody types."""
    fields: dict[str, str] = {}
    for action in asked.actions:
        for name, value in spoken_of(action).items():
            fields[f"action-{action.id}-{name}"] = value
    for risk in asked.risks:
        fields[f"risk-{risk.id}-level"] = risk.level.value
    return fields


def typed_fields(asked: Asked, sent: Mapping[str, str]) -> dict[str, str]:
    """The fields of the form that were sent, an empty tick for those that are not ticked."""
    known = asked.names()
    typed = {name: plain_lines(sent[name]).strip() for name in known if name in sent}
    ticks = {name for name in known if name.endswith(_TICKS)}
    was = {name: value for name, value in sent.items() if name.startswith(WAS)}
    return {**dict.fromkeys(ticks - set(typed), ""), **typed, **was}


_ROW = re.compile(r"(action|indicator|risk|request)-(\d{1,9})-\w+")


def numbers_in(sent: Mapping[str, str]) -> dict[str, set[int]]:
    """The rows, by their kind, that the fields of a form are about."""
    numbers: dict[str, set[int]] = defaultdict(set)
    for name in [*sent, sent.get("field", "")]:
        row = _ROW.fullmatch(name)
        if row:
            numbers[row[1]].add(int(row[2]))
    return numbers


def move_gone_words(form: UpdateForm, asked: Asked) -> None:
    """Put what was typed of rows that are gone into the line on the whole roadmap, which is for the
    mission only where one of theirs was; said on that line."""
    words = [said for each in asked.gone if (said := words_of(each, form.typed))]
    if not words:
        return
    line = form.value("all-note")
    form.typed["all-note"] = "\n".join([line] * bool(line) + [w for w in words if w not in line])
    if any(form.ticked(each.field("internal")) for each in asked.gone):
        form.typed["all-internal"] = "1"
    for name in [n for n in form.typed if any(each.field("") in n for each in asked.gone)]:
        form.typed[name] = ""
    form.errors["all-note"] = _(
        "Something that you wrote about was removed or ended meanwhile: your words are kept here."
    )


def says_something(form: UpdateForm) -> bool:
    """Whether anything was typed or changed."""
    return any(value is not None for value in form.to_keep().values())
