"""The agents' file in three steps, and the indicators."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.service.audit import record
from app.cells import named_among
from app.documents.spreadsheets import XLSX, write_csv, write_template
from app.extensions import db, utcnow
from app.indicators import service
from app.indicators.core import (
    COLUMNS,
    REQUIRED,
    TABLES,
    THEMES,
    Confirmed,
    Reading,
    Theme,
    YearTables,
    labels,
    plausibility,
    read_agents,
)
from app.indicators.core.agents import present
from app.indicators.core.columns import KEPT
from app.indicators.core.formulas import by_sex
from app.indicators.forms import AgentsFileForm, confirmed_words, oddity_words
from app.indicators.models import HrImport
from app.permissions import Permission
from app.statistics.figures import SUPPRESSED, Table
from app.web import (
    after_post,
    attached,
    current_language,
    current_person,
    invalid,
    load,
    only_checks,
    render,
    requires,
    takes_file,
    unwritten,
)
from app.web.drawings import drawn
from app.web.files import read_upload_in_columns
from app.web.settings import hr_thresholds, keys, settings

hr = Blueprint("hr", __name__, url_prefix="/agents-file", template_folder="templates")
bp = Blueprint("indicators", __name__, url_prefix="/indicators", template_folder="templates")


@hr.route("/", methods=["GET", "POST"], endpoint="index")
@takes_file
@unwritten
@only_checks
@requires(Permission.HR_IMPORT)
def agents_file() -> ResponseReturnValue:
    """Step 1, the file; and what was imported before."""
    form = AgentsFileForm()
    if request.method == "GET":
        return _file_page(form)
    if not form.validate():
        return _file_page(form)
    sheet = read_upload_in_columns(form.file, named_among(COLUMNS))
    if sheet is None:
        return _file_page(form)
    year = form.year.data
    assert year is not None
    own_key = settings().secret_key
    reading = read_agents(sheet.header, sheet.rows, year, service.pseudonym(own_key), sheet.line)
    return _check(reading, year, form.file.data.filename or "")


def _file_page(form: AgentsFileForm) -> Response:
    answer = invalid if form.errors or form.file.errors else render
    current = set(service.current_imports().values())
    return answer(
        "indicators/file.html",
        form=form,
        imports=service.imports(),
        current=current,
        required=[name for name in COLUMNS if name in REQUIRED],
        used=[name for name in COLUMNS if name not in REQUIRED and name not in KEPT],
        kept=sorted(KEPT),
    )


def _check(reading: Reading, year: int, filename: str) -> Response:
    """Step 2: what is wrong, or what would be saved."""
    if reading.problems:
        return invalid(
            "indicators/check.html",
            year=year,
            filename=filename,
            problems=reading.problems,
            agents=0,
            warnings=[],
            tables=None,
            sealed="",
            replaces=None,
        )
    agents = reading.agents
    oddities = plausibility(agents, service.agents(year - 1, keys()), year)
    women, men = by_sex(agents.filter(present(year)))
    return render(
        "indicators/check.html",
        year=year,
        filename=filename,
        problems=[],
        agents=agents.height,
        staff=women + men,
        women=women,
        warnings=[(oddity_words(oddity), count) for oddity, count in oddities],
        sealed=service.seal_checked_file(
            reading.agents, year, filename, settings().secret_key, utcnow()
        ),
        replaces=service.current_import(year),
    )


@hr.post("/confirm")
@takes_file
@requires(Permission.HR_IMPORT)
def confirm() -> ResponseReturnValue:
    """Step 3: save what was checked."""
    sealed = request.form.get("sealed", "")
    checked = service.open_checked_file(sealed, settings().secret_key, utcnow())
    if checked is None:
        form = AgentsFileForm(formdata=None)
        form.file.errors = [_("This check is too old: send the file again.")]
        return _file_page(form)
    person, year, count = current_person(), checked.year, checked.agents.height
    outcome, imported = service.confirm_import(checked, person.id, utcnow(), keys())
    if outcome in (Confirmed.UNDONE, Confirmed.OVERTAKEN):
        form = AgentsFileForm(formdata=None)
        form.file.errors = [confirmed_words(outcome, year)]
        return _file_page(form)
    if outcome is Confirmed.SAVED and imported:
        record(person.id, "hr.import", f"hr_import:{imported.id}", utcnow(), year=year, rows=count)
        db.session.commit()
        flash(_("%(count)s agents imported for %(year)s.", count=count, year=year))
    else:
        flash(confirmed_words(outcome, year))
    return after_post(url_for("indicators.show", year=year))


@hr.post("/<int:import_id>/undo")
@requires(Permission.HR_IMPORT)
def undo(import_id: int) -> ResponseReturnValue:
    imported = load(HrImport, import_id)
    if service.current_import(imported.year) is not imported:
        form = AgentsFileForm(formdata=None)
        form.file.errors = [_("Only the current import of a year can be undone.")]
        return _file_page(form)
    before = service.undo_import(imported, utcnow())
    record(current_person().id, "hr.undo", f"hr_import:{import_id}", utcnow(), year=imported.year)
    db.session.commit()
    if before is None:
        flash(_("Import undone: there are no figures for %(year)s any more.", year=imported.year))
    else:
        flash(_("Import undone: the file before it counts again for %(year)s.", year=imported.year))
    return after_post(url_for(".index"))


@hr.get("/template")
@requires(Permission.HR_IMPORT)
def template() -> Response:
    """An empty workbook with the names of the columns and the codes as lists."""
    codes = {
        "sexe": [*labels.SEXES],
        "statut": [*labels.STATUSES],
        "categorie": [*labels.CATEGORIES],
        "filiere": [*labels.STREAMS],
        "temps_travail": [*labels.WORKING_TIMES],
    }
    columns = [(name, codes.get(name, ())) for name in COLUMNS if name not in KEPT]
    return attached(write_template(columns), "agents.xlsx", XLSX)


@bp.get("/")
@requires(Permission.INDICATOR_READ)
def index() -> Response:
    years = service.years(keys())
    return _show(years[0]) if years else render("indicators/none.html")


@bp.get("/<int:year>")
@requires(Permission.INDICATOR_READ)
def show(year: int) -> Response:
    return _show(year)


def _tables(year: int) -> YearTables:
    by_code = service.tables(year, hr_thresholds(), keys())
    if by_code is None:
        abort(404)
    return by_code


def _show(year: int) -> Response:
    tables = _tables(year)
    charts = {
        code: chart
        for code, declared in TABLES.items()
        if declared.drawing
        and (table := tables.get(code))
        and (chart := drawn(table, declared.drawing))
    }
    return render(
        "indicators/show.html",
        year=year,
        years=service.years(keys()),
        tables=tables,
        charts=charts,
        themes=[(theme, _of_theme(tables, theme)) for theme in THEMES],
    )


def _of_theme(tables: YearTables, theme: Theme) -> list[Table]:
    """The tables of a theme that the year has."""
    codes = [code for code, declared in TABLES.items() if declared.theme is theme]
    return [table for code in codes if (table := tables.get(code))]


@bp.get("/<int:year>/<code>.csv")
@requires(Permission.INDICATOR_READ)
def export(year: int, code: str) -> Response:
    """One table as a file, with the same figures as its page."""
    table = _tables(year).get(code) if code in TABLES else None
    if table is None:
        abort(404)
    language = current_language()
    rows = [
        [row.label[language], *("s" if cell is SUPPRESSED else cell for cell in row.cells)]
        for row in table.rows
    ]
    header = [table.title[language], *(column.label[language] for column in table.columns)]
    return attached(write_csv(header, rows), f"{code}-{year}.csv", "text/csv")
