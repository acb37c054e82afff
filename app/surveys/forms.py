"""Forms and words of surveys."""

from __future__ import annotations

import datetime as dt

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, PasswordField, SelectField, StringField, ValidationError
from wtforms.validators import InputRequired, Length

from app.extensions import utcnow
from app.surveys.core import PASSPHRASE_MIN, CampaignState, OpeningProblem
from app.surveys.questionnaire import Problem, ProblemCode
from app.surveys.questionnaire.answers import AnswerProblem
from app.surveys.questionnaire.model import Question
from app.surveys.service import Unreadable, UnreadableFile


class CampaignForm(FlaskForm):
    questionnaire = SelectField(_l("Questionnaire"), coerce=int)
    title_fr = StringField(
        _l("Title in French"), [InputRequired(_l("Write a title.")), Length(max=120)]
    )
    title_en = StringField(
        _l("Title in English"), [InputRequired(_l("Write a title.")), Length(max=120)]
    )
    closes_on = DateField(_l("Last day to answer"), [InputRequired(_l("Choose a day."))])

    def validate_closes_on(self, field: DateField) -> None:
        if isinstance(field.data, dt.date) and field.data < utcnow().date():
            raise ValidationError(_("This day has passed."))


class OpenForm(FlaskForm):
    passphrase = PasswordField(
        _l("Passphrase of the recovery copy"),
        [
            InputRequired(_l("Choose a passphrase.")),
            Length(min=PASSPHRASE_MIN, message=_l("12 characters at least.")),
        ],
        description=_l(
            "12 characters at least. It protects a copy of the key that opens the ballots, "
            "for the day when the server would be lost. Nobody can find it again for you."
        ),
    )


class QuestionnaireFileForm(FlaskForm):
    file = FileField(_l("Questionnaire (YAML)"), [FileRequired(_l("Choose a file."))])


def state_words(state: CampaignState) -> tuple[str, str, str]:
    """Word, kind of pill and icon for the state of a campaign."""
    return {
        CampaignState.DRAFT: (_("In preparation"), "", "pencil"),
        CampaignState.OPEN: (_("Open"), "info", "clock"),
        CampaignState.CLOSING: (_("Closing"), "warn", "clock"),
        CampaignState.CLOSED: (_("Closed"), "", "lock"),
        CampaignState.PUBLISHED: (_("Published"), "ok", "circle-check"),
    }[state]


def opening_words(problem: OpeningProblem, group: int) -> str:
    return {
        OpeningProblem.NOT_DRAFT: _("This campaign is open already, or closed."),
        OpeningProblem.NOBODY_INVITED: _("Invite somebody first."),
        OpeningProblem.TOO_FEW_INVITED: _(
            "An anonymous campaign needs %(count)s people invited at least.", count=group
        ),
        OpeningProblem.SHORT_PASSPHRASE: _("The passphrase needs 12 characters at least."),
    }[problem]


def answer_words(problem: AnswerProblem, question: Question) -> str:
    """What is wrong with an answer, and what to do."""
    low, high = question.low, question.high
    bounds = _("between %(low)s and %(high)s", low=_bound(low), high=_bound(high))
    if high is None:
        bounds = _("of %(low)s or more", low=_bound(low))
    return {
        AnswerProblem.REQUIRED: _("Answer this question."),
        AnswerProblem.NOT_AN_OPTION: _("Choose one of the answers offered."),
        AnswerProblem.TOO_MANY: _("Choose %(count)s at most.", count=question.max_choices),
        AnswerProblem.EXCLUSIVE: _("This answer excludes the others: choose one or the other."),
        AnswerProblem.NOT_A_NUMBER: _("Write a number, in figures."),
        AnswerProblem.OUT_OF_RANGE: _("Write a number %(bounds)s.", bounds=bounds),
        AnswerProblem.NOT_A_DATE: _("Write a date as 31/12/2026."),
        AnswerProblem.TOO_LONG: _("Keep to %(count)s characters.", count=question.max_length),
    }[problem]


def _bound(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def problem_words(problem: Problem) -> str:
    """Why a file is not a questionnaire, in one line."""
    words = {
        ProblemCode.NOT_A_QUESTIONNAIRE: _("no “sections” at the top of the file"),
        ProblemCode.UNKNOWN_KEY: _("unknown key"),
        ProblemCode.BAD_CODE: _(
            "a code is lower-case letters, digits and _, and starts by a letter"
        ),
        ProblemCode.DOUBLED_CODE: _("this code is used twice"),
        ProblemCode.MISSING_TRANSLATION: _("the text is missing in this language"),
        ProblemCode.UNKNOWN_KIND: _("unknown type of question"),
        ProblemCode.NO_OPTIONS: _("no options"),
        ProblemCode.UNKNOWN_SCALE: _("this scale is not declared under “scales”"),
        ProblemCode.BAD_VALUE: _("value not understood"),
        ProblemCode.BAD_RULE: _("rule not understood"),
        ProblemCode.UNKNOWN_REFERENCE: _("the rule names a question that does not exist"),
        ProblemCode.LATER_REFERENCE: _("the rule names a question that comes later"),
        ProblemCode.TOO_MANY_QUESTIONS: _("more than 500 questions"),
    }[problem.code]
    where = problem.where or _("file")
    return f"{where} – {words}" + (f" ({problem.detail})" if problem.detail else "")


def unreadable_words(refused: UnreadableFile) -> str:
    """Why a file is not a questionnaire at all, and where."""
    words = {
        Unreadable.TOO_LARGE: _("The file is larger than 1 MB."),
        Unreadable.NOT_UTF8: _("The file is not written in UTF-8: save it so."),
        Unreadable.ALIAS: _(
            "The file uses aliases (&, *), which are not allowed: write each text out."
        ),
        Unreadable.TOO_DEEP: _("The file is nested too deeply."),
        Unreadable.SYNTAX: _(
            "The file is not readable YAML: check the indentation and the quotes."
        ),
    }[refused.reason]
    return f"{words} {_('Line %(line)s.', line=refused.line)}" if refused.line else words
