"""What is wrong with an answer, with a questionnaire, with a file; what changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from app.documents.spreadsheets import Refusal, RefusedFile
from app.surveys.questionnaires.engine import AnswerProblem, Fault, Question
from app.surveys.questionnaires.engine.differences import Change
from app.surveys.questionnaires.engine.rules import Result
from app.surveys.questionnaires.formats import Loss, Unreadable, UnreadableFile
from app.surveys.questionnaires.forms.answer_words import written
from app.web import current_language
from app.web.files import refusal_words
from app.web.problems import two_readings_words


def fault_words(fault: Fault, question: Question) -> str:
    """What is wrong with an answer, and what to do."""
    if fault.check is not None:
        return fault.check.message[current_language()]
    P = AnswerProblem
    if fault.problem is P.OUT_OF_RANGE:
        return _bounds(fault, question)
    return {
        P.REQUIRED: _("Answer this question."),
        P.NOT_AN_OPTION: _("Choose one of the answers offered."),
        P.TOO_FEW: _("Choose %(count)s at least.", count=question.min_choices),
        P.TOO_MANY: _("Choose %(count)s at most.", count=question.max_choices),
        P.EXCLUSIVE: _("This answer excludes the others: choose one or the other."),
        P.DOUBLED: _("Each answer has one rank: choose another one."),
        P.TWO_READINGS: two_readings_words(str(fault.low)),
        P.UNREADABLE: question.kind.how[current_language()],
        P.TOO_LONG: _("Keep to %(count)s characters.", count=question.max_length),
    }[fault.problem]


def _bounds(fault: Fault, question: Question) -> str:
    low, high = _bound(fault.low, question), _bound(fault.high, question)
    if low and high:
        return _("The answer must be between %(low)s and %(high)s.", low=low, high=high)
    if low:
        return _("The answer must be %(low)s or more.", low=low)
    return _("The answer must be %(high)s or less.", high=high)


def _bound(value: Result, question: Question) -> str:
    if not isinstance(value, str | float) or isinstance(value, bool):
        return ""
    return written(question, value, current_language())


def unreadable_words(refused: UnreadableFile) -> str:
    """Why a file is not a questionnaire at all, and where."""
    if refused.reason in _NO_QUESTIONNAIRES:
        return _(
            "This is no questionnaire, but a picture, a text document or an archive: send the form "
            "itself, as YAML, XLSForm (.xlsx, .ods, .xls) or LimeSurvey (.lss, .lsa)."
        )
    if isinstance(refused.reason, Refusal):
        return refusal_words(RefusedFile(refused.reason))
    words = _unreadable_words(refused)
    return " ".join([words, _("Line %(line)s.", line=refused.line)]) if refused.line else words


def _unreadable_words(refused: UnreadableFile) -> str:
    detail = refused.detail
    words: dict[str, str] = {
        Unreadable.TOO_LARGE: _("The file is larger than %(size)s MB.", size=detail),
        Unreadable.TOO_MANY_LINES: _("The file has more than 100,000 lines."),
        Unreadable.NOT_UTF8: _("The file is not written in UTF-8: save it so."),
        Unreadable.ALIAS: _(
            "The file uses aliases (&, *), which are not allowed: write each text out."
        ),
        Unreadable.TOO_DEEP: _("The file is nested too deeply."),
        Unreadable.SYNTAX: _(
            "The file is not readable YAML: check the indentation and the quotes."
        ),
        Unreadable.NOT_XML: _(
            "The file is not readable XML, or holds entities, which are refused."
        ),
        Unreadable.NOT_LIMESURVEY: _("This is not a LimeSurvey survey structure (.lss)."),
        Unreadable.NOT_XLSFORM: _(
            "This workbook has no sheet called “survey”, where an XLSForm has its questions. Its "
            "sheets: %(names)s.",
            names=detail,
        ),
        Unreadable.NO_ROWS: _(
            "The “survey” sheet has no question: one line each, under the headings type and name."
        ),
        Unreadable.TABLE: _(
            "This is a table of text (CSV or TSV): send the workbook (XLSX, ODS or XLS) with its "
            "“survey” and “choices” sheets, or a LimeSurvey structure (.lss or .lsa)."
        ),
        Unreadable.FAILED_CELL: _(
            "The formula of a cell failed (%(cell)s): write its value in its place.",
            cell=detail,
        ),
        Unreadable.TOO_MANY_QUESTIONS: _(
            "The questionnaire has %(count)s questions, repeated ones counted each time, and 500 "
            "are the most: make two questionnaires of it.",
            count=detail,
        ),
    }
    return words[refused.reason]


_NO_QUESTIONNAIRES = (
    Refusal.PICTURE,
    Refusal.DOCUMENT,
    Refusal.ARCHIVE,
    Refusal.NOT_A_SPREADSHEET,
)


def change_words(change: Change) -> str:
    return {
        Change.ADDED: _("Added"),
        Change.REMOVED: _("Removed"),
        Change.MOVED: _("Moved to another page"),
        Change.KIND: _("Type"),
        Change.LABEL: _("Question"),
        Change.HINT: _("Hint"),
        Change.OPTIONS: _("Options"),
        Change.RULES: _("Rules"),
        Change.REQUIRED: _("Answer required"),
        Change.PROFILE: _("Attribute of the people invited"),
    }[change]


@dataclass(frozen=True)
class Lost:
    """One sort of thing that could not be carried from an imported file: in words, then each detail
    with the places where it was."""

    words: str
    details: Sequence[tuple[str, Sequence[str]]]
    minor: bool = False  # how things look, and what the mission completes anyway

    @property
    def lines(self) -> list[str]:
        """Each detail and its places in words."""
        return [_detail(detail, ", ".join(places)) for detail, places in self.details]


def losses_words(losses: Iterable[Sequence[str]]) -> list[Lost]:
    """What could not be carried from an imported file, (where, what, detail), sort by sort."""
    sorts: dict[str, dict[str, list[str]]] = {}
    for where, what, detail in losses:
        sorts.setdefault(what, {}).setdefault(detail, []).append(where)
    lost = [
        Lost(
            _sentence(_loss_words(what)),
            [(_language(what, detail), places) for detail, places in own.items()],
            what in _MINOR,
        )
        for what, own in sorts.items()
    ]
    return sorted(lost, key=lambda sort: sort.minor)


_MINOR = (
    Loss.MISSING_TRANSLATION,
    Loss.MARKUP,
    Loss.LENGTH_LIMITED,
    Loss.ATTRIBUTE_IGNORED,
    Loss.SHEET_IGNORED,
    Loss.LIST_UNUSED,
    Loss.REASON_WORDS,
)


def _language(what: str, detail: str) -> str:
    """The language that is missing, in words."""
    if what != Loss.MISSING_TRANSLATION:
        return detail
    return {"fr": _("No French"), "en": _("No English")}.get(detail, detail)


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _detail(detail: str, places: str) -> str:
    if detail and places:
        return f"{detail}{_(':')} {places}"
    return detail or places or _("the whole file")


def _loss_words(what: str) -> str:
    words: dict[str, str] = {
        Loss.OTHER_LANGUAGE: _("a language other than French and English"),
        Loss.MISSING_TRANSLATION: _("not translated: the other language stands in its place"),
        Loss.TEXT_CUT: _("a text too long, cut"),
        Loss.NO_LABEL: _("no words: its code stands for them"),
        Loss.CODE_CHANGED: _("another code"),
        Loss.PLACEHOLDER_DROPPED: _("a quoted answer that does not exist, dropped"),
        Loss.UNKNOWN_TYPE: _("a type that we do not have: left out"),
        Loss.TYPE_CHANGED: _("asked in another way"),
        Loss.NO_OPTIONS: _("no options: left out"),
        Loss.OPTIONS_CUT: _("too many options: the last ones are left out"),
        Loss.ATTRIBUTE_IGNORED: _("a setting that we do not have"),
        Loss.LENGTH_LIMITED: _("a text of any length: here, so many characters at most"),
        Loss.ONLY_LANGUAGE: _("neither in French nor in English: its language stands for both"),
        Loss.SHEET_IGNORED: _("a sheet from which nothing is read"),
        Loss.CODE_TAKEN: _("the code of another questionnaire: a free one was given"),
        Loss.GROUP_NOT_CLOSED: _("a group without its end, closed at the end of the form"),
        Loss.GROUP_NOT_OPENED: _("the end of a group that never began, left out"),
        Loss.MARKUP: _("formatting: the words alone are kept"),
        Loss.SWITCHED_OFF: _("switched off in the file: left out"),
        Loss.DOUBLED_OPTION: _("an option of a name that the list already has: left out"),
        Loss.NAMELESS_OPTION: _("an option without a name or a list: left out"),
        Loss.NOT_CALCULATED: _("a calculated answer that cannot be worked out here: left out"),
        Loss.REASON_WORDS: _("a reason for not answering: our words stand in place of these"),
        Loss.LIST_UNUSED: _("a list that no question uses: left out"),
        Loss.REPEAT_NOT_CARRIED: _("a repeated group, asked once"),
        Loss.EXPRESSION_NOT_UNDERSTOOD: _("a rule not understood, left out"),
        Loss.EXPRESSION_REFUSED: _("a rule that is not possible here, left out"),
        Loss.NEVER_ASKED: _("a question that no answers lead to, left out"),
        Loss.NEVER_OFFERED: _("an option that no answers lead to, left out"),
    }
    return words.get(what, _("not carried as it was"))
