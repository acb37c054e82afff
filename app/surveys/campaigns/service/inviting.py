"""Inviting: from the directory, from a list, by a public link; writing, reminding, stopping."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app import links
from app.accounts.models import Person
from app.extensions import db
from app.jobs.models import Mail
from app.jobs.service import queue_mail
from app.surveys.campaigns import core
from app.surveys.campaigns.core import Audience, Listed
from app.surveys.campaigns.models import Campaign, Invitation, Participation, Reminder

#: The attributes of a person that a profile question may ask for.
ATTRIBUTES: dict[str, Callable[[Person], str | None]] = {
    "sex": lambda person: person.sex,
    "category": lambda person: person.category,
    "directorate": lambda person: person.directorate.code if person.directorate else None,
}


def attributes_of(person: Person) -> dict[str, str]:
    """What the directory knows about a person, as profile questions ask for it."""
    values = {name: read(person) for name, read in ATTRIBUTES.items()}
    return {name: value for name, value in values.items() if value}


def invite_people(campaign: Campaign, people: Sequence[Person]) -> int:
    """Invite these people; those already invited stay so. How many were added."""
    known = set(
        db.session.scalars(
            select(Invitation.person_id).where(Invitation.campaign_id == campaign.id)
        )
    )
    new = [
        Invitation(campaign_id=campaign.id, person_id=p.id, attributes=attributes_of(p))
        for p in people
        if p.id not in known
    ]
    db.session.add_all(new)
    db.session.flush()
    return len(new)


def invite_listed(campaign: Campaign, people: Sequence[Listed], late: bool = False) -> int:
    """Invite the people of a list; those of the directory by their account. How many were added.

    Attributes of the list win over those of the directory; people who come `late` have none.
    """
    accounts = {person.email: person for person in db.session.scalars(select(Person))}
    there = {invitation.address for invitation in invitations(campaign)}
    added = 0
    for listed in people:
        if listed.email in there:
            continue
        person = accounts.get(listed.email)
        own = attributes_of(person) if person else {}
        invitation = Invitation(
            campaign_id=campaign.id,
            person_id=person.id if person else None,
            guest=None if person else listed.name or None,
            email=None if person else listed.email,
            language=listed.language,
            attributes={} if late else {**own, **listed.attributes},
            late=late,
        )
        db.session.add(invitation)
        added += 1
    db.session.flush()
    return added


def add_guest(campaign: Campaign, name: str) -> Invitation:
    """Invite somebody without an account, by a personal link."""
    invitation = Invitation(campaign_id=campaign.id, guest=name, attributes={})
    db.session.add(invitation)
    db.session.flush()
    return invitation


def admit_visitor(campaign: Campaign, today: dt.date) -> Invitation | None:
    """Let one more browser answer by the public link; None when the day's places are taken."""
    begun = db.session.scalar(
        select(func.count())
        .select_from(Invitation)
        .where(Invitation.campaign_id == campaign.id, Invitation.begun_on == today)
    )
    return None if (begun or 0) >= campaign.visitors_a_day else add_visitor(campaign, today)


def add_visitor(campaign: Campaign, begun_on: dt.date | None = None) -> Invitation:
    """Somebody of a public campaign: a browser, or a sheet of paper; nobody knows who it is."""
    invitation = Invitation(campaign_id=campaign.id, attributes={}, begun_on=begun_on)
    db.session.add(invitation)
    db.session.flush()
    return invitation


def invitations(campaign: Campaign) -> list[Invitation]:
    """Everybody invited, in the order of their invitations, with who they are."""
    return list(
        db.session.scalars(
            select(Invitation)
            .where(Invitation.campaign_id == campaign.id)
            .options(selectinload(Invitation.person).joinedload(Person.directorate))
            .order_by(Invitation.id)
        )
    )


def invited_count(campaign: Campaign) -> int:
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Invitation)
            .where(Invitation.campaign_id == campaign.id)
        )
        or 0
    )


def outsiders(campaign: Campaign) -> int:
    """How many of the people invited by name have no account."""
    if campaign.audience is Audience.PUBLIC:
        return 0
    named = (Invitation.campaign_id == campaign.id, Invitation.person_id.is_(None))
    return db.session.scalar(select(func.count()).select_from(Invitation).where(*named)) or 0


def answered_count(campaign: Campaign) -> int:
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Participation)
            .join(Invitation)
            .where(Invitation.campaign_id == campaign.id)
        )
        or 0
    )


def invitation_by_token(secret_key: str, token: str) -> Invitation | None:
    """The invitation of a personal link, with all that answering needs; None when the link was not
    made by us."""
    number = links.number_in(token)
    to_campaign = joinedload(Invitation.campaign, innerjoin=True)
    whole = [to_campaign.joinedload(Campaign.version, innerjoin=True)]
    invitation = db.session.get(Invitation, number, options=whole) if number else None
    if invitation is None or not links.same_code(invitation.token(secret_key), token):
        return None
    return invitation


def invitation_by_slip(secret_key: str, code: str) -> Invitation | None:
    """The invitation of a paper slip, or None when the code was not made by us."""
    number = links.number_in(code.strip())
    invitation = db.session.get(Invitation, number) if number else None
    if invitation is None or not links.same_code(invitation.slip(secret_key), code):
        return None
    return invitation


Letter = Callable[[Invitation], tuple[str, str]]


def people_to_write_to(campaign: Campaign, *, mailed: bool) -> list[Invitation]:
    """Those who may be written to: a first time (`mailed` False), whether they have answered or not,
    so that nobody is known by not having been written to; or again, if they have not.

    Never those who asked to be left alone, nor those whose last message came back from the address
    that they still have.
    """
    address = func.coalesce(Person.email, Invitation.email)
    rows = db.session.scalars(
        select(Invitation)
        .outerjoin(Participation)
        .outerjoin(Mail, Mail.id == Invitation.mail_id)
        .outerjoin(Person, Person.id == Invitation.person_id)
        .where(
            Invitation.campaign_id == campaign.id,
            Invitation.opted_out.is_(False),
            Invitation.mailed_on.is_not(None) if mailed else Invitation.mailed_on.is_(None),
            or_(Mail.bounced_on.is_(None), Mail.recipient != address),
            *([Participation.invitation_id.is_(None)] if mailed else []),
        )
        .order_by(Invitation.id)
    )
    return [row for row in rows if row.address]


def queue_letters(
    invited: Sequence[Invitation], kind: str, letter: Letter, domain: str, now: dt.datetime
) -> int:
    """Queue one message of a kind for each of these people, in batches; how many.

    `letter` gives the subject and the body of one invitation, in its person's language.
    """
    delays = core.batch_delays(len(invited))
    for invitation, delay in zip(invited, delays, strict=True):
        subject, body = letter(invitation)
        mail = queue_mail(
            invitation.address,
            subject,
            body,
            domain=domain,
            now=now + delay,
            about=f"campaign:{invitation.campaign.code}",
            kind=kind,
        )
        invitation.mail_id = mail.id
        if invitation.mailed_on is None:
            invitation.mailed_on = now.date()
        else:
            invitation.reminded_on = now.date()
    db.session.flush()
    return len(invited)


def plan_reminder(campaign: Campaign, on: dt.date) -> bool:
    """Add a day to the calendar of reminders; False when it is there already."""
    if any(reminder.on == on for reminder in reminders(campaign)):
        return False
    db.session.add(Reminder(campaign_id=campaign.id, on=on))
    db.session.flush()
    return True


def reminders(campaign: Campaign) -> list[Reminder]:
    return list(
        db.session.scalars(
            select(Reminder).where(Reminder.campaign_id == campaign.id).order_by(Reminder.on)
        )
    )


def drop_reminder(campaign: Campaign, reminder_id: int) -> dt.date | None:
    """Take a day off the calendar; which one, None when it is not there or its reminders were sent."""
    reminder = db.session.get(Reminder, reminder_id)
    if reminder is None or reminder.campaign_id != campaign.id or reminder.sent_on is not None:
        return None
    db.session.delete(reminder)
    return reminder.on


def undelivered(campaign: Campaign) -> list[Invitation]:
    """The people whose last message came back."""
    return list(
        db.session.scalars(
            select(Invitation)
            .join(Mail, Mail.id == Invitation.mail_id)
            .where(Invitation.campaign_id == campaign.id, Mail.bounced_on.is_not(None))
            .options(joinedload(Invitation.person), joinedload(Invitation.mail))
            .order_by(Invitation.id)
        )
    )
