"""Files that are not read at all, and why."""

from __future__ import annotations

from enum import StrEnum


class Unreadable(StrEnum):
    TOO_LARGE = "too_large"
    NOT_UTF8 = "not_utf8"
    ALIAS = "alias"
    TOO_DEEP = "too_deep"
    SYNTAX = "syntax"
    NOT_XML = "not_xml"
    NOT_LIMESURVEY = "not_limesurvey"
    NOT_XLSFORM = "not_xlsform"
    TABLE = "table"


class UnreadableFile(Exception):
    """Not a file that we read: why, and the line where reading stopped (0 when unknown)."""

    def __init__(self, reason: Unreadable, line: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line
