"""An answer as people read it, in either language: pages, copies, texts that quote it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from babel.lists import format_list

from app.surveys.questionnaire import Question, QuestionKind, Value
from app.web.formats import LOCALES, day, decimal, euros, month, percent


def written(question: Question, value: Value, language: str) -> str:
    """The words for an answer; a reason for not answering has words too."""
    if isinstance(value, str) and value.startswith("~"):
        return question.option(value).label[language]
    return WRITERS.get(question.kind, _plain)(question, value, language)


def field_value(value: Value | None, question: Question, language: str) -> str:
    """An answer as its field holds it, to be changed."""
    if value is None or isinstance(value, list) or str(value).startswith("~"):
        return ""
    if question.kind is QuestionKind.MONTH:
        year, month_number = str(value).split("-")
        return f"{month_number}/{year}"
    if question.kind is QuestionKind.DURATION:
        return _duration(question, value, language)
    if isinstance(value, float | int):
        text = f"{value:.10g}"
        return text.replace(".", ",") if language == "fr" else text
    return value


def _plain(question: Question, value: Value, language: str) -> str:
    if isinstance(value, float | int):
        return decimal(value, _digits(value), language)
    return str(value)


def _digits(value: float) -> int:
    """As many decimals as the number has, two at most."""
    return next(digits for digits in (0, 1, 2) if digits == 2 or round(value, digits) == value)


def _option(question: Question, value: Value, language: str) -> str:
    known = {option.code: option.label[language] for option in question.choices}
    return known.get(str(value), str(value))


def _list(question: Question, value: Value, language: str) -> str:
    names = [_option(question, code, language) for code in _codes(value)]
    return format_list(names, locale=LOCALES[language])


def _ranking(question: Question, value: Value, language: str) -> str:
    names = (_option(question, code, language) for code in _codes(value))
    return ", ".join(f"{rank}. {name}" for rank, name in enumerate(names, start=1))


def _codes(value: Value) -> list[str]:
    return value if isinstance(value, list) else [str(value)]


def _percentage(question: Question, value: Value, language: str) -> str:
    number = float(value)  # type: ignore[arg-type]
    return percent(number / 100, _digits(number), language)


def _amount(question: Question, value: Value, language: str) -> str:
    number = float(value)  # type: ignore[arg-type]
    return euros(number, 0 if number.is_integer() else 2, language)


def _duration(question: Question, value: Value, language: str) -> str:
    hours, minutes = divmod(int(float(value)), 60)  # type: ignore[arg-type]
    parts = [f"{hours}\u00a0h"] if hours else []
    parts += [f"{minutes}\u00a0min"] if minutes or not hours else []
    return "\u00a0".join(parts)


def _date(question: Question, value: Value, language: str) -> str:
    return day(dt.date.fromisoformat(str(value)), language=language)


def _month(question: Question, value: Value, language: str) -> str:
    return month(dt.date.fromisoformat(f"{value}-01"), language)


def _year(question: Question, value: Value, language: str) -> str:
    return str(int(float(value)))  # type: ignore[arg-type]


_K = QuestionKind
WRITERS: dict[QuestionKind, Callable[[Question, Value, str], str]] = {
    _K.SINGLE: _option,
    _K.DROPDOWN: _option,
    _K.SCALE: _option,
    _K.YES_NO: _option,
    _K.MULTIPLE: _list,
    _K.RANKING: _ranking,
    _K.PERCENTAGE: _percentage,
    _K.AMOUNT: _amount,
    _K.DURATION: _duration,
    _K.DATE: _date,
    _K.MONTH: _month,
    _K.YEAR: _year,
}
