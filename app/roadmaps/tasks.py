"""The daily work on roadmaps, and the printing of November reports."""

from __future__ import annotations

import datetime as dt

from app.documents.pdf import PdfFailure, render_pdf
from app.extensions import begin_writing, db, utcnow
from app.jobs.schedule import daily
from app.jobs.service import Urgency, task
from app.roadmaps import reminders
from app.roadmaps.forms.edition import printed_edition
from app.roadmaps.models import Monitoring
from app.roadmaps.service import monitoring, rounds
from app.web.settings import settings


@daily("roadmaps.daily")
def every_day(today: dt.date) -> None:
    """Write to those who have not answered the rounds that are open."""
    begin_writing()
    for row in rounds.open_rounds(today):
        reminders.send_due(settings(), row, utcnow())


@task("roadmaps.print", Urgency.LAST)
def print_monitoring(monitoring_id: int) -> None:
    """Print a frozen November report in the languages that are lacking; begun again after its worker
    died, it goes on from what was kept. No transaction is open while it is printed."""
    row = db.session.get_one(Monitoring, monitoring_id)
    edition, lacking = monitoring.edition_of(row), monitoring.lacking(row)
    db.session.rollback()
    if edition is None:
        return
    try:
        for language in lacking:
            html = printed_edition(edition, language)
            db.session.rollback()  # composing it read, printing takes seconds
            content = render_pdf(html)
            begin_writing()
            row = db.session.get_one(Monitoring, monitoring_id)
            monitoring.keep_file(row, language, content, utcnow())
            db.session.commit()
        begin_writing()
    except PdfFailure as failure:
        begin_writing()
        db.session.get_one(Monitoring, monitoring_id).failure = str(failure)[:300]
