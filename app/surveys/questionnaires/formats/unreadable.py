"""Files that are not read at all, and why."""

from __future__ import annotations

from enum import StrEnum

from app.documents.spreadsheets import Refusal


class Unreadable(StrEnum):
    TOO_LARGE = "too_large"  # than so many megabytes
    TOO_MANY_LINES = "too_many_lines"
    NOT_UTF8 = "not_utf8"
    ALIAS = "alias"
    TOO_DEEP = "too_deep"
    SYNTAX = "syntax"
    NOT_XML = "not_xml"
    NOT_LIMESURVEY = "not_limesurvey"
    NOT_XLSFORM = "not_xlsform"
    NO_ROWS = "no_rows"
    TABLE = "table"
    FAILED_CELL = "failed_cell"
    TOO_MANY_QUESTIONS = "too_many_questions"


class UnreadableFile(Exception):
    """Not a file that we read: why, and the line where reading stopped (0 when unknown).

    `reason` is that of the reader of spreadsheets where this is what refuses; `detail` says which
    cell it is, how many questions there are, how large a file may be.
    """

    def __init__(self, reason: Unreadable | Refusal, line: int = 0, detail: str = "") -> None:
        super().__init__(reason)
        self.reason, self.line, self.detail = reason, line, detail
