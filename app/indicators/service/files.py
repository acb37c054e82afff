"""Agents' files that wait: sent, read, asked about, checked, confirmed, given up."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import delete, select

from app.cells import LineProblem
from app.documents.sealing import seal_bytes, unseal_bytes
from app.documents.spreadsheets import Described, Limits, RefusedFile, read_frame
from app.extensions import db
from app.indicators.core import Confirmed, FileState
from app.indicators.core.headings import known_headings
from app.indicators.core.joining import Part, joined, placed
from app.indicators.core.questions import NOTHING_KNOWN, Meaning, Memory, Question
from app.indicators.models import HrFile, HrImport, HrSource
from app.indicators.service.counting import ask_to_count
from app.indicators.service.findings import Findings
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
class SentFile:
    """One file, as it was sent."""

    name: str
    content: bytes


def send_files(
    sent: Sequence[SentFile], year: int, person_id: int, now: dt.datetime, secret_key: str
) -> HrFile:
    """Keep a file, or several of one year, sealed, for the worker to read as one."""
    file = HrFile(
        year=year,
        filename=called([plain_name(each.name) for each in sent])[:120],
        person_id=person_id,
        sent_at=now,
        state=FileState.READING,
        content=seal_bytes(_packed(sent), _CONTENT, secret_key),
    )
    db.session.add(file)
    db.session.flush()
    enqueue("hr.read", now=now, file_id=file.id)
    enqueue("hr.forget", now=now + LIFE, file_id=file.id)
    return file


def called(names: Sequence[str]) -> str:
    """What several files are called together."""
    if len(names) == 1:
        return names[0]
    return f"{names[0][:50]} … {names[-1][:50]} ({len(names)})"


def plain_name(name: str) -> str:
    """The name of a file without folder, signs that no file has, or what is beyond reason."""
    last = re.split(r"[/\\]", name)[-1]
    kept = "".join(sign for sign in last if sign.isprintable() and sign not in '"<>').strip()
    stem, dot, end = kept.rpartition(".")
    return f"{stem[:90]}{dot}{end[:10]}" if stem else kept[:100]


def _packed(sent: Sequence[SentFile]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for place, each in enumerate(sent):  # two files may have one name
            archive.writestr(f"{place}/{plain_name(each.name)}", each.content)
    return out.getvalue()


def waiting() -> list[HrFile]:
    """The files that were sent and not imported, the latest first."""
    return list(db.session.scalars(select(HrFile).order_by(HrFile.id.desc())))


def content_of(file: HrFile, secret_key: str) -> list[SentFile]:
    """The files as they were sent; none when they were sealed with another key."""
    packed = unseal_bytes(file.content, _CONTENT, secret_key)
    if packed is None:
        return []
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return [SentFile(name.partition("/")[2], archive.read(name)) for name in archive.namelist()]


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


def read_sent(sent: Sequence[SentFile], limits: Limits = SENT) -> tuple[list[Part], Described]:
    """Files as parts of one table, and what the first was read from. Raises RefusedPart."""
    parts, described = [], None
    for each in sent:
        try:
            frame = read_frame(each.content, known_headings, limits)
        except RefusedFile as refused:
            raise RefusedPart(each.name if len(sent) > 1 else "", refused) from refused
        parts.append(Part(each.name, frame.header, frame.rows, frame.line))
        described = described or frame.source
    assert described is not None
    return parts, described


class RefusedPart(Exception):
    """One of the files that were sent is not read; it is named where there are several."""

    def __init__(self, name: str, refused: RefusedFile) -> None:
        super().__init__(name)
        self.name, self.refused = name, refused


def lines_with_errors(
    sent: Sequence[SentFile], file: HrFile, findings: Findings, words: Callable[[LineProblem], str]
) -> tuple[list[str], list[list[str]]]:
    """Files as they were sent, but for names and addresses, with what is wrong with each line at
    its end, and before it the name of its file where there are several."""
    parts, _described = read_sent(sent)
    whole = joined(parts, file.year, memory_of(findings.source).columns)
    wrong: defaultdict[int, list[str]] = defaultdict(list)
    for problem in findings.problems:
        wrong[problem.line].append(words(problem))
    kept = [at for at, heading in enumerate(whole.header) if heading not in findings.dropped]
    rows = []
    for line, row in enumerate(whole.rows.iter_rows(), whole.line + 1):
        name = [placed(line, whole.places)[0]] if whole.places else []
        if any(row):
            rows.append([*name, *(row[at] for at in kept), " ".join(wrong[line])])
    return [whole.header[at] for at in kept], rows


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


def keep_meaning(file: HrFile, findings: Findings, meaning: Meaning, now: dt.datetime) -> None:
    """Remember what somebody said that headings and texts mean; read the file again with it."""
    memory = memory_of(findings.source).with_meaning(meaning)
    _read_again(file, findings.source, memory, now)


def forget_answers(file: HrFile, findings: Findings, now: dt.datetime) -> None:
    """Ask everything of a source anew."""
    _read_again(file, findings.source, NOTHING_KNOWN, now)


def _read_again(file: HrFile, source: str, memory: Memory, now: dt.datetime) -> None:
    _remember(source, memory, now)
    present = db.session.get(HrFile, file.id, with_for_update=True, populate_existing=True)
    if present is None:  # imported meanwhile, or given up
        return
    present.state, present.snapshot, present.findings = FileState.READING, None, None
    enqueue("hr.read", now=now, file_id=present.id)


def confirm(
    file_id: int, now: dt.datetime, own: Instance
) -> tuple[Confirmed, int, HrImport | None]:
    """Import a checked file, unless what was confirmed is no longer what was checked; with its
    year, and the import that counts where there is one."""
    nonce = f"file-{file_id}"
    file = db.session.get(HrFile, file_id, with_for_update=True)  # who comes second waits here
    saved = db.session.scalar(select(HrImport).where(HrImport.nonce == nonce))
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
