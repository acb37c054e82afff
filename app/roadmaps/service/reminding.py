"""Who is written to in a round, and the messages of a round that have not left."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.jobs.models import Job, Mail
from app.roadmaps.core.plans import MandateRole
from app.roadmaps.core.rounds import Stage
from app.roadmaps.models import Mandate, OrganisationLink, Reminder, Roadmap
from app.roadmaps.service import links, mandates
from app.roadmaps.service.absences import away

Recipient = Mandate | OrganisationLink


def key_of(recipient: Recipient) -> str:
    """What tells a recipient from the others: a person whatever their mandates, or a link."""
    if isinstance(recipient, Mandate):
        return f"person:{recipient.person_id}"
    return f"link:{recipient.id}"


@dataclass(frozen=True)
class Addressed:
    """Who is written to of some roadmaps, all of them in one message."""

    recipient: Recipient
    roadmaps: Sequence[Roadmap]

    @property
    def key(self) -> str:
        """What tells this recipient from the others."""
        return key_of(self.recipient)

    @property
    def email(self) -> str:
        """Where the message goes."""
        recipient = self.recipient
        return recipient.person.email if isinstance(recipient, Mandate) else recipient.email


def recipients(roadmaps: Sequence[Roadmap], today: dt.date) -> dict[int, list[Recipient]]:
    """Who is asked for the update of each roadmap: its ambassador; their deputies while they are
    away or while there is none; the holders of the organisation's links where it keeps it."""
    held = mandates.holders([roadmap.id for roadmap in roadmaps], today)
    people = {each.person_id for own in held.values() for each in own}
    absent, able = away(people, today), mandates.able_to_update(people)
    own_links = links.links_of_roadmaps([r.id for r in roadmaps if r.organisation_id is not None])
    asked: dict[int, list[Recipient]] = {}
    for roadmap in roadmaps:
        going = [] if roadmap.over(today) else held.get(roadmap.id, [])
        keepers = _people([m for m in going if m.person_id in able], absent)
        asked[roadmap.id] = [*keepers, *_holders(own_links.get(roadmap.id, ()), today)]
    return asked


def _people(able: Sequence[Mandate], absent: Collection[int]) -> list[Mandate]:
    ambassadors = [m for m in able if m.role is MandateRole.AMBASSADOR and m.person.active]
    deputies = [m for m in able if m.role is MandateRole.DEPUTY and m.person.active]
    present = [m for m in ambassadors if m.person_id not in absent]
    standing_in = [m for m in deputies if m.person_id not in absent]
    return present or standing_in or ambassadors


def _holders(every: Sequence[OrganisationLink], today: dt.date) -> list[OrganisationLink]:
    return [link for link in every if link.email and links.opens(link, today)]


def together(
    by_roadmap: dict[int, list[Recipient]], roadmaps: Sequence[Roadmap]
) -> list[Addressed]:
    """One message for each person; one for each link, which opens one roadmap."""
    own: defaultdict[str, list[Roadmap]] = defaultdict(list)
    who: dict[str, Recipient] = {}
    for roadmap in roadmaps:
        for each in by_roadmap.get(roadmap.id, ()):
            who.setdefault(key_of(each), each)
            own[key_of(each)].append(roadmap)
    return [Addressed(who[key], rows) for key, rows in own.items()]


def sent_stages(round_id: int) -> dict[int, set[Stage]]:
    """The messages of a round that were sent already, or wait to be, by roadmap."""
    rows = db.session.execute(
        select(Reminder.roadmap_id, Reminder.stage).where(Reminder.round_id == round_id)
    )
    stages: defaultdict[int, set[Stage]] = defaultdict(set)
    for roadmap_id, stage in rows:
        stages[roadmap_id].add(stage)
    return stages


def note_sent(round_id: int, stage: Stage, on: dt.date, to: Addressed, mail: Mail) -> None:
    """Keep that a message of a round is on its way."""
    db.session.add_all(
        Reminder(
            round_id=round_id,
            roadmap_id=roadmap.id,
            stage=stage,
            on=on,
            recipient=to.key,
            mail_id=mail.id,
        )
        for roadmap in to.roadmaps
    )
    db.session.flush()


def note_nobody(round_id: int, stage: Stage, on: dt.date, roadmaps: Sequence[Roadmap]) -> None:
    """Keep that there was nobody to write to of some roadmaps."""
    db.session.add_all(
        Reminder(round_id=round_id, roadmap_id=roadmap.id, stage=stage, on=on)
        for roadmap in roadmaps
    )
    db.session.flush()


def reminders_of(round_id: int) -> list[Reminder]:
    """The messages of a round, in the order in which they were sent."""
    own = select(Reminder).where(Reminder.round_id == round_id).options(joinedload(Reminder.mail))
    return list(db.session.scalars(own.order_by(Reminder.id)).unique())


def unsent(
    round_id: int, roadmap_id: int | None = None, stages: Collection[Stage] = tuple(Stage)
) -> list[Mail]:
    """The messages of a round that have not left yet; those about one roadmap, or of some stages. One
    that is leaving at this moment is left alone."""
    own = _not_left(round_id).where(Reminder.stage.in_(stages), Job.state != "running")
    if roadmap_id is not None:
        own = own.where(Reminder.roadmap_id == roadmap_id)
    return list(db.session.scalars(own))


def _not_left(round_id: int) -> Select[Mail]:
    own = select(Mail).join(Reminder, Reminder.mail_id == Mail.id).join(Job, Job.id == Mail.job_id)
    return own.where(Reminder.round_id == round_id, Mail.sent_on.is_(None)).distinct()


def forget_unsent(round_id: int, stages: Collection[Stage] = tuple(Stage)) -> None:
    """Take back the messages of a round that have not left: they count as never sent."""
    for mail in unsent(round_id, stages=stages):
        forget(mail)


def forget(mail: Mail) -> None:
    """Take back a message that has not left."""
    db.session.execute(delete(Reminder).where(Reminder.mail_id == mail.id))
    db.session.execute(delete(Mail).where(Mail.id == mail.id))
    db.session.execute(delete(Job).where(Job.id == mail.job_id))


def reminders_in(mail: Mail) -> list[Reminder]:
    """What a message says: one reminder for each roadmap, all of the same stage."""
    own = select(Reminder).where(Reminder.mail_id == mail.id).order_by(Reminder.id)
    return list(db.session.scalars(own))


def leave_out(reminders: Sequence[Reminder], roadmap_id: int, today: dt.date) -> Addressed | None:
    """Let a message that has not left say nothing of a roadmap: to whom it goes then, and of which
    others; None where nothing of it is left to say."""
    by_roadmap = {each.roadmap_id: each for each in reminders}
    asked = recipients([each.roadmap for each in by_roadmap.values()], today)
    kept: list[tuple[Recipient, Roadmap]] = []
    for number, reminder in by_roadmap.items():
        still = (each for each in asked[number] if key_of(each) == reminder.recipient)
        recipient = next(still, None) if number != roadmap_id else None
        if recipient is None:
            db.session.delete(reminder)
        else:
            kept.append((recipient, reminder.roadmap))
    db.session.flush()
    return Addressed(kept[0][0], [roadmap for _to, roadmap in kept]) if kept else None


def failed_mails(round_id: int) -> list[Mail]:
    """The messages of a round that could not be sent, and are not tried any more."""
    return list(db.session.scalars(_not_left(round_id).where(Job.state == "failed")))


def try_again(round_id: int, now: dt.datetime) -> int:
    """Let the messages of a round that could not be sent leave after all; how many."""
    mails = failed_mails(round_id)
    jobs = db.session.scalars(select(Job).where(Job.id.in_([mail.job_id for mail in mails])))
    for job in jobs:
        job.state, job.attempts, job.run_after, job.failure = "waiting", 0, now, None
    db.session.flush()
    return len(mails)
