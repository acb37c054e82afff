"""What is asked of a file, and what is remembered of the files of one source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from hashlib import blake2b
from typing import Any

from app.indicators.core.headings import said

#: In the place of a column: what is under a heading is not read.
ASIDE = ""


@dataclass(frozen=True)
class Meaning:
    """What somebody said of a file: the column of each heading, `ASIDE` for what is not used; the
    code of each text of a column; what a full-time post is written as."""

    columns: Mapping[str, str]
    codes: Mapping[str, Mapping[str, str]]
    full_time: float | None = None


@dataclass(frozen=True)
class Memory:
    """What is known of a source: the column of a heading, the code of a text in a column, what a
    full-time post is written as, what commas are in a column."""

    columns: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    full_time: float | None = None
    commas: Mapping[str, str] = field(default_factory=dict)
    #: Columns that are in no file of this source.
    absent: Sequence[str] = ()

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Memory:
        return cls(**stored)

    def with_answer(self, question: Question, answer: str) -> Memory:
        """What is known once a question is answered."""
        if question.about is About.HEADING and answer == ASIDE:
            return replace(self, absent=[*self.absent, question.column])
        if question.about is About.HEADING:
            return replace(self, columns={**self.columns, said(answer): question.column})
        if question.about is About.TEXT:
            own = {**self.codes.get(question.column, {}), question.text: answer}
            return replace(self, codes={**self.codes, question.column: own})
        if question.about is About.FULL_TIME:
            return replace(self, full_time=float(answer))
        return replace(self, commas={**self.commas, question.column: answer})

    def with_meaning(self, meaning: Meaning) -> Memory:
        """What is known once somebody said what headings and texts mean."""
        by_heading = {said(heading): column for heading, column in meaning.columns.items()}
        by_text = {
            column: {**self.codes.get(column, {}), **{said(text): c for text, c in own.items()}}
            for column, own in meaning.codes.items()
        }
        return replace(
            self,
            columns={**self.columns, **by_heading},
            codes={**self.codes, **by_text},
            full_time=meaning.full_time or self.full_time,
            absent=[each for each in self.absent if each not in by_heading.values()],
        )


NOTHING_KNOWN = Memory()


class About(StrEnum):
    """What a question is about."""

    HEADING = "heading"  # which heading is this column
    TEXT = "text"  # which code is this text
    FULL_TIME = "full_time"  # what a full-time post is written as
    COMMAS = "commas"  # what commas are


@dataclass(frozen=True)
class Question:
    """One thing that a file leaves open: the answers that it can have, examples of what is in the
    file."""

    about: About
    column: str
    choices: tuple[str, ...]
    text: str = ""
    times: int = 0
    examples: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name of its field in a form, which says nothing of the file."""
        words = f"{self.about} {self.column} {self.text}"
        return f"q-{blake2b(words.encode(), digest_size=8).hexdigest()}"
