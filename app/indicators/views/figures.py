"""The indicators of a year, and their files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from flask import Blueprint, Response, abort, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.service.audit import record
from app.extensions import db, utcnow
from app.indicators import service
from app.indicators.core import TABLES, THEMES, YearTables, declared_indicators, labels
from app.indicators.core.catalogue.declaring import AnyCut, Indicator
from app.indicators.core.deadlines import DEADLINES, ON_EVENTS, Place
from app.indicators.core.entered import SHOWN
from app.indicators.core.entered.declaring import Subject
from app.indicators.core.standing import changes, only_sex, own_series, reversal, standing_out
from app.indicators.following import aims_for
from app.indicators.instance import index_scale
from app.permissions import Permission, allowed
from app.text import Text
from app.web import (
    after_post,
    current_language,
    current_person,
    render,
    requires,
)
from app.web.drawings import drawn
from app.web.settings import hr_thresholds, settings

bp = Blueprint("indicators", __name__, url_prefix="/indicators", template_folder="../templates")


@bp.get("/")
@requires(Permission.INDICATOR_READ)
def index() -> Response:
    years = service.years() or sorted(service.current_imports(), reverse=True)
    return _show(years[0]) if years else render("indicators/none.html")


@bp.get("/calendar")
@requires(Permission.INDICATOR_READ)
def calendar() -> Response:
    """What the law asks for in a year, and by when."""
    today = utcnow().date()
    dated = sorted(((each.next_after(today), each) for each in DEADLINES), key=lambda own: own[0])
    return render(
        "indicators/calendar.html", dated=dated, on_events=ON_EVENTS, places=_places(today.year - 1)
    )


def _places(year: int) -> dict[Place, list[tuple[str, str]]]:
    """Where what is due of a year is prepared, for those who may: addresses, in words."""
    may_import = allowed(current_person().roles, Permission.HR_IMPORT)
    data = [
        (url_for("hr.index"), _("Agents’ file")),
        (url_for("entered.index"), _("Typed figures")),
    ]
    index = [(url_for(".typed", year=year, code="index-notes"), _("Scores of the index"))]
    posts = [(url_for(".typed", year=year, code="senior-appointments"), _("Appointments"))]
    return {
        Place.DATA: data if may_import else [],
        Place.INDEX: index,
        Place.APPOINTMENTS: posts,
    }


#: What the card says of the staff, and the columns of it.
_CARD_TABLES = ("staff-category", "staff-age", "staff-stream", "part-time-category")
_CARD = ("women", "men", "total", "share", "women_rate", "men_rate")


@bp.get("/<int:year>/card")
@requires(Permission.INDICATOR_READ)
def card(year: int) -> Response:
    """The authority as an employer on one page, to print."""
    tables = tables_of(year)
    return render(
        "indicators/card.html",
        year=year,
        tables=tables,
        staff=[
            replace(own.only(_CARD), note=Text())
            for code in _CARD_TABLES
            if (own := tables.get(code)) is not None
        ],
        authority=settings().authority,
        typed=service.typed_tables(year, hr_thresholds(), everything=True),
    )


@bp.get("/<int:year>")
@requires(Permission.INDICATOR_READ)
def show(year: int) -> Response:
    return _show(year)


def tables_of(year: int) -> YearTables:
    """The tables of a year; goes to its page while they are being counted."""
    by_code = service.tables(year)
    if by_code is None:
        abort(redirect(url_for(".show", year=year)) if service.current_import(year) else 404)
    return by_code


@bp.post("/<int:year>/count")
@requires(Permission.HR_IMPORT)
def count(year: int) -> ResponseReturnValue:
    """Ask again for a count that failed."""
    imported = service.current_import(year)
    if imported is not None:
        service.ask_to_count(imported, utcnow())
        db.session.commit()
    return after_post(url_for(".show", year=year))


@bp.post("/<int:year>/release")
@requires(Permission.INDICATOR_RELEASE)
def release(year: int) -> ResponseReturnValue:
    """Show the figures that wait, though they tell of few people."""
    held = service.held_figures(year)
    if held is not None:
        service.release(held)
        record(
            current_person().id, "hr.release", f"hr_import:{held.import_id}", utcnow(), year=year
        )
        db.session.commit()
    return after_post(url_for(".show", year=year))


def _show(year: int) -> Response:
    tables = service.tables(year)
    if tables is None:
        return _counting(year)
    return _figures(year, tables)


def _counting(year: int) -> Response:
    """The page of a year whose figures are being counted."""
    imported = service.current_import(year)
    if imported is None:
        abort(404)
    return render("indicators/counting.html", year=year, failed=service.count_failed(imported))


def _figures(year: int, tables: YearTables) -> Response:
    indicators, given = declared_indicators().values(), _given(tables)
    return render(
        "indicators/show.html",
        year=year,
        years=service.years(),
        tables=tables,
        themes=[(theme, [own for own in indicators if own.theme is theme]) for theme in THEMES],
        given={each.code for each in given},
        not_given=partial(_not_given, tables),
        subjects=SHOWN.values(),
        given_otherwise={code for code, own in SHOWN.items() if _saying(own, given)},
        typed=service.typed_tables(year, hr_thresholds()),
        held=service.held_figures(year),
        may_see_log=allowed(current_person().roles, Permission.HR_IMPORT),
        may_release=allowed(current_person().roles, Permission.INDICATOR_RELEASE),
        changes=changes(tables),
        standing=standing_out(tables),
        only_sex=only_sex(tables),
    )


@bp.get("/<int:year>/withheld")
@requires(Permission.HR_IMPORT)
def withheld(year: int) -> Response:
    """What is withheld of a year and why, for those who have its file."""
    log = service.withheld_of(year)
    if log is None:
        abort(404)
    return render("indicators/withheld.html", year=year, log=log, limits=hr_thresholds())


@bp.get("/<int:year>/typed/<code>")
@requires(Permission.INDICATOR_READ)
def typed(year: int, code: str) -> Response:
    """What was typed about one subject in one year."""
    subject = SHOWN.get(code)
    if subject is None:
        abort(404)
    table = service.typed_tables(year, hr_thresholds()).get(code)
    return render(
        "indicators/typed.html",
        year=year,
        subject=subject,
        table=table,
        may_type=allowed(current_person().roles, subject.permission),
        by_file=_saying(subject, _given(by_code)) if (by_code := service.tables(year)) else [],
        balance=service.balance_of(year, table) if code == "senior-appointments" else None,
        index=service.index_of(table) if code == "index-notes" else None,
    )


@bp.get("/<int:year>/<code>")
@requires(Permission.INDICATOR_READ)
def one(year: int, code: str) -> Response:
    """One indicator in one year: its charts and tables, and how it is made."""
    indicator, tables = declared_indicators().get(code), tables_of(year)
    if indicator is None:
        abort(404)
    all_tables = [(cut, tables.get(indicator.table_code(cut))) for cut in indicator.cuts]
    return render(
        "indicators/one.html",
        year=year,
        years=service.years(),
        indicator=indicator,
        series=own_series(tables, indicator),
        theme_series=tables.get(indicator.theme.series_code),
        aims=aims_for(_followed(indicator), utcnow().date()),
        reversal=reversal(tables) if indicator.code == "pay" else None,
        notes=_notes(year, tables) if indicator.code == "fpt-index" else None,
        shown=[(table, drawn(table, cut.drawing)) for cut, table in all_tables if table],
        missing=[cut for cut, table in all_tables if table is None],
        held=service.held_figures(year),
        not_given=partial(_not_given, tables),
        needed=_columns(indicator.needs or ("sexe",)),
    )


def _given(tables: YearTables) -> list[Indicator]:
    """The indicators of which the file of a year gives a table."""
    every = (TABLES[code].indicator for code in tables.tables)
    return [each for each in dict.fromkeys(every) if each is not None]


def _saying(subject: Subject, indicators: Sequence[Indicator]) -> list[Indicator]:
    """Those of these indicators that say what a subject is typed for."""
    return [each for each in indicators if {*each.number.split(", ")} & {*subject.feeds}]


def _notes(year: int, tables: YearTables) -> service.Notes:
    typed = service.typed_tables(year, hr_thresholds()).get("index-notes")
    return service.notes_of(index_scale(), tables.get("fpt-index-values"), typed)


def _followed(indicator: Indicator) -> list[str]:
    """The codes by which its figures are followed elsewhere."""
    series = indicator.theme.series_code
    return [f"hr:{series}:{measure.column.code}" for measure in indicator.yearly]


def _not_given(tables: YearTables, indicator: Indicator, cut: AnyCut | None = None) -> str:
    """Why the file of a year does not give an indicator, or one of its tables."""
    needs = indicator.needs if cut is None else indicator.needs_of(cut)
    if lacking := tables.lacking(needs):
        return _("not in the file of this year, or empty: %(columns)s.", columns=_columns(lacking))
    return _("its groups have too few people, or nobody.")


def _columns(needs: Sequence[str]) -> str:
    """Columns of the file in words."""
    language = current_language()
    words = _(" or ")
    names = (need.split("|") for need in needs)
    return ", ".join(words.join(labels.COLUMN_NAMES[n][language] for n in own) for own in names)
