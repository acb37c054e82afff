"""Agents' files that wait: sent, read, asked about, checked, confirmed, given up."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import delete, select

from app.cells import LineProblem, Trouble
from app.documents.sealing import seal_bytes, unseal_bytes
from app.documents.spreadsheets import Frame, Limits, Refusal, read_frame
from app.extensions import db
from app.indicators.core import Confirmed, Control, FileState, Reading, Remark
from app.indicators.core.headings import known_headings
from app.indicators.core.understanding import NOTHING_KNOWN, About, Memory, Question
from app.indicators.models import HrFile, HrImport, HrSource
from app.indicators.service.counting import ask_to_count
from app.indicators.service.imports import add_import, current_import
from app.indicators.service.instance import Instance
from app.jobs.service import enqueue

#: How long a file may wait to be confirmed.
LIFE = dt.timedelta(hours=1)
#: What one reading of an agents' file may take: one that a browser sends, one that a command names.
SENT = Limits(rows=300_000, columns=300, megabytes=1_024, seconds=60)
LARGE = Limits(size=2 * 1024**3, rows=2_000_000, columns=300, megabytes=3_000, seconds=120)
_CONTENT, _FINDINGS = "agents’ file", "what was found in an agents’ file"
_AGENTS = "agents of a file"


@dataclass(frozen=True)
class Findings:
    """What was found in a file: why it is refused, what is wrong with its lines, what is asked of
    it, or what would be imported; and how it was understood."""

    refusal: Refusal | None = None
    lines: tuple[int, ...] = ()
    problems: tuple[LineProblem, ...] = ()
    questions: tuple[Question, ...] = ()
    remarks: tuple[Remark, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    headings: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    full_time: float = 1
    aside: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    sheet: str = ""
    other_sheets: tuple[str, ...] = ()
    header_line: int = 1
    encoding: str = ""
    source: str = ""

    def packed(self) -> bytes:
        return json.dumps(asdict(self)).encode()

    @classmethod
    def of(cls, packed: bytes) -> Findings:
        said = json.loads(packed)
        for name in ("lines", "aside", "dropped", "other_sheets"):
            said[name] = tuple(said[name])
        said["refusal"] = Refusal(said["refusal"]) if said["refusal"] else None
        said["problems"] = tuple(
            LineProblem(**each | {"trouble": Trouble(each["trouble"])}) for each in said["problems"]
        )
        said["questions"] = tuple(_question(each) for each in said["questions"])
        said["remarks"] = tuple(_remark(each) for each in said["remarks"])
        return cls(**said)


def _question(said: Mapping[str, Any]) -> Question:
    lists = {name: tuple(said[name]) for name in ("choices", "examples")}
    return Question(**{**said, **lists, "about": About(said["about"])})


def _remark(said: Mapping[str, Any]) -> Remark:
    return Remark(**{**said, "control": Control(said["control"]), "lines": tuple(said["lines"])})


def send_file(
    data: bytes, year: int, filename: str, person_id: int, now: dt.datetime, secret_key: str
) -> HrFile:
    """Keep a file, sealed, for the worker to read."""
    file = HrFile(
        year=year,
        filename=filename[:120],
        person_id=person_id,
        sent_at=now,
        state=FileState.READING,
        content=seal_bytes(data, _CONTENT, secret_key),
    )
    db.session.add(file)
    db.session.flush()
    enqueue("hr.read", now=now, file_id=file.id)
    enqueue("hr.forget", now=now + LIFE, file_id=file.id)
    return file


def waiting() -> list[HrFile]:
    """The files that were sent and not imported, the latest first."""
    return list(db.session.scalars(select(HrFile).order_by(HrFile.id.desc())))


def content_of(file: HrFile, secret_key: str) -> bytes | None:
    """A file as it was sent; None when it was sealed with another key."""
    return unseal_bytes(file.content, _CONTENT, secret_key)


def findings_in(file: HrFile, secret_key: str) -> Findings | None:
    """What was found in a file; None before it was read."""
    packed = unseal_bytes(file.findings, _FINDINGS, secret_key) if file.findings else None
    return None if packed is None else Findings.of(packed)


@dataclass(frozen=True)
class Checked:
    """The agents of a file without errors, as they are kept."""

    agents: int
    digest: str
    packed: bytes


def keep_reading(
    file: HrFile, findings: Findings, checked: Checked | None, secret_key: str
) -> None:
    """What became of a file that was read."""
    file.findings = seal_bytes(findings.packed(), _FINDINGS, secret_key)
    if findings.refusal or findings.problems:
        file.state = FileState.REFUSED
    elif findings.questions:
        file.state = FileState.ASKING
    elif checked is not None:
        current = current_import(file.year)
        file.state = FileState.CHECKED
        file.agents, file.digest = checked.agents, checked.digest
        file.snapshot = seal_bytes(checked.packed, _AGENTS, secret_key)
        file.replaces = current.id if current else None


def findings_of(frame: Frame, reading: Reading, source: str) -> Findings:
    """What a file that could be read holds, before what is said of its agents."""
    understood = reading.understood
    return Findings(
        problems=tuple(reading.problems),
        questions=understood.questions if not reading.problems else (),
        counts={
            "totals": reading.totals,
            "left_out": reading.left_out,
            "rows": reading.rows,
        },
        headings=understood.headings,
        codes=understood.codes,
        full_time=understood.full_time,
        aside=understood.aside,
        dropped=understood.dropped,
        sheet=frame.source.name,
        other_sheets=frame.source.others,
        header_line=frame.line,
        encoding=frame.source.encoding,
        source=source,
    )


def lines_with_errors(
    content: bytes, problems: Sequence[LineProblem], words: Callable[[LineProblem], str]
) -> tuple[list[str], list[list[str]]]:
    """A file as it was sent, with what is wrong with each line at its end."""
    frame = read_frame(content, known_headings, SENT)
    wrong: defaultdict[int, list[str]] = defaultdict(list)
    for problem in problems:
        wrong[problem.line].append(words(problem))
    rows = enumerate(frame.rows.iter_rows(), frame.line + 1)
    return frame.header, [[*row, " ".join(wrong[line])] for line, row in rows if any(row)]


def memory_of(source: str) -> Memory:
    """What is known of a source."""
    known = db.session.get(HrSource, source)
    return Memory.of(known.memory) if known else NOTHING_KNOWN


def _remember(source: str, memory: Memory, now: dt.datetime) -> None:
    known = db.session.get(HrSource, source)
    if known is None:
        known = HrSource(code=source)
        db.session.add(known)
    known.memory, known.used_at = asdict(memory), now


def answer_questions(
    file: HrFile, findings: Findings, answer_to: Callable[[Question], str], now: dt.datetime
) -> None:
    """Remember what was answered, for this file and the next ones of its source; read it again."""
    memory = memory_of(findings.source)
    for question in findings.questions:
        memory = memory.with_answer(question, answer_to(question))
    _read_again(file, findings.source, memory, now)


def forget_answers(file: HrFile, findings: Findings, now: dt.datetime) -> None:
    """Ask everything of a source anew."""
    _read_again(file, findings.source, NOTHING_KNOWN, now)


def _read_again(file: HrFile, source: str, memory: Memory, now: dt.datetime) -> None:
    _remember(source, memory, now)
    file.state, file.snapshot, file.findings = FileState.READING, None, None
    enqueue("hr.read", now=now, file_id=file.id)


def confirm(
    file_id: int, now: dt.datetime, own: Instance
) -> tuple[Confirmed, int, HrImport | None]:
    """Import a checked file, unless what was confirmed is no longer what was checked; with its
    year, and the import that counts where there is one."""
    nonce = f"file-{file_id}"
    saved = db.session.scalar(select(HrImport).where(HrImport.nonce == nonce))
    file = db.session.get(HrFile, file_id, with_for_update=True)
    if saved is not None:
        current = current_import(saved.year)
        if saved.undone_at is not None:
            return Confirmed.UNDONE, saved.year, saved
        counts = Confirmed.PRESENT if saved is current else Confirmed.OVERTAKEN
        return counts, saved.year, saved
    agents = _agents_of(file, own.secret_key) if file else None
    if file is None or agents is None:
        return Confirmed.GONE, file.year if file else 0, None
    current, year = current_import(file.year), file.year
    if current is not None and current.digest == file.digest:
        db.session.delete(file)
        return Confirmed.PRESENT, year, current
    if (current.id if current else None) != file.replaces:
        return Confirmed.OVERTAKEN, year, current
    return Confirmed.SAVED, year, _import(file, agents, nonce, current, now, own)


def _agents_of(file: HrFile, secret_key: str) -> bytes | None:
    """The agents of a checked file, packed; None for any other."""
    if file.state is not FileState.CHECKED or file.snapshot is None:
        return None
    return unseal_bytes(file.snapshot, _AGENTS, secret_key)


def _import(
    file: HrFile,
    packed: bytes,
    nonce: str,
    current: HrImport | None,
    now: dt.datetime,
    own: Instance,
) -> HrImport:
    new = HrImport(
        year=file.year,
        filename=file.filename,
        imported_at=now,
        person_id=file.person_id,
        agents=file.agents,
        nonce=nonce,
        digest=file.digest,
    )
    db.session.delete(file)
    add_import(new, packed, current, own)
    ask_to_count(new, now)
    return new


def give_up(file_id: int) -> None:
    """Forget a file that was not imported, with all that was found in it."""
    db.session.execute(delete(HrFile).where(HrFile.id == file_id))


def forget_waiting(now: dt.datetime) -> None:
    """Forget the files that have waited too long, with all that was found in them."""
    db.session.execute(delete(HrFile).where(HrFile.sent_at <= now - LIFE))
