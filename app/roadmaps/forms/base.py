"""What the forms of the parts of a plan share: titles, choices of enumerations, lengths."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any, TypeVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from app.cells import small_number
from app.roadmaps.forms.rows import RowForm

Kind = TypeVar("Kind", bound=StrEnum)

TITLE_MAX, WORDS_MAX, LINE_MAX = 200, 1000, 300
TITLE = [Length(max=TITLE_MAX, message=_l("200 characters at most."))]
WORDS = [Length(max=WORDS_MAX, message=_l("1,000 characters at most."))]
LINE = [Length(max=LINE_MAX, message=_l("300 characters at most."))]
DAY = [InputRequired(_l("Choose a day."))]
EUROS = [Optional(), NumberRange(0, 10**9, _l("A sum from 0 to one billion euros."))]


def choices(
    kinds: Iterable[Kind], worded: Callable[[Kind], Any], empty: str | None = None
) -> list[SelectChoice]:
    """The members of an enumeration with their words, after an empty choice where there is one."""
    first = [] if empty is None else [SelectChoice("", empty)]
    said = [(kind, worded(kind)) for kind in kinds]
    return first + [
        SelectChoice(kind.value, word if isinstance(word, str) else word[0]) for kind, word in said
    ]


def month_number(value: str) -> int:
    """The number of a month in a calendar; 0 for what is none."""
    return small_number(value) or 0


class KindField(SelectField):
    """A member of an enumeration; nothing where the empty choice is taken."""

    def __init__(self, label: Any, kinds: type[StrEnum], *args: Any, **options: Any) -> None:
        read = lambda value: kinds(value) if value in set(kinds) else None  # noqa: E731
        super().__init__(label, *args, coerce=read, choices=[], **options)

    def pre_validate(self, form: Any) -> None:
        """Refuse what no choice offers, as SelectField does, whatever the type of its values."""
        sent = self.raw_data[0] if self.raw_data else (self.data.value if self.data else "")
        if sent not in {choice.value for choice in self.choices}:
            raise ValidationError(_("Not a valid choice."))


class TitledForm(RowForm):
    """What has a title: in one language at least, both wanted."""

    title_fr = StringField(_l("Title, in French"), TITLE)
    title_en = StringField(_l("Title, in English"), TITLE)

    def validate_title_fr(self, field: StringField) -> None:
        if not field.data and not self.title_en.data:
            raise ValidationError(_("Write a title, in one language at least."))
