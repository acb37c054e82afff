"""What the form of a part takes from its place in the plan, and gives to rows beside its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup
from wtforms.fields.choices import SelectChoice

from app.indicators.following import all_figures
from app.permissions import Permission
from app.roadmaps.core.months import Year
from app.roadmaps.forms.parts import (
    ActionForm,
    DatedForm,
    IndicatorForm,
    ObjectiveForm,
)
from app.roadmaps.forms.rows import PeriodField, RowForm
from app.roadmaps.forms.steering import MeetingForm, RecommendationForm
from app.roadmaps.models import Action, Indicator, Meeting, Programme, Recommendation, Review
from app.roadmaps.service import deciding, governing, parts, plans
from app.roadmaps.service.belonging import roadmap_of
from app.roadmaps.service.measures import unit_of
from app.roadmaps.service.pilots import UnknownName, pilot_name, set_partners, set_pilot
from app.roadmaps.service.updates import set_status
from app.web.formats import day, month, translated
from app.web.language import current_language


def offer_choices(form: RowForm, place: Any, may: Callable[[Permission], bool]) -> None:
    """Offer the axes or objectives of the plan in which a part is, or comes to be, and the figures
    that somebody may hand on."""
    roadmap = roadmap_of(place)
    language = current_language()
    if isinstance(form, ObjectiveForm) and roadmap is not None:
        axes = plans.axes_of(roadmap.programme_id)
        form.axis_id.choices = [SelectChoice("", _("No axis"))] + [
            SelectChoice(axis.id, axis.title[language]) for axis in axes
        ]
    if isinstance(form, IndicatorForm):
        _offer_figures(form, place.computed_from if isinstance(place, Indicator) else "", may)
    if isinstance(form, ActionForm) and roadmap is not None:
        form.objectives.choices = [
            SelectChoice(each.id, Markup("{} {}").format(each.code, translated(each.title)))
            for each in plans.objectives_of(roadmap.id)
        ]
        if not isinstance(place, Action) and not form.objectives.data:
            form.objectives.data = [place.id]
        _offer_bodies(form, roadmap.programme_id, getattr(place, "body_id", None))
    if isinstance(form, RecommendationForm):
        review = place if isinstance(place, Review) else place.review
        _offer_bodies(form, review.programme_id, getattr(place, "body_id", None))
        months = enumerate(Year(review.calendar_from).months, start=1)
        form.months.choices = [SelectChoice(number, month(each)) for number, each in months]
        form.advisers.choices = [
            SelectChoice(each.id, translated(each.title)) for each in review.participants
        ]


def _offer_bodies(
    form: ActionForm | RecommendationForm, programme_id: int, kept: int | None
) -> None:
    """Offer the bodies whose decision can be awaited, and the one that is, should it have ended."""
    form.body_id.choices = [SelectChoice("", _("No body"))] + [
        SelectChoice(body.id, translated(body.title))
        for body in governing.bodies_of(programme_id)
        if body.ended_on is None or body.id == kept
    ]


def _offer_figures(form: IndicatorForm, kept: str, may: Callable[[Permission], bool]) -> None:
    """Offer the figures of the product, and the one that is followed should nobody give it now."""
    labels = {each.code: each.label[current_language()] for each in all_figures(may)}
    form.computed_from.choices = [
        SelectChoice("", _("No: its values are typed")),
        *(SelectChoice(code, label) for code, label in ({kept: kept} | labels).items() if code),
    ]


def apart_of(form: RowForm, row: Any) -> dict[str, Any]:
    """What a form shows that is no attribute of its row."""
    values: dict[str, Any] = {}
    if isinstance(row, Action):
        values = {
            "objectives": [placement.objective_id for placement in row.placements],
            "code": row.code,
            "pilot": pilot_name(row),
            "partners": "\n".join(partner.name for partner in row.partners),
            "status": row.status,
        }
    if isinstance(row, Recommendation):
        values["advisers"] = [each.id for each in row.advisers]
    if isinstance(form, DatedForm):
        values["keep_dates"] = _outside(
            [period for period in (getattr(row, "starts", None), row.due) if period],
            roadmap_of(row).programme,  # type: ignore[union-attr]
        )
    return values


def save_apart(form: RowForm, row: Any) -> bool:
    """Give what is no attribute of the row; False, with an error on its field, when it cannot be."""
    if isinstance(row, Indicator) and row.computed_from:
        row.unit = unit_of(row.computed_from) or row.unit
    if isinstance(form, RecommendationForm):
        chosen_ones = set(form.advisers.data or ())
        row.advisers = [each for each in row.review.participants if each.id in chosen_ones]
    if not isinstance(form, ActionForm):
        return True
    set_status(row, form.status.data)
    chosen = {each.id: each for each in plans.objectives_of(row.roadmap_id)}
    parts.place_action(row, [chosen[number] for number in form.objectives.data or []])
    if row.placements:
        row.placements[0].code = form.code.data or ""
    field: Any = form.pilot
    try:
        set_pilot(row, form.pilot.data or "")
        field = form.partners
        set_partners(
            row, [name.strip() for name in (form.partners.data or "").splitlines() if name.strip()]
        )
    except UnknownName as unknown:
        field.errors = [
            _(
                "Nobody with an account and no organisation of the register is called “%(name)s”, "
                "or several people are: choose what is proposed, write an address, or add the "
                "organisation first.",
                name=unknown.name,
            )
        ]
        return False
    return True


def unit_problem(form: RowForm, row: Any) -> bool:
    """Whether values that were given would come to be read in another unit, or to be passed over
    for a figure of the product; said on the field."""
    if not isinstance(form, IndicatorForm) or not isinstance(row, Indicator):
        return False
    follows = form.computed_from.data and not row.computed_from and row.entries
    if follows:
        form.computed_from.errors = [_has_values()]
    given = row.entries or row.base_value is not None
    if not row.computed_from and given and form.unit.data is not row.unit:
        form.unit.errors = [_has_values()]
    return bool(form.errors)


def meeting_problem(form: RowForm, row: Any) -> bool:
    """Whether a meeting would come to be after decisions of it were recorded; said on the field."""
    if not isinstance(form, MeetingForm) or not isinstance(row, Meeting):
        return False
    standing = (d for d in deciding.decisions_of(row.id) if d.withdrawn_at is None)
    first = min((each.at.date() for each in standing), default=None)
    if first is not None and form.on.data is not None and form.on.data > first:
        form.on.errors = [
            _(
                "A decision of this meeting was recorded on %(day)s: it cannot take place later.",
                day=day(first),
            )
        ]
    return bool(form.errors)


def _has_values() -> str:
    return _("Values were given in this unit: end this indicator, and add another one.")


def date_problem(form: RowForm, programme: Programme | None) -> bool:
    """Whether dates are outside the programme without anybody having said to keep them; said on
    their fields."""
    if not isinstance(form, DatedForm) or programme is None or form.keep_dates.data:
        return False
    wrong = False
    for field in form:
        if isinstance(field, PeriodField) and field.data and _outside([field.data], programme):
            field.errors = [
                _(
                    "The programme goes from %(first)s to %(last)s. Change the date, or tick "
                    "“Keep dates that are outside the programme”.",
                    first=day(programme.starts_on),
                    last=day(programme.ends_on),
                )
            ]
            wrong = True
    return wrong


def _outside(periods: list[Any], programme: Programme) -> bool:
    return any(period.outside(programme.starts_on, programme.ends_on) for period in periods)
