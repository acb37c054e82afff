"""Forms over the rows of a plan, which two people may have open at one time."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from wtforms import Field, SelectMultipleField, StringField
from wtforms.widgets import TextInput

from app import cells
from app.cells import CellError, Trouble
from app.roadmaps.core.merging import Merge, merge
from app.roadmaps.core.periods import NotAPeriod, Period, code_of, read_period
from app.roadmaps.forms.words import period_words
from app.text import LANGUAGES, Text
from app.web.form import Form
from app.web.language import current_language
from app.web.problems import two_readings_words

_OF_TEXT = re.compile(rf"(\w+)_({'|'.join(LANGUAGES)})")
#: No count of people is larger, and no column of a database holds more.
LARGEST_COUNT = 2_000_000_000
#: What the hidden field that keeps a shown value is called.
WAS = "was-"


class PeriodField(Field):
    """A date with its precision, typed as people say it."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return period_words(self.data) if isinstance(self.data, Period) else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        words = " ".join((valuelist or [""])[0].split())
        self.data: Any = None
        if words:
            try:
                self.data = read_period(words)
            except NotAPeriod:
                raise ValueError(
                    _l(
                        "Write a day, a month, a quarter, a half-year or a year: 30/06/2026, "
                        "06/2026, T2 2026, S1 2026, 2026."
                    )
                ) from None


class NumberField(Field):
    """A number as people of both languages write it: 1 234,5 or 1234.5."""

    widget = TextInput()

    def __init__(
        self,
        label: Any = None,
        *args: Any,
        whole: bool = False,
        percent: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(label, *args, **options)
        self.whole, self.percent = whole, percent

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return number_words(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        words = (valuelist or [""])[0].strip()
        if self.percent:
            words = words.removesuffix("%").strip()
        self.data: Any = None
        if not words:
            return
        most = LARGEST_COUNT if self.whole else None
        try:
            value = cells.number(words, None, most, current_language())
        except CellError as error:
            if error.trouble is Trouble.OUT_OF_RANGE:
                raise ValueError(_l("This number is too large.")) from None
            if error.trouble is Trouble.TWO_READINGS:
                raise ValueError(two_readings_words(error.expected)) from None
            raise ValueError(_l("Write a number.")) from None
        if self.whole and not value.is_integer():
            raise ValueError(_l("Write a whole number."))
        self.data = int(value) if self.whole else value


def number_words(value: float | None) -> str:
    """A number as a field shows it, without needless decimals."""
    return "" if value is None else cells.typed(value, current_language())


def period_text(period: Period | None) -> str:
    """A period as the history keeps it."""
    return code_of(period) if period else ""


class RowForm(Form):
    """A form over a row: `title_fr` and `title_en` are its text `title`, any other field is the
    attribute of its name. It carries what was shown, so that two people's changes are merged."""

    #: Fields that are no attribute of the row.
    apart: ClassVar[frozenset[str]] = frozenset()
    #: Fields that are folded away until they are filled.
    more: ClassVar[frozenset[str]] = frozenset()

    def own_fields(self) -> list[Field]:
        """The fields that people fill."""
        return [field for field in self if field.name != "csrf_token"]

    def show(self, row: Any, apart: Mapping[str, Any]) -> None:
        """Fill the form with what is stored; `apart` is what the row does not hold itself."""
        self.process(formdata=None, data={**self.values_of(row), **apart})

    def values_of(self, row: Any) -> dict[str, Any]:
        """What is stored, by field."""
        values: dict[str, Any] = {}
        for field in self.own_fields():
            part = _OF_TEXT.fullmatch(field.name)
            if part:
                values[field.name] = (getattr(row, part[1]) or Text()).to_dict()[part[2]]
            elif field.name not in self.apart:
                values[field.name] = getattr(row, field.name)
        return values

    def values(self) -> dict[str, Any]:
        """What was typed, by attribute of the row."""
        values: dict[str, Any] = {}
        for field in self.own_fields():
            part = _OF_TEXT.fullmatch(field.name)
            if part:
                french, english = (self[f"{part[1]}_{code}"].data or "" for code in LANGUAGES)
                values[part[1]] = Text(french, english)
            elif field.name not in self.apart:
                empty = field.data is None and isinstance(field, StringField)
                values[field.name] = "" if empty else field.data
        return values

    def filled_more(self) -> bool:
        """Whether a field that is folded away holds something, or something wrong."""
        fresh = type(self)(formdata=None).texts()
        return any(text_of(self[n]) != fresh[n] or self[n].errors for n in self.more)

    def texts(self) -> dict[str, str]:
        """Each field as one text, to compare what two people wrote and to keep what changed."""
        return {field.name: text_of(field) for field in self.own_fields()}

    def merge_with(self, stored: RowForm, was: Mapping[str, str]) -> Merge:
        """Take what somebody else changed since the form was shown, where it does not clash.

        A field that was neither shown nor sent is not this form's: it stays as it is stored.
        """
        own = {name for name in self.texts() if name in was or WAS + name in was}
        mine = {name: text for name, text in self.texts().items() if name in own}
        shown = {name: plain_lines(was.get(WAS + name, "")) for name in own}
        merged = merge(shown, mine, stored.texts())
        for name in {*merged.taken, *set(self.texts()) - own}:
            self[name].data, self[name].raw_data = stored[name].data, None
        return merged


def text_of(field: Field) -> str:
    """A field as one text."""
    if isinstance(field.data, Period):
        return period_text(field.data)
    if isinstance(field, SelectMultipleField):
        return ", ".join(map(str, field.data or []))
    if isinstance(field.data, bool):
        return "1" if field.data else ""
    if field.data is None:
        return str(field.raw_data[0]).strip() if field.raw_data else ""
    return plain_lines(str(field.data))


def plain_lines(text: str) -> str:
    """Lines as they are kept: browsers send two signs at the end of each."""
    return text.replace("\r\n", "\n")
