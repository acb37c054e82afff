"""Forms and words of the agents' file."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileRequired, MultipleFileField
from wtforms import IntegerField, ValidationError
from wtforms.validators import InputRequired, NumberRange

from app.cells import LineProblem, Trouble
from app.extensions import utcnow
from app.indicators.core import Confirmed, Control, FileState, Remark, labels
from app.indicators.core.controls import HIGH_PAY, LOW_PAY
from app.indicators.core.joining import placed
from app.indicators.core.questions import ASIDE, About, Question
from app.indicators.core.scales import Commas
from app.indicators.core.spellings import NOBODY_COUNTED, WRONG
from app.indicators.service.findings import Findings
from app.web import current_language
from app.web.form import Form
from app.web.formats import decimal, euros

YEAR_MIN, YEAR_MAX = 2000, 2100


class AgentsFileForm(Form):
    year = IntegerField(
        _l("Year of the data"),
        [
            InputRequired(_l("Write the year, such as 2023.")),
            NumberRange(YEAR_MIN, YEAR_MAX, _l("Write a year between 2000 and 2100.")),
        ],
    )
    file = MultipleFileField(
        _l("Agents’ file (CSV, XLSX, ODS or XLS)"),
        [FileRequired(_l("Choose a file."))],
        description=_l(
            "Several files of the year can be sent together, such as its twelve months."
        ),
    )

    def validate_year(self, field: IntegerField) -> None:
        """Agents of a year that has not begun are nobody's."""
        now = utcnow().year
        if field.data is not None and now < field.data <= YEAR_MAX:
            raise ValidationError(_("Write a year up to %(year)s.", year=now))


@dataclass(frozen=True)
class Choice:
    """One answer that a question can have."""

    value: str
    words: str


class QuestionsForm:
    """What is asked of a file, each with what was chosen; a question left open is an error."""

    def __init__(
        self, questions: Sequence[Question], sent: Mapping[str, str] | None = None
    ) -> None:
        self.questions = questions
        self.chosen = {
            each.name: "?" if sent is None else sent.get(each.name, "?") for each in questions
        }
        self.errors: dict[str, str] = {}
        for each in questions if sent is not None else ():
            if self.chosen[each.name] not in each.choices:
                self.errors[each.name] = _("Choose an answer.")
        headings = [self.chosen[q.name] for q in questions if q.about is About.HEADING]
        for each in questions if sent is not None else ():
            chosen = self.chosen[each.name]
            if each.about is About.HEADING and chosen != ASIDE and headings.count(chosen) > 1:
                self.errors[each.name] = _("This heading is chosen for two columns.")

    def answer_to(self, question: Question) -> str:
        return self.chosen[question.name]


def question_words(question: Question) -> str:
    """A question, in a sentence."""
    column = labels.COLUMN_NAMES[question.column][current_language()]
    if question.about is About.HEADING:
        return _("Which heading of the file is “%(column)s”?", column=column)
    if question.about is About.TEXT:
        text = next(iter(question.examples), question.text)
        return _("What does “%(text)s” mean in “%(column)s”?", text=text, column=column)
    if question.about is About.FULL_TIME:
        return _("How is a full-time post written in “%(column)s”?", column=column)
    return _("What do commas and points mean in “%(column)s”?", column=column)


def question_choices(question: Question) -> list[Choice]:
    """The answers of a question, in words."""
    return [Choice(value, _choice_words(question, value)) for value in question.choices]


def _choice_words(question: Question, value: str) -> str:
    language = current_language()
    if question.about is About.HEADING:
        if value == ASIDE:
            return _("It is not in this file")
        example = dict(zip(question.choices, question.examples, strict=False)).get(value, "")
        return _("%(heading)s (for instance %(example)s)", heading=value, example=example or "–")
    if question.about is About.TEXT:
        if value == WRONG:
            return _("It is an error: show me its lines")
        if value == NOBODY_COUNTED:
            return _("Leave these people out (elected members, pensioners)")
        name = labels.CODES[question.column].get(value)
        return name[language] if name else value
    if question.about is About.FULL_TIME:
        return full_time_words(float(value))
    return {
        Commas.DECIMALS: _("Decimals: 1,000 is one"),
        Commas.THOUSANDS: _("Thousands: 1,000 is one thousand"),
    }[Commas(value)]


def full_time_words(full: float) -> str:
    """What a full-time post is written as."""
    return {
        1: _("1 (a share: 0.8 is 80%)"),
        100: _("100 (per cent: 80 is 80%)"),
        35: _("35 (hours a week)"),
        151.67: _("151.67 (hours a month)"),
        1607: _("1,607 (hours a year)"),
    }[full]


def understood_words(findings: Findings) -> list[tuple[str, str, str]]:
    """How each column was understood: its name, its heading in the file, what its texts mean."""
    language = current_language()
    others = {NOBODY_COUNTED: _("left out"), WRONG: _("an error")}
    lines = []
    for column, heading in findings.headings.items():
        names = labels.CODES.get(column, {})
        means = [
            f"{text} = {names[code][language] if code in names else others[code]}"
            for text, code in findings.codes.get(column, {}).items()
            if text != code
        ]
        if column == "quotite":
            means = [_("full time is written %(words)s", words=full_time_words(findings.full_time))]
        lines.append((labels.COLUMN_NAMES[column][language], heading, ", ".join(means)))
    return lines


def file_words(state: FileState) -> tuple[str, str, str]:
    """The state of a file that is not imported: word, kind, icon."""
    return {
        FileState.READING: (_("Being read"), "info", "clock"),
        FileState.ASKING: (_("Questions to answer"), "warn", "list"),
        FileState.REFUSED: (_("To correct"), "bad", "circle-alert"),
        FileState.CHECKED: (_("To confirm"), "info", "eye"),
    }[state]


def remark_words(remark: Remark) -> str:
    """What somebody is asked to look at."""
    return (_line_remarks() | _drift_remarks(remark.detail))[remark.control]


def _line_remarks() -> dict[Control, str]:
    return {
        Control.NUMBERS_ALIKE: _(
            "Staff numbers that differ by capitals, blanks or leading zeros alone"
        ),
        Control.LOW_PAY: _("Pay of a full-time year under %(limit)s", limit=euros(LOW_PAY)),
        Control.HIGH_PAY: _("Pay of a full-time year over %(limit)s", limit=euros(HIGH_PAY)),
        Control.LITTLE_TIME: _("Working time under a fifth of a full-time post"),
        Control.PARTS_DIFFER: _("The parts of the pay differ from the whole by more than 1%"),
        Control.GRADE_DIFFERS: _("Another category than that of the grade"),
        Control.PROMOTED_NOT_ELIGIBLE: _("Promoted without being eligible"),
        Control.PRESENT_BUT_LEFT: _("Present on 31 December, with a date of leaving before"),
        Control.CAME_WITHOUT_DATE: _(
            "Staff that the year before has not, whose date of entry is not of the year"
        ),
        Control.GONE_WITHOUT_DATE: _(
            "Staff of the year before that are no more, whose date of leaving is not of the year"
        ),
    }


def _change(detail: str, digits: int = 0) -> str:
    """Two figures of a remark, as they are written here."""
    return " → ".join(decimal(float(each), digits) for each in detail.split(" → "))


def _months(numbers: str) -> str:
    """Months by their names, of their numbers."""
    known = [n for n in range(1, 13) if str(n) in numbers.split()]
    return ", ".join(format_date(dt.date(2000, n, 1), "MMMM") for n in known)


def _drift_remarks(detail: str) -> dict[Control, str]:
    figures = " → " in detail
    whole, share = (_change(detail, digits) if figures else "" for digits in (0, 1))
    return {
        Control.NO_DATE_OF_THE_YEAR: _(
            "No date is of the year: the latest is of %(year)s. Is it the file of another year?",
            year=detail,
        ),
        Control.MONTHS_MISSING: _("Months without any pay: %(months)s", months=_months(detail)),
        Control.LEFT_BEFORE: _("Paid in the year, with a date of leaving before it"),
        Control.SAME_AS_YEAR: _("This is, line for line, the file of %(year)s", year=detail),
        Control.STAFF_CHANGED: _(
            "Staff differs from the year before by more than 10%%: %(change)s", change=whole
        ),
        Control.WOMEN_SHARE_CHANGED: _(
            "Share of women differs from the year before by more than 3 points: %(change)s %%",
            change=share,
        ),
        Control.FTE_CHANGED: _(
            "Full-time years of all who were paid differ from the year before by more than 10%%: "
            "%(change)s",
            change=whole,
        ),
        Control.PAY_CHANGED: _(
            "Mean pay differs from the year before by more than 10%%: %(change)s euros",
            change=whole,
        ),
        Control.DIRECTORATE_GONE: _("Directorates without staff any more: %(names)s", names=detail),
    }


def confirmed_words(outcome: Confirmed, year: int) -> str:
    """What became of a file that was not imported."""
    return {
        Confirmed.PRESENT: _(
            "These agents are the figures of %(year)s already: nothing was changed.", year=year
        ),
        Confirmed.UNDONE: _(
            "This import was undone since. Send the file again to import it once more."
        ),
        Confirmed.OVERTAKEN: _(
            "The imports of %(year)s changed since this check. Send your file again to compare it "
            "with what counts now.",
            year=year,
        ),
        Confirmed.GONE: _("This check is too old: send the file again."),
    }[outcome]


def place_of(findings: Findings, line: int) -> str:
    """A line by its number, in its file where there are several."""
    file, own = placed(line, findings.places)
    return f"{file} {own}" if file else str(own)


def expected_words(problem: LineProblem, findings: Findings) -> str:
    """What a cell was to say, by the names of codes and columns, in the reader's language."""
    language, expected = current_language(), problem.expected
    if problem.trouble in (Trouble.DOUBLED_KEY, Trouble.OTHER_THAN_LINE):
        return place_of(findings, int(expected))
    if problem.trouble is Trouble.NOT_A_CODE:
        columns = {heading: column for column, heading in findings.headings.items()}
        names = labels.CODES.get(columns.get(problem.column, ""), {})
        codes = (names[c][language] if c in names else c for c in expected.split(", "))
        return ", ".join(codes)
    if problem.trouble is Trouble.INCONSISTENT:
        return re.sub(r"[a-z]+(?:_[a-z0-9]+)*", lambda own: _column_name(own[0]), expected)
    return expected


def _column_name(name: str) -> str:
    label = labels.COLUMN_NAMES.get(name)
    return f"« {label[current_language()]} »" if label else name
