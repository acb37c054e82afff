"""What a survey of LimeSurvey says and nothing here reads: it is told, whatever it is.

Only what is declared here is not told: what is read elsewhere, and the numbers and names by which
the tables of a file find each other.
"""

from __future__ import annotations

from collections.abc import Iterable

from app.surveys.questionnaires.formats.limesurvey.file import Line, Tables
from app.surveys.questionnaires.formats.limesurvey.naming import Named
from app.surveys.questionnaires.formats.losses import Loss, Losses

_KEYS = {"id", "aid", "cid", "qid", "cqid", "gid", "sid", "parent_qid", "language", "scale_id"}
_QUESTIONS = {"type", "title", "question", "help", "other", "mandatory", "relevance"}
_QUESTIONS |= {"question_order", "question_theme_name", "same_default", "same_script", "group_name"}
#: The columns that are read of each table.
_READ = {
    "questions": _QUESTIONS,
    "subquestions": _QUESTIONS,
    "question_l10ns": {"question", "help"},
    "groups": {"group_name", "description", "group_order", "grelevance"},
    "group_l10ns": {"group_name", "description"},
    "answers": {"code", "answer", "sortorder"},
    "answer_l10ns": {"answer"},
    "conditions": {"cfieldname", "method", "value", "scenario"},
    "question_attributes": {"attribute", "value"},  # one by one, with each question
    "surveys": {"additional_languages"},
    "surveys_languagesettings": {
        "surveyls_survey_id",
        "surveyls_language",
        "surveyls_title",
        "surveyls_description",
        "surveyls_welcometext",
    },
}
_ORDERED = {"L", "!", "O", "M", "P", "A", "B", "C", "E", "F", "H"}
_CHECKED = {"5", "L", "!", "O", "Y", "G", "D", "M", "P", "R", "S", "T", "U", "N"}
#: Attributes of questions that are read, and of which types; None for all.
_ATTRIBUTES: dict[str, set[str] | None] = {
    "answer_order": _ORDERED,
    "date_format": {"D"},
    "date_max": {"D"},
    "date_min": {"D"},
    "dualscale_headerA": {"1"},
    "dualscale_headerB": {"1"},
    "em_validation_q": _CHECKED,
    "em_validation_q_tip": _CHECKED,
    "exclude_all_others": {"M", "P"},
    "hidden": None,
    "max_answers": {"M", "P", "R"},
    "max_num_value_n": {"N", "K"},
    "maximum_chars": {"S", "T", "U", "Q", ";"},
    "min_answers": {"M", "P", "R"},
    "min_num_value_n": {"N", "K"},
    "multiflexible_checkbox": {":"},
    "multiflexible_max": {":"},
    "multiflexible_min": {":"},
    "num_value_int_only": {"N"},
    "numbers_only": {"S", "T", "U"},
    "other_replace_text": {"L", "!", "M", "P"},
    "random_order": _ORDERED,
    "subquestion_order": _ORDERED,
}
_ORDERS = {"answer_order", "random_order", "subquestion_order"}
_AT_RANDOM = {"1", "2", "random"}
#: Values by which a setting says nothing.
_UNSET = {"", "0", "N", "I", "default", "none", "normal", "inherit", "-1"}


def say_unread(named: Named, losses: Losses) -> None:
    """The settings of a question that are not read."""
    asked = named.asked
    for name in asked.attributes:
        value = asked.attribute(name)
        if value not in _UNSET and not _is_read(name, value, asked.type):
            losses.add(named.code, Loss.ATTRIBUTE_IGNORED, name)
    if asked.line.get("mandatory") == "S":
        losses.add(named.code, Loss.ATTRIBUTE_IGNORED, "mandatory=S")
    for column in _set(asked.line, _QUESTIONS):
        losses.add(named.code, Loss.ATTRIBUTE_IGNORED, column)


def _is_read(name: str, value: str, kind: str) -> bool:
    kinds = _ATTRIBUTES.get(name, set())
    if kinds is not None and kind not in kinds:
        return False
    if name == "date_format":
        return "h" not in value.lower()  # the time of the day is not asked
    return name not in _ORDERS or value in _AT_RANDOM


def say_unread_tables(tables: Tables, losses: Losses) -> None:
    """The tables that are not read, and the columns of the others."""
    for name, lines in tables.lines.items():
        if name not in _READ:
            if lines:
                losses.add("", Loss.ATTRIBUTE_IGNORED, f"{name} ({len(lines)})")
        elif name != "questions":  # each with its question
            columns = {column for line in lines for column in _set(line, _READ[name])}
            for column in sorted(columns):
                losses.add(name, Loss.ATTRIBUTE_IGNORED, column)


def _set(line: Line, known: Iterable[str]) -> list[str]:
    """The columns of a line that say something and are not known."""
    others = set(line) - set(known) - _KEYS
    return sorted(column for column in others if line[column].strip() not in _UNSET)
