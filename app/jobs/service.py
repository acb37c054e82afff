"""Asking for work, claiming it, finishing it exactly once."""

from __future__ import annotations

import datetime as dt
import logging
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from sqlalchemy import and_, case, delete, func, or_, select, update

from app.extensions import begin_writing, db, utcnow
from app.jobs.clock import TOLERANCE
from app.jobs.models import Job, Mail

LOG = logging.getLogger(__name__)
LEASE = dt.timedelta(minutes=5)
#: Nothing is asked for further ahead: 50 letters leave a minute, half a million in seven days, and
#: an error is tried again within the hour.
FURTHEST = dt.timedelta(days=7)
MAX_ATTEMPTS = 5

Task = Callable[..., None]
TASKS: dict[str, Task] = {}


class Urgency(IntEnum):
    """Which of the jobs that are due goes first."""

    FIRST = 0  # short, and what is private stays readable until it is done
    USUAL = 1
    LAST = 2  # long, and nothing waits for it but a file


URGENCIES: dict[str, Urgency] = {}


@dataclass(frozen=True)
class Claim:
    """A job held by this worker for the length of its lease."""

    job_id: int
    token: str
    name: str
    arguments: dict[str, Any]
    attempts: int


def task(name: str, urgency: Urgency = Urgency.USUAL) -> Callable[[Task], Task]:
    """Register a function as the work of jobs of this name.

    A task is idempotent and takes only identifiers. What it writes last is committed together
    with the job's end, so that work done twice is written once.
    """

    def register(function: Task) -> Task:
        TASKS[name], URGENCIES[name] = function, urgency
        return function

    return register


def enqueue(
    name: str,
    *,
    slot: str | None = None,
    again: bool = False,
    now: dt.datetime,
    **arguments: Any,
) -> Job:
    """Ask for work in the transaction of the change that needs it.

    With a `slot` the work is asked for once: the job that exists is returned, and put back to
    waiting if it had failed; or, when it is wanted `again`, if it is done.
    """
    if slot is not None:
        job = db.session.scalar(select(Job).where(Job.slot == slot))
        if job is not None:
            if job.state == "failed" or (again and job.state == "done"):
                job.state, job.attempts, job.run_after, job.failure = "waiting", 0, now, None
            return job
    job = Job(name=name, arguments=arguments, slot=slot, run_after=now, state="waiting")
    db.session.add(job)
    db.session.flush()
    return job


def queue_mail(
    recipient: str,
    subject: str,
    body: str,
    *,
    domain: str,
    now: dt.datetime,
    about: str = "",
    kind: str = "",
) -> Mail:
    """Queue a message in the transaction of the change that it reports; it leaves from `now` on."""
    job = enqueue("mail.send", now=now)
    mail = Mail(
        job_id=job.id,
        recipient=recipient,
        subject=_one_line(subject),
        body=body,
        about=about or None,
        kind=kind,
        queued_on=now.date(),
        message_id=f"<{secrets.token_hex(16)}@{domain}>",
    )
    db.session.add(mail)
    db.session.flush()
    job.arguments = {"mail_id": mail.id}
    return mail


def withdraw_mail(mail: Mail) -> None:
    """Let a message that has not left never leave."""
    if mail.sent_on is None:
        job_id = mail.job_id
        db.session.delete(mail)
        db.session.flush()
        db.session.execute(delete(Job).where(Job.id == job_id))


def reword_mail(mail: Mail, subject: str, body: str) -> None:
    """Let a message that has not left say something else."""
    mail.subject, mail.body = _one_line(subject), body
    db.session.flush()


def _one_line(subject: str) -> str:
    return " ".join(subject.split())[:200]


def mails_to(recipient: str, since: dt.datetime) -> int:
    """How many messages were queued for an address since a moment."""
    query = select(func.count(Mail.id)).join(Job, Job.id == Mail.job_id)
    return db.session.scalar(query.where(Mail.recipient == recipient, Job.run_after >= since)) or 0


def erase_mail(about: str) -> None:
    """Forget every message about this, with the work of sending it."""
    jobs = list(db.session.scalars(select(Mail.job_id).where(Mail.about == about)))
    db.session.execute(delete(Mail).where(Mail.about == about))
    db.session.execute(delete(Job).where(Job.id.in_(jobs)))


def erase_done(before: dt.datetime) -> None:
    """Forget the work that was done before, with its message; one that is about something stays as
    long as that does."""
    kept = select(Mail.job_id).where(Mail.about.is_not(None))
    db.session.execute(
        delete(Job).where(Job.state == "done", Job.run_after < before, Job.id.not_in(kept))
    )


def claim(now: dt.datetime) -> Claim | None:
    """Take the most urgent job, then the oldest, of those that are due or whose holder's lease has
    run out; None when idle.

    What was written under a clock that was ahead is done now rather than when its date comes.
    """
    begin_writing()
    due = or_(
        and_(
            Job.state == "waiting",
            or_(Job.run_after <= now, Job.run_after > now + FURTHEST),
        ),
        and_(
            Job.state == "running",
            or_(Job.lease_until < now, Job.lease_until > now + LEASE + TOLERANCE),
        ),
    )
    urgency = case(URGENCIES, value=Job.name, else_=Urgency.USUAL)
    job = db.session.scalar(
        select(Job)
        .where(due)
        .order_by(urgency, Job.run_after, Job.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if job is None:
        db.session.rollback()
        return None
    if job.attempts >= MAX_ATTEMPTS:  # every worker that took it died of it
        job.state, job.failure, job.token = "failed", "its workers stopped", None
        db.session.commit()
        return claim(now)
    token = secrets.token_hex(16)
    job.state, job.token, job.lease_until = "running", token, now + LEASE
    job.attempts += 1
    held = Claim(job.id, token, job.name, dict(job.arguments), job.attempts)
    db.session.commit()
    return held


def finish(held: Claim) -> bool:
    """End the job in the transaction of its last writes; False when the lease was lost."""
    result = db.session.execute(
        update(Job)
        .where(Job.id == held.job_id, Job.token == held.token, Job.state == "running")
        .values(state="done", token=None, lease_until=None)
    )
    if result.rowcount != 1:  # type: ignore[attr-defined]
        db.session.rollback()
        return False
    db.session.commit()
    return True


def give_back(held: Claim, failure: str, now: dt.datetime) -> None:
    """After an error: try again later, a few times, then keep the failure in sight."""
    begin_writing()
    last = held.attempts >= MAX_ATTEMPTS
    db.session.execute(
        update(Job)
        .where(Job.id == held.job_id, Job.token == held.token)
        .values(
            state="failed" if last else "waiting",
            run_after=now + dt.timedelta(seconds=10 * 4 ** (held.attempts - 1)),
            failure=failure[:400],
            token=None,
            lease_until=None,
        )
    )
    db.session.commit()


def run_one(now: dt.datetime | None = None) -> bool:
    """Claim a job, do it, end it. False when there was nothing to do."""
    held = claim(now or utcnow())
    if held is None:
        return False
    try:
        TASKS[held.name](**held.arguments)
        finish(held)
    except Exception as error:  # whatever a task raises, the worker lives on
        db.session.rollback()
        LOG.exception("job %s (%s), attempt %s", held.job_id, held.name, held.attempts)
        give_back(held, f"{type(error).__name__}: {error}", now or utcnow())
    return True


def run_all(now: dt.datetime | None = None) -> int:
    """Do everything that is due; the number of jobs done."""
    count = 0
    while run_one(now):
        count += 1
    return count


def job_in_slot(slot: str) -> Job | None:
    return jobs_in_slots([slot]).get(slot)


def jobs_in_slots(slots: Iterable[str]) -> dict[str, Job]:
    """The work asked for in each of these slots, where it was."""
    jobs = db.session.scalars(select(Job).where(Job.slot.in_(slots)))
    return {job.slot: job for job in jobs if job.slot is not None}


def failed_jobs() -> list[Job]:
    return list(db.session.scalars(select(Job).where(Job.state == "failed").order_by(Job.id)))
