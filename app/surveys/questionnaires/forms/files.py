"""Forms by which a questionnaire is begun: two titles, or a file."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from app.web.form import Form


class QuestionnaireForm(Form):
    title_fr = StringField(
        _l("Title in French"), [DataRequired(_l("Write a title.")), Length(max=120)]
    )
    title_en = StringField(
        _l("Title in English"), [DataRequired(_l("Write a title.")), Length(max=120)]
    )


class QuestionnaireFileForm(Form):
    file = FileField(
        _l("Questionnaire"),
        [FileRequired(_l("Choose a file."))],
        description=_l("YAML (our own), XLSForm (.xlsx, .ods, .xls) or LimeSurvey (.lss, .lsa)."),
    )
