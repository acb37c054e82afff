"""An answer as people read it, and as its field holds it for editing."""

from __future__ import annotations

import datetime as dt

from app import cells
from app.surveys.questionnaires.engine.question import Formats, Question
from app.surveys.questionnaires.engine.rules import Value


def plain(question: Question, value: Value, say: Formats) -> str:
    if isinstance(value, float | int):
        return say.decimal(value, _digits(value))
    return str(value)


def _digits(value: float) -> int:
    """As many decimals as the number has, two at most."""
    return next(digits for digits in (0, 1, 2) if digits == 2 or round(value, digits) == value)


def option(question: Question, value: Value, say: Formats) -> str:
    known = {choice.code: choice.label[say.language] for choice in question.choices}
    return known.get(str(value), str(value))


def _names(question: Question, value: Value, say: Formats) -> list[str]:
    codes = value if isinstance(value, list) else [str(value)]
    return [option(question, code, say) for code in codes]


def options(question: Question, value: Value, say: Formats) -> str:
    return say.listed(_names(question, value, say))


def ranking(question: Question, value: Value, say: Formats) -> str:
    names = enumerate(_names(question, value, say), start=1)
    return ", ".join(f"{rank}. {name}" for rank, name in names)


def _number(value: Value) -> float:
    return float(value)  # type: ignore[arg-type]


def percentage(question: Question, value: Value, say: Formats) -> str:
    number = _number(value)
    return say.percent(number / 100, _digits(number))


def amount(question: Question, value: Value, say: Formats) -> str:
    number = _number(value)
    return say.euros(number, 0 if number.is_integer() else 2)


def duration(question: Question, value: Value, say: Formats) -> str:
    hours, minutes = divmod(int(_number(value)), 60)
    parts = [f"{hours}\u00a0h"] if hours else []
    parts += [f"{minutes}\u00a0min"] if minutes or not hours else []
    return "\u00a0".join(parts)


def day(question: Question, value: Value, say: Formats) -> str:
    return say.day(dt.date.fromisoformat(str(value)))


def month(question: Question, value: Value, say: Formats) -> str:
    return say.month(dt.date.fromisoformat(f"{value}-01"))


def year(question: Question, value: Value, say: Formats) -> str:
    return str(int(_number(value)))


def typed(question: Question, value: Value, say: Formats) -> str:
    """As it was typed: a number with the decimal sign of the language."""
    return cells.typed(value, say.language) if isinstance(value, float | int) else str(value)


def typed_month(question: Question, value: Value, say: Formats) -> str:
    of_year, place = str(value).split("-")
    return f"{place}/{of_year}"
