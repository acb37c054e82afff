"""One form for each kind of what steers a programme: bodies, meetings, reviews."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Length, ValidationError

from app.roadmaps.core.actions import Applicability
from app.roadmaps.core.governing import BodyKind, Meets
from app.roadmaps.core.months import MONTHS
from app.roadmaps.core.periods import FIRST_YEAR, LAST_YEAR
from app.roadmaps.core.reviews import ReviewKind, read_lines
from app.roadmaps.forms import steering_words, words
from app.roadmaps.forms.base import (
    DAY,
    LINE,
    TITLE,
    TITLE_MAX,
    WORDS,
    KindField,
    TitledForm,
    choices,
    month_number,
)
from app.roadmaps.forms.rows import RowForm
from app.web.form import Form


def in_plans(field: DateField) -> None:
    """Refuse a day of a year that no plan has, be it a slip: 2206 for 2026."""
    if field.data is not None and not FIRST_YEAR < field.data.year < LAST_YEAR - 1:
        raise ValidationError(
            _(
                "Choose a day between %(first)s and %(last)s.",
                first=FIRST_YEAR + 1,
                last=LAST_YEAR - 2,
            )
        )


class BodyForm(TitledForm):
    kind = KindField(_l("Kind of body"), BodyKind)
    meets = KindField(_l("It meets"), Meets)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.kind.choices = choices(BodyKind, steering_words.body_words)
        self.meets.choices = choices(Meets, steering_words.meets_words)


class MeetingForm(RowForm):
    on = DateField(_l("Day of the meeting"), DAY)
    place = StringField(_l("Held at"), [Length(max=200, message=_l("200 characters at most."))])
    present = TextAreaField(
        _l("Who was there"), WORDS, description=_l("By function or organisation.")
    )
    notes = TextAreaField(_l("What else was said"), [Length(max=5000)])

    def validate_on(self, field: DateField) -> None:
        in_plans(field)


class ReviewForm(TitledForm):
    kind = KindField(_l("Kind of review"), ReviewKind)
    on = DateField(_l("Day of the review"), DAY)
    calendar_from = DateField(
        _l("First month of its calendar"),
        DAY,
        description=_l("Any day of that month: the calendar has twelve months from there."),
    )
    source_fr = StringField(_l("Source, in French"), LINE)
    source_en = StringField(_l("Source, in English"), LINE)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.kind.choices = choices(ReviewKind, steering_words.review_words)

    def validate_calendar_from(self, field: DateField) -> None:
        """The calendar begins on the first day of a month, of a year that plans have."""
        if field.data is not None:
            in_plans(field)
            field.data = field.data.replace(day=1)

    def validate_on(self, field: DateField) -> None:
        in_plans(field)


class ParticipantForm(TitledForm):
    title_fr = StringField(_l("Function or organisation, in French"), TITLE)
    title_en = StringField(_l("Function or organisation, in English"), TITLE)
    advice_fr = TextAreaField(_l("What they advised, in French"), WORDS)
    advice_en = TextAreaField(_l("What they advised, in English"), WORDS)


class RecommendationForm(TitledForm):
    apart = frozenset({"advisers"})

    code = StringField(_l("Number"), [Length(max=20, message=_l("20 characters at most."))])
    theme_fr = StringField(_l("Group, in French"), TITLE)
    theme_en = StringField(_l("Group, in English"), TITLE)
    applicability = KindField(_l("Applicability"), Applicability, default=Applicability.UNRATED)
    body_id = SelectField(
        _l("Decision awaited from"), coerce=lambda value: int(value) if value else None
    )
    months = SelectMultipleField(_l("Months"), coerce=month_number, validate_choice=False)
    advisers = SelectMultipleField(_l("Advised by"), coerce=int)
    comment_fr = TextAreaField(_l("Comment, in French"), WORDS)
    comment_en = TextAreaField(_l("Comment, in English"), WORDS)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.applicability.choices = choices(Applicability, words.applicability_words)

    def validate_months(self, field: SelectMultipleField) -> None:
        if any(not 1 <= number <= MONTHS for number in field.data or ()):
            raise ValidationError(
                _("A calendar has twelve months: choose among those that are shown.")
            )
        field.data = sorted(set(field.data or ()))


#: How many recommendations are added at once.
MANY = 100


class SeveralForm(Form):
    """Recommendations that are pasted; `read` gives the number of each by its title."""

    lines = TextAreaField(
        _l("One recommendation on each line"),
        description=_l("The bullets of a list that you paste are left out, its numbers kept."),
    )

    @property
    def read(self) -> dict[str, str]:
        return read_lines(self.lines.data or "")

    def validate_lines(self, field: TextAreaField) -> None:
        if not self.read:
            raise ValidationError(_("Write one recommendation on each line."))
        if len(self.read) > MANY:
            raise ValidationError(_("%(limit)s lines at most at once.", limit=MANY))
        for title in self.read:
            if len(title) > TITLE_MAX:
                raise ValidationError(
                    _(
                        "This line is too long, %(limit)s characters at most: “%(line)s…”.",
                        limit=TITLE_MAX,
                        line=title[:60],
                    )
                )
