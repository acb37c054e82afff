"""What reading a file of another program gives: a document, and all that could not be carried."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Loss(StrEnum):
    # of the file
    OTHER_LANGUAGE = "other_language"  # left out
    ONLY_LANGUAGE = "only_language"  # neither of ours: it stands for both
    SHEET_IGNORED = "sheet_ignored"
    CODE_TAKEN = "code_taken"  # by another questionnaire: a free one is given
    GROUP_NOT_CLOSED = "group_not_closed"  # closed at the end
    GROUP_NOT_OPENED = "group_not_opened"  # its end is left out
    MARKUP = "markup"  # plain words are kept
    MISSING_TRANSLATION = "missing_translation"  # filled from the other language
    TEXT_CUT = "text_cut"
    NO_LABEL = "no_label"  # the code stands for it
    CODE_CHANGED = "code_changed"
    PLACEHOLDER_DROPPED = "placeholder_dropped"
    # of questions
    UNKNOWN_TYPE = "unknown_type"  # left out
    TYPE_CHANGED = "type_changed"  # asked in another way
    SWITCHED_OFF = "switched_off"  # left out
    LENGTH_LIMITED = "length_limited"
    NO_OPTIONS = "no_options"  # left out
    DOUBLED_OPTION = "doubled_option"  # the first one is kept
    NAMELESS_OPTION = "nameless_option"  # left out
    NOT_CALCULATED = "not_calculated"  # left out
    REASON_WORDS = "reason_words"  # ours stand in their place
    LIST_UNUSED = "list_unused"  # left out
    OPTIONS_CUT = "options_cut"
    ATTRIBUTE_IGNORED = "attribute_ignored"
    REPEAT_NOT_CARRIED = "repeat_not_carried"  # asked once
    # of rules
    EXPRESSION_NOT_UNDERSTOOD = "expression_not_understood"
    EXPRESSION_REFUSED = "expression_refused"  # understood, and not possible here
    NEVER_ASKED = "never_asked"  # left out
    NEVER_OFFERED = "never_offered"  # option left out


@dataclass(frozen=True)
class NotCarried:
    """One thing of the file that is not in the document as it was: where, what, which words."""

    where: str
    what: Loss
    detail: str = ""


@dataclass(frozen=True)
class Imported:
    document: dict[str, Any]
    losses: list[NotCarried]


@dataclass
class Losses:
    """Collects what is not carried, each thing once."""

    seen: dict[NotCarried, None] = field(default_factory=dict)

    def add(self, where: str, what: Loss, detail: object = "") -> None:
        words = " ".join(str(detail).split())
        self.seen[NotCarried(where, what, words[:200])] = None

    def listed(self) -> list[NotCarried]:
        return list(self.seen)
