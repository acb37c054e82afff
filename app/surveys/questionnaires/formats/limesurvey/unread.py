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
#: Attributes of questions that are read.
_ATTRIBUTES = {
    "answer_order",
    "date_format",
    "date_max",
    "date_min",
    "dualscale_headerA",
    "dualscale_headerB",
    "em_validation_q",
    "em_validation_q_tip",
    "exclude_all_others",
    "hidden",
    "max_answers",
    "max_num_value_n",
    "maximum_chars",
    "min_answers",
    "min_num_value_n",
    "multiflexible_checkbox",
    "multiflexible_max",
    "multiflexible_min",
    "num_value_int_only",
    "numbers_only",
    "other_replace_text",
    "random_order",
    "subquestion_order",
}
#: Values by which a setting says nothing.
_UNSET = {"", "0", "N", "I", "default", "none", "normal", "inherit", "-1"}


def say_unread(named: Named, losses: Losses) -> None:
    """The settings of a question that are not read."""
    asked = named.asked
    for name in asked.attributes:
        if name not in _ATTRIBUTES and asked.attribute(name) not in _UNSET:
            losses.add(named.code, Loss.ATTRIBUTE_IGNORED, name)
    if asked.line.get("mandatory") == "S":
        losses.add(named.code, Loss.ATTRIBUTE_IGNORED, "mandatory=S")
    for column in _set(asked.line, _QUESTIONS):
        losses.add(named.code, Loss.ATTRIBUTE_IGNORED, column)


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
