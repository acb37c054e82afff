"""One form for each kind of part of a plan."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional, ValidationError

from app.roadmaps.core.actions import ActionStatus, Applicability, Place
from app.roadmaps.core.frequencies import Frequency
from app.roadmaps.core.indicators import Direction, IndicatorKind, IndicatorUnit
from app.roadmaps.core.lights import Light
from app.roadmaps.core.plans import RiskKind, RiskLevel
from app.roadmaps.core.reviews import Public
from app.roadmaps.forms import steering_words, words
from app.roadmaps.forms.base import DAY, EUROS, LINE, TITLE, WORDS, KindField, TitledForm, choices
from app.roadmaps.forms.rows import NumberField, PeriodField, RowForm
from app.roadmaps.forms.steering import (
    BodyForm,
    MeetingForm,
    ParticipantForm,
    RecommendationForm,
    ReviewForm,
)


class ProgrammeForm(TitledForm):
    starts_on = DateField(_l("First day"), DAY)
    ends_on = DateField(_l("Last day"), DAY)
    rhythm = KindField(_l("News asked"), Frequency)
    source_fr = StringField(_l("Where it comes from, in French"), WORDS)
    source_en = StringField(_l("Where it comes from, in English"), WORDS)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.rhythm.choices = choices(Frequency, words.frequency_words)

    def validate_ends_on(self, field: DateField) -> None:
        if field.data and self.starts_on.data and field.data <= self.starts_on.data:
            raise ValidationError(_("The last day is after the first."))


class PolicyForm(RowForm):
    name_fr = StringField(_l("Name, in French"), TITLE)
    name_en = StringField(_l("Name, in English"), TITLE)

    def validate_name_fr(self, field: StringField) -> None:
        if not field.data and not self.name_en.data:
            raise ValidationError(_("Write a name, in one language at least."))


class AxisForm(TitledForm):
    pass


class RoadmapForm(RowForm):
    """What can be changed of a roadmap once it is there."""

    more = frozenset({"judged_light", "judged_reason", "judged_until"})

    ambition_fr = TextAreaField(_l("Ambition, in French"), WORDS)
    ambition_en = TextAreaField(_l("Ambition, in English"), WORDS)
    judged_light = KindField(_l("Light set by hand"), Light)
    judged_reason = StringField(_l("Why the computed light is not right"), LINE)
    judged_until = DateField(_l("Until"), [Optional()])

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        lights = (Light.GREEN, Light.AMBER, Light.RED)
        self.judged_light.choices = choices(lights, words.light_words, _("As computed"))

    def validate_judged_light(self, field: KindField) -> None:
        if field.data and not self.judged_reason.data:
            raise ValidationError(_("A light set by hand needs its reason."))
        if field.data and not self.judged_until.data:
            raise ValidationError(_("A light set by hand needs its last day."))


class ObjectiveForm(TitledForm):
    code = StringField(_l("Code"), [Length(max=20, message=_l("20 characters at most."))])
    axis_id = SelectField(_l("Axis"), coerce=lambda value: int(value) if value else None)


class DatedForm(TitledForm):
    """What has dates, which are those of the programme unless somebody says otherwise."""

    keep_dates = BooleanField(_l("Keep dates that are outside the programme"))


class ActionForm(DatedForm):
    """Everything of an action."""

    apart = frozenset({"objectives", "code", "pilot", "partners", "keep_dates", "status"})
    more = frozenset(
        {"purpose_fr", "at_no_cost", "planned_euros", "spent_euros", "finance_fr", "means_fr"}
        | {"partners", "place", "applicability", "body_id", "publics"}
    )

    code = StringField(_l("Code"), [Length(max=20, message=_l("20 characters at most."))])
    objectives = SelectMultipleField(_l("Objectives"), coerce=int)
    status = KindField(_l("Status"), ActionStatus)
    starts = PeriodField(
        _l("Start"), description=_l("A day, a month, a quarter, a half-year or a year.")
    )
    due = PeriodField(
        _l("Due"), description=_l("For instance 30/06/2026, 06/2026, T2 2026, S1 2026, 2026.")
    )
    not_before = BooleanField(_l("Not before this date, rather than by it"))
    pilot = StringField(
        _l("Pilot"),
        [Length(max=160)],
        description=_l("Somebody with an account, or an organisation of the register."),
        render_kw={"list": "names"},
    )
    partners = TextAreaField(
        _l("Partners"), WORDS, description=_l("Organisations of the register, one on each line.")
    )
    place = KindField(_l("Where"), Place)
    applicability = KindField(_l("Applicability"), Applicability, default=Applicability.UNRATED)
    body_id = SelectField(
        _l("Decision awaited from"), coerce=lambda value: int(value) if value else None
    )
    publics = SelectMultipleField(_l("Publics"))
    purpose_fr = TextAreaField(_l("Why it serves the strategy, in French"), WORDS)
    purpose_en = TextAreaField(_l("Why it serves the strategy, in English"), WORDS)
    at_no_cost = BooleanField(_l("At no cost"))
    planned_euros = NumberField(_l("Planned, in euros"), EUROS, whole=True)
    spent_euros = NumberField(_l("Spent, in euros"), EUROS, whole=True)
    finance_fr = StringField(_l("Finance, in French"), LINE)
    finance_en = StringField(_l("Finance, in English"), LINE)
    means_fr = StringField(_l("Means, in French"), LINE)
    means_en = StringField(_l("Means, in English"), LINE)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.status.choices = choices(ActionStatus, words.status_words)
        self.place.choices = choices(Place, words.place_words, _("Not said"))
        self.applicability.choices = choices(Applicability, words.applicability_words)
        self.publics.choices = choices(Public, steering_words.public_words)
        self.body_id.choices = [SelectChoice("", _("No body"))]

    def validate_objectives(self, field: SelectMultipleField) -> None:
        if not field.data:
            raise ValidationError(_("An action serves one objective at least: choose it."))

    def validate_due(self, field: PeriodField) -> None:
        if field.data and self.starts.data and field.data.before(self.starts.data):
            raise ValidationError(_("It would be due before it starts."))

    def validate_at_no_cost(self, field: BooleanField) -> None:
        if field.data and (self.planned_euros.data or self.spent_euros.data):
            raise ValidationError(_("It is at no cost, or it has a sum: not both."))


class StepForm(DatedForm):
    apart = frozenset({"keep_dates"})

    due = PeriodField(_l("Due"))
    starred = BooleanField(_l("Milestone: late, it reddens the roadmap"))
    done_on = DateField(_l("Done on"), [Optional()])


class IndicatorForm(TitledForm):
    more = frozenset({"low", "high", "source_fr", "question_fr", "computed_from"})

    kind = KindField(_l("Kind"), IndicatorKind)
    question_fr = StringField(_l("Question it answers, in French"), LINE)
    question_en = StringField(_l("Question it answers, in English"), LINE)
    unit = KindField(_l("Unit"), IndicatorUnit)
    direction = KindField(_l("Direction"), Direction)
    frequency = KindField(_l("Counted"), Frequency)
    headline = BooleanField(_l("Shown first, to elected members and directors"))
    base_value = NumberField(_l("Base"), percent=True)
    base_on = DateField(_l("Day of the base"), [Optional()])
    low = NumberField(_l("Lowest"), percent=True)
    high = NumberField(_l("Highest"), percent=True)
    computed_from = SelectField(
        _l("Follows a figure of this intranet"),
        default="",
        description=_l("Its values come from there: nobody types them again."),
    )
    source_fr = StringField(_l("Source, in French"), LINE)
    source_en = StringField(_l("Source, in English"), LINE)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.kind.choices = choices(IndicatorKind, words.kind_words)
        self.unit.choices = choices(IndicatorUnit, words.unit_words)
        self.direction.choices = choices(Direction, words.direction_words)
        self.frequency.choices = choices(Frequency, words.frequency_words)

    def validate_base_value(self, field: NumberField) -> None:
        share = self.unit.data is IndicatorUnit.SHARE and not self.computed_from.data
        if share and field.data is not None and not 0 <= field.data <= 100:
            raise ValidationError(_("A share goes from %(low)s to 100%%.", low=0))

    def validate_base_on(self, field: DateField) -> None:
        if (self.base_value.data is None) != (field.data is None):
            raise ValidationError(_("A base has its value and its day, or neither."))

    def validate_high(self, field: NumberField) -> None:
        if self.direction.data is not Direction.RANGE:
            return
        if field.data is None or self.low.data is None:
            raise ValidationError(_("A range goes from a number to another: give both."))
        if field.data <= self.low.data:
            raise ValidationError(_("A range goes from a number to a larger one."))


class RiskForm(TitledForm):
    kind = KindField(_l("Type"), RiskKind)
    level = KindField(_l("Level"), RiskLevel)
    mitigation_fr = TextAreaField(_l("What is done about it, in French"), WORDS)
    mitigation_en = TextAreaField(_l("What is done about it, in English"), WORDS)
    owner = StringField(_l("Who watches it"), [Length(max=120)])

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.kind.choices = choices(RiskKind, words.risk_kind_words)
        self.level.choices = choices(RiskLevel, words.level_words)


FORMS: dict[str, type[RowForm]] = {
    "programme": ProgrammeForm,
    "policy": PolicyForm,
    "axis": AxisForm,
    "roadmap": RoadmapForm,
    "objective": ObjectiveForm,
    "action": ActionForm,
    "step": StepForm,
    "indicator": IndicatorForm,
    "risk": RiskForm,
    "body": BodyForm,
    "meeting": MeetingForm,
    "review": ReviewForm,
    "participant": ParticipantForm,
    "recommendation": RecommendationForm,
}
