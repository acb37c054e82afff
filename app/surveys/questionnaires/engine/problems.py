"""What can be wrong with a questionnaire: a code, a place, the words concerned."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class ProblemCode(StrEnum):
    # how it is written
    NOT_A_QUESTIONNAIRE = "not_a_questionnaire"
    UNKNOWN_KEY = "unknown_key"
    BAD_CODE = "bad_code"
    DOUBLED_CODE = "doubled_code"
    MISSING_TRANSLATION = "missing_translation"
    TEXT_TOO_LONG = "text_too_long"
    UNKNOWN_KIND = "unknown_kind"
    NO_OPTIONS = "no_options"
    NO_QUESTIONS = "no_questions"
    UNKNOWN_SCALE = "unknown_scale"
    BAD_VALUE = "bad_value"
    BAD_RULE = "bad_rule"
    TOO_MANY_QUESTIONS = "too_many_questions"
    # what it says
    UNKNOWN_REFERENCE = "unknown_reference"
    LATER_REFERENCE = "later_reference"
    REPEATED_REFERENCE = "repeated_reference"
    CYCLE = "cycle"
    TYPE_CLASH = "type_clash"
    UNKNOWN_OPTION = "unknown_option"
    UNKNOWN_SECTION = "unknown_section"
    UNREACHABLE = "unreachable"
    DEAD_OPTION = "dead_option"
    BAD_BOUNDS = "bad_bounds"
    MISSING_PLACEHOLDER = "missing_placeholder"
    NOT_ON_A_SCALE = "not_on_a_scale"
    REVERSED_OUTSIDE = "reversed_outside"
    # what anonymity asks
    REQUIRED_WITHOUT_REFUSAL = "required_without_refusal"
    FREE_TEXT = "free_text"


@dataclass(frozen=True)
class Problem:
    """Why a document is not a questionnaire yet: what, where, and the words concerned."""

    code: ProblemCode
    where: str
    detail: str = ""

    @property
    def about(self) -> str:
        """The code of the question, section or dimension that the problem is about."""
        return re.split(r"[.\[]", self.where, maxsplit=1)[0]
