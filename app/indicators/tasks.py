"""What agents' files take in the background: reading them, forgetting those that wait too long."""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import replace

import polars as pl
from sqlalchemy import update

from app.documents.spreadsheets import Described, Refusal
from app.extensions import begin_writing, db, utcnow
from app.indicators.core import FileState, Reading, Remark, drift
from app.indicators.core.agents import present
from app.indicators.core.controls import moves, same_as
from app.indicators.core.formulas import by_sex
from app.indicators.core.joining import Part, headings_of
from app.indicators.core.reading import read_parts
from app.indicators.core.remembering import compared, digest_of, digests
from app.indicators.core.understanding import source_of
from app.indicators.instance import instance
from app.indicators.models import HrFigures, HrFile, HrImport, HrSnapshot
from app.indicators.service import counting, files
from app.indicators.service.counting import (
    ask_to_count,
    digests_of,
    keep_figures,
    profile_of,
    to_count,
)
from app.indicators.service.figures import figures_of
from app.indicators.service.files import Checked, RefusedPart, SentFile, read_sent
from app.indicators.service.findings import Findings, findings_of
from app.indicators.service.imports import current_imports, pseudonym
from app.indicators.service.keeping import delete_outdated, delete_published
from app.indicators.service.snapshots import agents_of, key_name, pack
from app.jobs.schedule import daily
from app.jobs.service import Urgency, task
from app.web.settings import hr_thresholds, keys, settings

LOG = logging.getLogger(__name__)
#: What a table can make of readers that did not foresee it.
_UNFORESEEN = (pl.exceptions.PolarsError, LookupError, ValueError, TypeError, ArithmeticError)


@task("hr.read", Urgency.FIRST)
def read(file_id: int) -> None:
    """Read a file that was sent; no transaction is open meanwhile."""
    file = db.session.get(HrFile, file_id)
    if file is None or file.state is not FileState.READING:
        return
    sent, year = files.content_of(file, settings().secret_key), file.year
    db.session.rollback()
    damaged = Findings(refusal=Refusal.DAMAGED)
    findings, checked = _read(sent, year, file_id) if sent else (damaged, None)
    begin_writing()
    file = db.session.get(HrFile, file_id, with_for_update=True)
    if file is not None and file.state is FileState.READING:  # else it was given up meanwhile
        files.keep_reading(file, findings, checked, settings().secret_key)


def _read(sent: list[SentFile], year: int, file_id: int) -> tuple[Findings, Checked | None]:
    """What files hold, and their agents where nothing is wrong or asked."""
    try:
        parts, described = read_sent(sent)
        _say_rows(file_id, sum(part.rows.height for part in parts))
        return _understood(parts, described, year)
    except RefusedPart as part:
        refused = part.refused
        return Findings(refused.refusal, refused.lines, refused=part.name), None
    except _UNFORESEEN:  # a table that nobody foresaw: said, not tried for ever
        LOG.exception("agents’ file")
        return Findings(refusal=Refusal.DAMAGED), None


def _say_rows(file_id: int, rows: int) -> None:
    """Let the page say how far the reading is."""
    begin_writing()
    db.session.execute(update(HrFile).where(HrFile.id == file_id).values(rows=rows))
    db.session.commit()


def _understood(
    parts: list[Part], described: Described, year: int
) -> tuple[Findings, Checked | None]:
    source = source_of(headings_of(parts))
    memory = files.memory_of(source)
    db.session.rollback()
    make = pseudonym(settings().secret_key)
    whole, reading = read_parts(parts, year, make, memory)
    findings = findings_of(whole, described, reading, source)
    if reading.agents.is_empty():
        return findings, None
    rows = digests(reading.agents, year, settings().secret_key.encode())
    checked = Checked(reading.agents.height, digest_of(rows), pack(reading.agents))
    return _with_agents(findings, reading, year, rows), checked


def _with_agents(findings: Findings, reading: Reading, year: int, rows: pl.DataFrame) -> Findings:
    """What is said of the agents that a file holds."""
    agents = reading.agents
    women, men = by_sex(agents.filter(present(year)))
    imports = current_imports()
    replaced, before = (figures_of(imports.get(own)) for own in (year, year - 1))
    digest = digest_of(rows)
    others = [(each.year, each.digest or "") for each in imports.values() if each.year != year]
    counts = {"agents": agents.height, "staff": women + men, "women": women}
    if replaced and (then := digests_of(replaced, settings().secret_key)) is not None:
        counts |= compared(rows, then)
    changed = _since(before, agents, year) if before else []
    db.session.rollback()
    return replace(
        findings,
        counts={**findings.counts, **counts},
        remarks=(*same_as(digest, others), *reading.remarks, *changed),
    )


def _since(before: HrFigures, agents: pl.DataFrame, year: int) -> list[Remark]:
    """What changed since the year before."""
    then = digests_of(before, settings().secret_key)
    moved = [] if then is None else moves(agents, year, then)
    return [*drift(agents, year, profile_of(before)), *moved]


@task("hr.forget")
def forget(file_id: int) -> None:
    """Forget the files that nobody confirmed within their time, this one among them."""
    begin_writing()
    files.forget_waiting(utcnow())


@task("hr.count")
def count(import_id: int) -> None:
    """Count an import that was confirmed, or anew under other thresholds; no transaction is open
    meanwhile."""
    imported = db.session.get(HrImport, import_id)
    agents = agents_of(imported, keys()) if imported else None
    if imported is None or agents is None:  # replaced, or deleted, since
        return
    own, year = instance(), imported.year
    was_shown = counting.was_shown_in(db.session.get(HrFigures, import_id))
    rows = digests(agents, year, own.secret_key.encode())
    figures = counting.count(agents, year, rows, own, was_shown)
    db.session.rollback()
    begin_writing()
    imported = db.session.get(HrImport, import_id)
    if imported is not None and db.session.get(HrSnapshot, import_id) is not None:
        keep_figures(imported, figures, rows, own, utcnow())
        delete_outdated(keys(), utcnow())  # where its report was published meanwhile


@task("hr.destroy_keys", Urgency.FIRST)
def destroy_keys(year: int, import_ids: list[int]) -> None:
    """Destroy the keys of imports whose agents are deleted: copies open no more."""
    for import_id in import_ids:
        keys().destroy(key_name(year, import_id))


@task("hr.delete", Urgency.FIRST)
def delete(year: int) -> None:
    """Delete the agents of a year whose report is published."""
    begin_writing()
    delete_published(year, keys(), utcnow())


@daily("hr.daily")
def every_day(day: dt.date) -> None:
    """Delete the agents whose time is over; have counted what is not, or was under other
    thresholds, or before the catalogue said something else."""
    begin_writing()
    delete_outdated(keys(), utcnow())
    for imported in to_count(hr_thresholds()):
        ask_to_count(imported, utcnow())
