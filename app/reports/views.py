"""Writing the report, freezing it, and its printed versions."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.service.audit import record
from app.cells import small_number
from app.extensions import db, utcnow
from app.jobs.service import jobs_in_slots
from app.permissions import Permission
from app.reports import core, service
from app.reports.core import Chapter
from app.reports.document import chapter_tables, documents
from app.reports.forms import job_words
from app.reports.models import ReportVersion
from app.text import LANGUAGES, Text
from app.web import after_post, attached, conflict, current_person, invalid, load, render, requires

bp = Blueprint("reports", __name__, url_prefix="/report", template_folder="templates")

TEXT_MAX = 6000


@bp.get("/")
@requires(Permission.REPORT_READ)
def index() -> ResponseReturnValue:
    years = service.years()
    if not years:
        return render("reports/none.html")
    return redirect(url_for(".year", year=years[0]))


def _known(year: int) -> None:
    """A year that has figures; where they are being counted, its page of indicators says so."""
    if year not in service.years():
        counting = year in service.years_being_counted()
        abort(redirect(url_for("indicators.show", year=year)) if counting else 404)


@bp.get("/<int:year>")
@requires(Permission.REPORT_READ)
def year(year: int) -> Response:
    """The chapters with their texts, and the versions with the progress of their printing."""
    _known(year)
    versions = service.versions(year)
    return render(
        "reports/year.html",
        "reports/_versions.html",
        year=year,
        years=service.years(),
        chapters=core.TITLES,
        written=core.WRITTEN,
        texts=service.texts(year),
        missing=service.missing_texts(year),
        versions=versions,
        states=_states(versions),
        languages=LANGUAGES,
        job_words=job_words,
    )


def _states(versions: list[ReportVersion]) -> dict[tuple[int, str], str]:
    """How far the printing of each document of each version has got."""
    printed: dict[tuple[int, str], bool] = {}
    for version in versions:
        printed |= {(version.id, "fr"): version.printed_fr, (version.id, "en"): version.printed_en}
    slots = {key: service.print_slot(*key) for key in printed}
    jobs = jobs_in_slots(slots.values())
    return {
        key: "done" if done else jobs[slots[key]].state if slots[key] in jobs else "failed"
        for key, done in printed.items()
    }


@bp.route("/<int:year>/<chapter>", methods=["GET", "POST"])
@requires(Permission.REPORT_WRITE)
def write(year: int, chapter: str) -> ResponseReturnValue:
    """The text of one chapter, in the two languages, beside its figures."""
    _known(year)
    if chapter not in core.WRITTEN:
        abort(404)
    code = Chapter(chapter)
    present = service.texts(year).get(code)
    context: dict[str, Any] = {
        "year": year,
        "code": code,
        "title": core.TITLES[code],
        "present": present,
        "tables": chapter_tables(year, code),
    }
    page = "reports/write.html"
    if request.method == "GET":
        text = present.text if present else Text()
        base = present.version if present else 0
        return render(page, text=text, base=base, errors={}, theirs=None, **context)
    text = Text(*(request.form.get(f"text-{lang}", "").strip() for lang in LANGUAGES))
    errors = {
        f"text-{lang}": _("Keep to %(count)s characters.", count=TEXT_MAX)
        for lang in LANGUAGES
        if len(text.to_dict()[lang]) > TEXT_MAX
    }
    typed = request.form.get("base", "0")
    base = small_number(typed) or 0
    if errors:
        return invalid(page, text=text, base=base, errors=errors, theirs=None, **context)
    person = current_person()
    row = service.write_text(year, code, text, base, person.id, utcnow())
    if row is None:
        assert present is not None
        return conflict(
            page, text=text, base=present.version, errors={}, theirs=present.text, **context
        )
    db.session.commit()
    flash(_("Text saved."))
    return after_post(url_for(".year", year=year))


@bp.post("/<int:year>/freeze")
@requires(Permission.REPORT_WRITE)
def freeze(year: int) -> ResponseReturnValue:
    """Keep the report as it is now, and have it printed."""
    _known(year)
    htmls = documents(year, draft=False)
    assert htmls is not None
    person = current_person()
    version = service.freeze(year, htmls, person.id, utcnow())
    record(person.id, "report.freeze", f"report:{year}:{version.number}", utcnow())
    db.session.commit()
    flash(_("Version %(number)s is frozen. Its two PDFs are being made.", number=version.number))
    return after_post(url_for(".year", year=year, _anchor="versions"))


@bp.post("/versions/<int:version_id>/publish")
@requires(Permission.REPORT_WRITE)
def publish(version_id: int) -> ResponseReturnValue:
    """Say that a version is published: the agents of its year are deleted."""
    version = load(ReportVersion, version_id)
    if service.publish(version, utcnow()):
        subject = f"report:{version.year}:{version.number}"
        record(current_person().id, "report.publish", subject, utcnow())
        flash(
            _(
                "Version %(number)s is published. The agents of %(year)s are being deleted.",
                number=version.number,
                year=version.year,
            )
        )
        db.session.commit()
    return after_post(url_for(".year", year=version.year, _anchor="versions"))


@bp.post("/versions/<int:version_id>/<language>/print")
@requires(Permission.REPORT_WRITE)
def print_again(version_id: int, language: str) -> ResponseReturnValue:
    """Ask again for a print that failed."""
    version = load(ReportVersion, version_id)
    if language not in LANGUAGES:
        abort(404)
    service.ask_for_print(version, language, utcnow())
    db.session.commit()
    return after_post(url_for(".year", year=version.year, _anchor="versions"))


@bp.get("/versions/<int:version_id>/<language>.pdf")
@requires(Permission.REPORT_READ)
def download(version_id: int, language: str) -> Response:
    version = load(ReportVersion, version_id)
    content = {"fr": version.pdf_fr, "en": version.pdf_en}.get(language)
    if content is None:
        abort(404)
    name = "rapport" if language == "fr" else "report"
    name = f"{name}-{version.year}-{language}-v{version.number}.pdf"
    return attached(content, name, "application/pdf")
