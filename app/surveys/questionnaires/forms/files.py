"""Forms by which a questionnaire is begun: two titles, or a file."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import StringField
from wtforms.validators import InputRequired, Length


class QuestionnaireForm(FlaskForm):
    title_fr = StringField(
        _l("Title in French"), [InputRequired(_l("Write a title.")), Length(max=120)]
    )
    title_en = StringField(
        _l("Title in English"), [InputRequired(_l("Write a title.")), Length(max=120)]
    )


class QuestionnaireFileForm(FlaskForm):
    file = FileField(
        _l("Questionnaire"),
        [FileRequired(_l("Choose a file."))],
        description=_l("YAML (our own), XLSForm (.xlsx) or LimeSurvey (.lss)."),
    )
