"""Answers as typed columns: one small number for each person and question.

A column says for everybody what they answered or why they did not. Multiple choices are unfolded
into one column for each option, a ranking keeps its first choice, and texts are in no column.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.surveys.campaigns.core.classes import Classes
from app.surveys.questionnaires.engine import Path, Question, Questionnaire, Shape, Value, follow
from app.surveys.questionnaires.engine.model import Absence
from app.surveys.questionnaires.engine.path import after_end
from app.surveys.questionnaires.engine.question import Missing

Codes = npt.NDArray[np.uint8] | npt.NDArray[np.uint16]
Numbers = npt.NDArray[np.float64]

#: Label of a number that was given.
GIVEN = "given"
CHOSEN, NOT_CHOSEN = "yes", "no"
#: Why there is no answer, as labels of columns; reasons that people give, then absences.
REASONS = (*(m.value for m in Missing), *(f"~{a.value}" for a in Absence))


@dataclass(frozen=True)
class CodedAnswers:
    """`codes` are positions in `labels`, one for each person; `values` are numbers, or days."""

    labels: tuple[str, ...]
    codes: Codes
    values: Numbers | None = None

    def __len__(self) -> int:
        return len(self.codes)


def in_class(column: CodedAnswers, classes: Classes) -> CodedAnswers:
    """The same answers by class; those of no class count as not given."""
    none = f"~{Absence.LEFT_EMPTY.value}"
    names = [v if v.startswith("~") else classes.place(v) or none for v in column.labels]
    labels = tuple(dict.fromkeys([*(option.code for option in classes.options), *names]))
    places = np.array([labels.index(name) for name in names])
    return CodedAnswers(labels, narrow(places[column.codes], len(labels)))


def narrow(codes: npt.ArrayLike, number: int) -> Codes:
    """Codes below `number`, in the narrowest type that holds them."""
    if number <= 256:
        return np.asarray(codes, dtype=np.uint8)
    return np.asarray(codes, dtype=np.uint16)


def read_codes(data: bytes, number: int) -> Codes:
    """The codes below `number` that `narrow` made, read back from their bytes."""
    if number <= 256:
        return np.frombuffer(data, dtype=np.uint8)
    return np.frombuffer(data, dtype=np.uint16)


def column_names(question: Question) -> list[str]:
    """The columns of one question; none for one whose answers are not declared to be coded."""
    if not question.kind.coded:
        return []
    if question.kind.shape is Shape.OPTIONS:
        return [f"{question.code}.{option.code}" for option in question.options]
    return [question.code]


def columns_of(
    questionnaire: Questionnaire, answers: Sequence[Mapping[str, Value]]
) -> dict[str, CodedAnswers]:
    """The columns of these answers, people in the order given."""
    paths = [follow(questionnaire, each) for each in answers]
    asked = [frozenset(question.code for question in path.questions) for path in paths]
    columns: dict[str, CodedAnswers] = {}
    for question in questionnaire.questions:
        if not question.kind.coded:
            continue
        values = [
            known
            if (known := _told(question, each.get(question.code))) is not None
            else _absence(questionnaire, path, question.code, question.code in on_path)
            for each, path, on_path in zip(answers, paths, asked, strict=True)
        ]
        if question.kind.shape is Shape.OPTIONS:
            for option in question.options:
                each = [_chosen(value, option.code) for value in values]
                columns[f"{question.code}.{option.code}"] = _coded((CHOSEN, NOT_CHOSEN), each)
        elif question.kind.measured:
            columns[question.code] = _numbered(values)
        else:
            columns[question.code] = _coded(tuple(o.code for o in question.options), values)
    return columns


def _told(question: Question, value: Value | None) -> Value | None:
    """The answer as its column keeps it; None when there is none."""
    if value is None or value in ("", []):
        return None
    if question.kind.shape is Shape.RANKING and isinstance(value, list):
        return value[0]
    if question.kind.shape is Shape.DAY and isinstance(value, str) and not value.startswith("~"):
        return float(dt.date.fromisoformat(value if len(value) > 7 else f"{value}-01").toordinal())
    return value


def _absence(questionnaire: Questionnaire, path: Path, code: str, asked: bool) -> str:
    if asked:
        return f"~{Absence.LEFT_EMPTY.value}"
    late = path.ended and after_end(questionnaire, path, code)
    return f"~{(Absence.NOT_REACHED if late else Absence.SKIPPED).value}"


def _chosen(value: Value, option: str) -> Value:
    if isinstance(value, list):
        return CHOSEN if option in value else NOT_CHOSEN
    return value


def _coded(options: tuple[str, ...], values: Sequence[Value]) -> CodedAnswers:
    known = dict.fromkeys((*options, *REASONS))
    labels = tuple(dict.fromkeys([*known, *(str(value) for value in values)]))
    places = {label: place for place, label in enumerate(labels)}
    return CodedAnswers(labels, narrow([places[str(value)] for value in values], len(labels)))


def _numbered(values: Sequence[Value]) -> CodedAnswers:
    labels = (GIVEN, *REASONS)
    places = {label: place for place, label in enumerate(labels)}
    numbers = [value if isinstance(value, int | float) else np.nan for value in values]
    codes = [0 if isinstance(value, int | float) else places[str(value)] for value in values]
    return CodedAnswers(
        labels, np.array(codes, dtype=np.uint8), np.array(numbers, dtype=np.float64)
    )
