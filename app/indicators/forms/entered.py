"""Forms and words of figures that are typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired

from app.cells import CellError, LineProblem, Trouble
from app.indicators.core.entered import Axis, Measure, Subject
from app.indicators.core.entered.lines import Fault, Line, column_called, words_of
from app.text import Text
from app.web import current_language
from app.web.form import Form
from app.web.formats import figure_text
from app.web.problems import words


class FiguresFileForm(Form):
    file = FileField(
        _l("File of figures (CSV, XLSX, ODS or XLS)"), [FileRequired(_l("Choose a file."))]
    )


@dataclass(frozen=True)
class Field:
    """One cell of a line as a form asks it; `choices` are the options of an axis."""

    name: str
    label: str
    value: str
    hint: str = ""
    error: str = ""
    choices: list[tuple[str, str]] = field(default_factory=list)
    kind: str = "text"

    @property
    def id(self) -> str:
        return f"f-{self.name}"


def fields_of(
    subject: Subject, typed: Mapping[str, str], errors: Mapping[str, CellError]
) -> list[Field]:
    """The cells of a line, as they were typed, each with what is wrong with it."""
    language = current_language()
    options = {axis.code: axis.options for axis in subject.axes if axis.options}
    units = {measure.code: measure.unit for measure in subject.measures}
    return [
        Field(
            name=name,
            label=label[language],
            value=typed.get(name, ""),
            hint=_hint(subject, name),
            error=_error(subject, name, errors),
            choices=[(c, o[language]) for c, o in options.get(name, {}).items()],
            kind="date" if name == "dated" else "figure" if name in units else "text",
        )
        for name, label in subject.columns.items()
    ]


def _hint(subject: Subject, name: str) -> str:
    if name == "source":
        return _("Where these figures come from: a document, a service, a provider.")
    if name.endswith("_en"):
        return _("Optional: without it, English pages show the French words.")
    units = {measure.code: measure.unit for measure in subject.measures}
    unit = units.get(name)
    if unit is None:
        return ""
    return {"share": _("In per cent."), "gap": _("In per cent."), "euros": _("In euros.")}.get(
        unit, ""
    )


def _error(subject: Subject, name: str, errors: Mapping[str, CellError]) -> str:
    error = errors.get(name)
    if error is None:
        return ""
    if error.trouble is Trouble.EMPTY:
        return _("Fill in this field: it is required.")
    if error.trouble is Fault.NO_FIGURE:
        return _("Write at least one figure.")
    problem = LineProblem(0, name, "", error.trouble, error.expected)
    what, remedy = problem_words(subject)(problem)
    return f"{what}. {remedy}"


def problem_words(subject: Subject):  # type: ignore[no-untyped-def]
    """Words for what is wrong with a line of this subject: (problem, remedy)."""

    def said(problem: LineProblem) -> tuple[str, str]:
        own = _faults(subject, problem)
        if problem.trouble in own:
            return own[problem.trouble]
        if problem.trouble is Trouble.NOT_A_CODE:
            return _("Unknown word"), _(
                "Write one of: %(codes)s.", codes=_options(subject, problem)
            )
        return words(problem)

    return said


def _options(subject: Subject, problem: LineProblem) -> str:
    name = column_called(subject, problem.column) or problem.column
    options: Mapping[str, Text] = next(a.options for a in subject.axes if a.code == name)
    return ", ".join(label[current_language()] for label in options.values())


def _faults(subject: Subject, problem: LineProblem) -> dict[object, tuple[str, str]]:
    columns, language = subject.columns, current_language()
    whole = columns.get(problem.expected, Text())[language]
    return {
        Fault.NO_FIGURE: (_("No figure"), _("Write at least one figure, or leave this line out.")),
        Fault.MORE_THAN_WHOLE: (
            _("More than the whole that it is a part of"),
            _("Compare it with “%(whole)s”.", whole=whole),
        ),
        Fault.NOT_WHOLE: (_("Not a whole number"), _("Write a number of people or things.")),
        Fault.TO_COME: (_("A day to come"), _("Write the day of the source.")),
        Fault.DOUBLED_LINE: (
            _("The same as line %(line)s", line=problem.expected),
            _("Keep one of the two lines."),
        ),
        Trouble.NO_ROW: (_("No line under the headings"), _("Add one line for each figure.")),
    }


def named(subject: Subject, problem: LineProblem) -> LineProblem:
    """A problem by the name of its column."""
    label = subject.columns.get(problem.column)
    name = label[current_language()] if label else problem.column
    return LineProblem(problem.line, name, problem.value, problem.trouble, problem.expected)


def about(subject: Subject, line: Line) -> Text:
    """What a line is about: its options and own words, in both languages."""
    said = [_said(axis, line) for axis in subject.axes]
    if not said:
        return subject.title
    return Text(" – ".join(each.fr for each in said), " – ".join(each["en"] for each in said))


def _said(axis: Axis, line: Line) -> Text:
    if axis.options:
        return axis.options[line.axes[axis.code]]
    return words_of(axis, line)


def figures_of(measures: Sequence[Measure], line: Line) -> list[str]:
    """The figures of these measures; empty where one is not known."""
    values = ((line.measures.get(each.code), each.unit) for each in measures)
    return ["" if value is None else figure_text(value, unit) for value, unit in values]


def known_measures(subject: Subject, lines: Iterable[Line]) -> list[Measure]:
    """The measures that one of these lines has a figure of."""
    known = {code for line in lines for code, value in line.measures.items() if value is not None}
    return [each for each in subject.measures if each.code in known]
