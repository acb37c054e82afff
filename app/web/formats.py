"""Numbers, dates and texts as people read them: the one place, for pages, charts and PDF."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, get_timezone
from babel.lists import format_list
from babel.numbers import format_decimal
from flask import Flask
from flask_babel import gettext as _
from markupsafe import Markup, escape

from app.statistics.figures import SUPPRESSED, Figure, Unit
from app.text import Text
from app.web.language import current_language
from app.web.problems import words as problem_words

LOCALES = {"fr": Locale("fr", "FR"), "en": Locale("en", "GB")}
PARIS = get_timezone("Europe/Paris")
_CLOCK = ZoneInfo("Europe/Paris")


def _plain(text: str) -> str:
    """Characters that our fonts have: a no-break space for the narrow one, the true minus."""
    return text.replace("\u202f", "\u00a0").replace("-", "\u2212")


def decimal(value: float, digits: int = 0, language: str | None = None) -> str:
    """1234.5 -> « 1 234,5 » or "1,234.5"."""
    rounded = round(value, digits) + 0.0  # + 0.0 turns minus zero into zero
    return _decimal(rounded, digits, language or current_language())


@lru_cache(maxsize=4096)  # a page of results writes two thousand numbers, most of them alike
def _decimal(rounded: float, digits: int, language: str) -> str:
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return _plain(format_decimal(rounded, pattern, locale=LOCALES[language]))


def signed(value: float, digits: int = 1) -> str:
    """With its sign, unless it rounds to zero."""
    text = decimal(value, digits)
    return f"+{text}" if round(value, digits) > 0 else text


def percent(value: float, digits: int = 1, language: str | None = None) -> str:
    """0.36 -> « 36,0 % » or "36.0%"."""
    language = language or current_language()
    return decimal(value * 100, digits, language) + percent_sign(language)


def percent_sign(language: str) -> str:
    """The sign as it follows a number: after a no-break space in French."""
    return "\u00a0%" if language == "fr" else "%"


def euros(value: float, digits: int = 0, language: str | None = None) -> str:
    language = language or current_language()
    text = decimal(value, digits, language)
    if language == "fr":
        return f"{text}\u00a0€"
    return f"−€{decimal(-value, digits, language)}" if text.startswith("−") else f"€{text}"


def listed(words: Sequence[str]) -> str:
    """Words one after the other: « le sexe, la catégorie et la direction »."""
    return format_list(list(words), locale=LOCALES[current_language()])


def figure_text(value: Figure, unit: Unit) -> str:
    """A figure with its unit, as plain text: `s` when suppressed, `n/a` when there is none."""
    if value is SUPPRESSED:
        return "s"
    if value is None:
        return _("n/a")
    return _WRITTEN[unit](value)


def _days_of(value: float) -> str:
    return day(dt.date.fromordinal(round(value)), "medium")


_WRITTEN: dict[Unit, Callable[[float], str]] = {
    Unit.COUNT: decimal,
    Unit.HOURS: decimal,
    Unit.SCORE: decimal,
    Unit.SHARE: percent,
    Unit.GAP: lambda value: signed(value * 100) + percent_sign(current_language()),
    Unit.POINTS: lambda value: signed(value * 100),
    Unit.EUROS: euros,
    Unit.FTE: lambda value: decimal(value, 1),
    Unit.YEARS: lambda value: decimal(value, 1),
    Unit.DAYS: lambda value: decimal(value, 1),
    Unit.NUMBER: lambda value: decimal(value, 1),
    Unit.ALPHA: lambda value: decimal(value, 2),
    Unit.YEAR: lambda value: str(int(value)),
    Unit.DAY: _days_of,
}


def figure(value: Figure, unit: Unit) -> Markup:
    """A figure for a page; a suppressed one says why to those who hover or listen."""
    if value is SUPPRESSED:
        reason = _("suppressed: too few people")
        return Markup('<abbr title="{}">s</abbr>').format(reason)
    return escape(figure_text(value, unit))


def day(value: dt.date, form: str = "long", language: str | None = None) -> str:
    """A day: « 12 décembre 2026 » or "12 December 2026"."""
    if isinstance(value, dt.datetime):
        value = local_day(value)
    return _day(value, form, language or current_language())


@lru_cache(maxsize=4096)
def _day(value: dt.date, form: str, language: str) -> str:
    """The same days stand on many pages and in many rows."""
    text = format_date(value, form, locale=LOCALES[language])
    is_first = language == "fr" and value.day == 1 and form in ("long", "medium")
    return text.replace("1 ", "1er ", 1) if is_first else text


def local_day(value: dt.datetime) -> dt.date:
    """The day of a moment, in the authority's time zone."""
    return value.astimezone(PARIS).date()


def month(value: dt.date, language: str | None = None) -> str:
    """The month of a day: « décembre 2026 » or "December 2026"."""
    return format_date(value, "MMMM y", locale=LOCALES[language or current_language()])


def month_short(value: dt.date) -> str:
    """The month of a day in the head of a narrow column: « déc. 2026 » or "Dec 2026"."""
    return format_date(value, "MMM y", locale=LOCALES[current_language()])


def as_typed(value: dt.datetime) -> dt.datetime:
    """A day and an hour that were typed, which are those of the authority's time zone."""
    return value.replace(tzinfo=_CLOCK)


def clock(value: dt.datetime) -> str:
    """The time of day, in the authority's time zone."""
    return f"{value.astimezone(PARIS):%H:%M}"


def moment(value: dt.datetime) -> str:
    """A day and an hour, in the authority's time zone."""
    return f"{day(value)} {clock(value)}"


def translated(text: Text | None) -> Markup:
    """A bilingual text, marked with its language when it is borrowed from the other one."""
    if not text:
        return Markup("")
    language = current_language()
    shown = text.language_shown(language)
    if shown == language:
        return escape(text[shown])
    return Markup('<span lang="{}">{}</span>').format(shown, text[shown])


def unended(text: Text) -> Text:
    """A sentence that goes on: without its full stop."""
    return Text(text.fr.rstrip("."), text.en.rstrip("."))


def plain(text: Text) -> str:
    """A bilingual text where no mark can stand: in an attribute, in an option of a list."""
    return text[current_language()]


def borrowed(text: Text) -> Markup:
    """The attribute that says the language of a borrowed text, for the element that holds it."""
    shown = text.language_shown(current_language())
    return Markup(' lang="{}"').format(shown) if shown != current_language() else Markup("")


def written_in(text: str, language: str) -> Markup:
    """A text that a person wrote in one language."""
    if language == current_language():
        return escape(text)
    return Markup('<span lang="{}">{}</span>').format(language, text)


def init_app(app: Flask) -> None:
    filters: dict[str, Any] = {
        "decimal": decimal,
        "percent": percent,
        "euros": euros,
        "figure": figure,
        "figure_text": figure_text,
        "day": day,
        "moment": moment,
        "month_short": month_short,
        "clock": clock,
        "t": translated,
        "plain": plain,
        "unended": unended,
        "borrowed": borrowed,
        "written_in": written_in,
        "iso_day": dt.date.fromisoformat,
        "listed": listed,
        "later": lambda day, days: day + dt.timedelta(days=days),
    }
    app.jinja_env.filters.update(filters)
    app.jinja_env.globals["problem_words"] = problem_words
