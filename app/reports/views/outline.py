"""The outline of a report: the state of its chapters, its versions."""

from __future__ import annotations

from typing import Any

from flask import Response, redirect, url_for
from flask.typing import ResponseReturnValue

from app.extensions import utcnow
from app.permissions import Permission, allowed
from app.reports import making
from app.reports.core.files import FILES
from app.reports.core.layouts import LAYOUTS, Layout
from app.reports.forms.versions import FreezeForm
from app.reports.forms.words import doing_words, step_words
from app.reports.models import ReportVersion
from app.reports.presenting import drafting
from app.reports.service import choosing, texts, versions
from app.reports.views.blueprint import bp, figures_or_404, known_year, layout_of
from app.web import current_person, render, requires


@bp.get("/")
@requires(Permission.REPORT_READ)
def index() -> ResponseReturnValue:
    years = choosing.years()
    if not years:
        return render("reports/none.html")
    return redirect(url_for(".year", year=years[0]))


@bp.get("/<int:year>")
@requires(Permission.REPORT_READ)
def year(year: int) -> ResponseReturnValue:
    known_year(year)
    return redirect(url_for(".outline", year=year, layout=Layout.BUDGET))


@bp.get("/<int:year>/<layout>")
@requires(Permission.REPORT_READ)
def outline(year: int, layout: str) -> Response:
    """What is there of a report, for those who write it; its published version, for those who read
    it."""
    known_year(year)
    own = layout_of(layout)
    if not allowed(current_person().roles, Permission.REPORT_WRITE):
        return _for_readers(year, own)
    return show_outline(year, own, FreezeForm())


def _for_readers(year: int, layout: Layout) -> Response:
    report = choosing.report_of(year, layout)
    version = versions.published(report) if report else None
    return render(
        "reports/published.html",
        version=version,
        withdrawn=versions.withdrawn_from_readers(report) if report else None,
        readable=bool(version and versions.with_content([version])),
        **common(year, layout, version),
    )


def common(year: int, layout: Layout, *of_versions: ReportVersion | None) -> dict[str, Any]:
    """What every page of a report shows."""
    shown = [version for version in of_versions if version is not None]
    return {
        "year": year,
        "years": choosing.years(),
        "layout": layout,
        "laid": LAYOUTS[layout],
        "layouts": LAYOUTS,
        "files": versions.files_of(shown),
        "kinds": FILES,
        "step_words": step_words,
        "doing_words": doing_words,
        "making": versions.making(shown),
    }


def show_outline(year: int, layout: Layout, form: FreezeForm, status: int = 200) -> Response:
    choices = choosing.choices_of(year, layout)
    figures, sources = figures_or_404(year, choices), making.sources_of(year, layout, choices)
    report = choosing.report_of(year, layout)
    every = versions.versions(report) if report else []
    return render(
        "reports/outline.html",
        "reports/_versions.html",
        status,
        chapters=list(drafting.outline(figures, sources, texts.texts(year), texts.checks(year))),
        versions=every,
        current=versions.current(report) if report else None,
        on_its_way=versions.on_its_way(report),
        half_written=texts.half_written(year, LAYOUTS[layout].chapters),
        form=form,
        today=utcnow().date(),
        **common(year, layout, *every),
    )
