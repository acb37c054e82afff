"""Reports for tests."""

import datetime as dt

from app.extensions import db
from app.jobs.service import job_in_slot, run_all
from app.reports import making
from app.reports.core.approval import ORDER, Step
from app.reports.core.layouts import Layout
from app.reports.rendering import State, printed
from app.reports.service import versions
from app.reports.tasks import freeze_content
from app.text import Text

NOW = dt.datetime(2024, 11, 4, 9, tzinfo=dt.UTC)


def drafted(year, language, layout=Layout.BUDGET):
    """The document of a year as it would be printed now; None without figures."""
    content = making.draft(year, layout, language)
    return printed(content, State()) if content else None


def frozen(year=2023, layout=Layout.BUDGET, files=False):
    """A version with its content, and with its files where they are asked for."""
    version = versions.freeze(year, layout, Text(), None, NOW)
    db.session.commit()
    if files:
        run_all()
    else:
        freeze_content(version.id)
        _without_files(version)
    return version


def _without_files(version):
    """What waits to be printed is left: it takes seconds."""
    job_in_slot(versions.slot_of(version)).state = "done"
    db.session.commit()


def brought_to(version, step):
    """The version after every step up to this one."""
    for each in ORDER[ORDER.index(version.step) + 1 : ORDER.index(step) + 1]:
        if each is Step.OPINION:
            version.opinion = "Avis favorable."
        versions.take(version, each, NOW.date(), None, NOW)
    _without_files(version)
    return version
