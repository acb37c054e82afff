"""What is chosen for a report."""

from __future__ import annotations

from sqlalchemy import select

from app.extensions import db, insert_if_absent
from app.indicators import service as indicators
from app.reports.core.choices import Choices
from app.reports.core.layouts import Layout
from app.reports.models import Report
from app.reports.service.figures import latest_monitorings, usual_survey
from app.statistics.plain_values import from_plain, to_plain


def report_of(year: int, layout: Layout) -> Report | None:
    """The report of a year in one layout; None when nobody chose anything for it yet."""
    return db.session.scalar(select(Report).where(Report.year == year, Report.layout == layout))


def choices_of(year: int, layout: Layout) -> Choices:
    """What was chosen; the survey and the November report of the year where nobody did."""
    report = report_of(year, layout)
    return usual(year) if report is None else from_plain(Choices, report.choices)


def usual(year: int) -> Choices:
    """What a report takes unless something else is chosen."""
    november = tuple(each.id for each in latest_monitorings(year))
    return Choices(survey=usual_survey(year), monitorings=november)


def revision_of(year: int, layout: Layout) -> int:
    """How often the choices of a report were changed."""
    report = report_of(year, layout)
    return report.revision if report else 0


def begun(year: int, layout: Layout) -> Report:
    """The report of a year in one layout, begun with what is usual where there is none."""
    report = report_of(year, layout)
    if report is None:
        choices = to_plain(usual(year))
        insert_if_absent(Report, year=year, layout=layout, choices=choices, revision=0)
        report = report_of(year, layout)
        assert report is not None
    return report


def choose(year: int, layout: Layout, choices: Choices, base: int) -> Report | None:
    """Keep what is chosen; None when somebody chose something else after revision `base`."""
    report = begun(year, layout)
    locked = select(Report).where(Report.id == report.id).with_for_update()
    report = db.session.scalars(locked.execution_options(populate_existing=True)).one()
    if report.revision != base:
        return None
    report.choices, report.revision = to_plain(choices), report.revision + 1
    db.session.flush()
    return report


def years() -> list[int]:
    """Years that can have a report."""
    return indicators.years()


def years_being_counted() -> set[int]:
    return set(indicators.current_imports())
