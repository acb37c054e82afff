"""What agents' files take in the background: reading them, forgetting those that wait too long."""

from __future__ import annotations

import logging
from dataclasses import replace

import polars as pl

from app.documents.spreadsheets import Frame, Refusal, RefusedFile, read_frame
from app.extensions import begin_writing, db, utcnow
from app.indicators.core import FileState, Reading, drift, read_agents
from app.indicators.core.agents import completed, present
from app.indicators.core.controls import compared, same_as
from app.indicators.core.formulas import by_sex
from app.indicators.core.headings import known_headings
from app.indicators.core.understanding import source_of
from app.indicators.models import HrFile
from app.indicators.service import figures, files
from app.indicators.service.files import SENT, Checked, Findings
from app.indicators.service.imports import current_imports, digest_of, pseudonym
from app.indicators.service.snapshots import seal_snapshot
from app.jobs.service import Urgency, task
from app.web.settings import keys, settings

LOG = logging.getLogger(__name__)


@task("hr.read", Urgency.FIRST)
def read(file_id: int) -> None:
    """Read a file that was sent; no transaction is open meanwhile."""
    file = db.session.get(HrFile, file_id)
    if file is None or file.state is not FileState.READING:
        return
    data, year = files.content_of(file, settings().secret_key), file.year
    db.session.rollback()
    findings, checked = _read(data, year) if data else (Findings(refusal=Refusal.DAMAGED), None)
    begin_writing()
    file = db.session.get(HrFile, file_id, with_for_update=True)
    if file is not None and file.state is FileState.READING:  # else it was given up meanwhile
        files.keep_reading(file, findings, checked, settings().secret_key)


def _read(data: bytes, year: int) -> tuple[Findings, Checked | None]:
    """What a file holds, and its agents where nothing is wrong or asked."""
    try:
        frame = read_frame(data, known_headings, SENT)
    except RefusedFile as refused:
        return Findings(refusal=refused.refusal, lines=refused.lines), None
    try:
        return _understood(frame, year)
    except pl.exceptions.PolarsError:  # a table that nobody foresaw: said, not tried for ever
        LOG.exception("agents’ file")
        return Findings(refusal=Refusal.DAMAGED), None


def _understood(frame: Frame, year: int) -> tuple[Findings, Checked | None]:
    source = source_of(frame.header)
    memory = files.memory_of(source)
    db.session.rollback()
    make = pseudonym(settings().secret_key)
    reading = read_agents(frame.header, frame.rows, year, make, frame.line, memory)
    findings = files.findings_of(frame, reading, source)
    if reading.agents.is_empty():
        return findings, None
    digest, sealed = digest_of(reading.agents), seal_snapshot(reading.agents, year, keys())
    checked = Checked(reading.agents.height, digest, sealed)
    return _with_agents(findings, reading, year, digest), checked


def _with_agents(findings: Findings, reading: Reading, year: int, digest: str) -> Findings:
    """What is said of the agents that a file holds."""
    agents = reading.agents
    women, men = by_sex(agents.filter(present(year)))
    before, replaced = figures.agents(year - 1, keys()), figures.agents(year, keys())
    others = [(each.year, each.digest or "") for each in current_imports().values()]
    db.session.rollback()
    same = same_as(digest, [(own, other) for own, other in others if own != year])
    counts = {"agents": agents.height, "staff": women + men, "women": women}
    if not replaced.is_empty():
        counts |= compared(completed(agents), replaced)
    return replace(
        findings,
        counts={**findings.counts, **counts},
        remarks=(*same, *reading.remarks, *drift(agents, before, year)),
    )


@task("hr.forget")
def forget(file_id: int) -> None:
    """Forget the files that nobody confirmed within their time, this one among them."""
    begin_writing()
    files.forget_waiting(utcnow())
