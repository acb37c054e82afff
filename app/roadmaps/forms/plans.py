"""Forms that begin programmes and roadmaps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, SelectField, StringField
from wtforms.validators import InputRequired, ValidationError

from app.accounts.models import Organisation
from app.roadmaps.core.plans import Category
from app.roadmaps.core.shapes import Shape
from app.roadmaps.forms.parts import KindField, ProgrammeForm, choices
from app.roadmaps.forms.words import category_words
from app.roadmaps.models import Policy
from app.web.form import Form
from app.web.language import current_language


def shape_words(shape: Shape) -> str:
    return {
        Shape.EMPTY: _("Empty"),
        Shape.POLICIES: _("A roadmap for each public policy (Valenciennes)"),
        Shape.TWO_LEVELS: _("Two levels of objectives (Clermont)"),
        Shape.MATRIX: _("Axes crossed with objectives (Le 25 Gisèle Halimi)"),
    }[shape]


class NewProgrammeForm(ProgrammeForm):
    """A programme, and what it begins with."""

    apart = frozenset({"shape"})

    shape = KindField(_l("Begin with"), Shape)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.shape.choices = choices(Shape, shape_words)


class NewRoadmapForm(Form):
    """A roadmap of a policy that is there, or of a new one."""

    policy = SelectField(_l("Policy"), coerce=str, choices=[])
    name_fr = StringField(_l("Name of a new policy, in French"))
    name_en = StringField(_l("Name of a new policy, in English"))
    category = KindField(_l("Category"), Category)
    organisation = SelectField(_l("Owner"), coerce=str, choices=[])

    def offer(self, policies: Sequence[Policy], organisations: Sequence[Organisation]) -> None:
        language = current_language()
        self.policy.choices = [("", _("A new one, named below"))] + [
            (str(each.id), each.name[language]) for each in policies
        ]
        self.organisation.choices = [("", _("The authority"))] + [
            (str(each.id), each.name) for each in organisations
        ]
        self.category.choices = choices(Category, category_words, _("None"))

    def validate_name_fr(self, field: StringField) -> None:
        if not self.policy.data and not field.data and not self.name_en.data:
            raise ValidationError(_("Choose a policy, or name a new one."))


class CategoryForm(Form):
    """What a policy becomes from a day on."""

    category = KindField(_l("Category"), Category)
    since = DateField(_l("From"), [InputRequired(_l("Choose a day."))])

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.category.choices = choices(Category, category_words)


class CarryForm(Form):
    """Which roadmaps go on in another programme."""

    open_actions = BooleanField(_l("With the actions that are not finished"))
    measures = BooleanField(_l("With the indicators, from their last value, and the risks"))
