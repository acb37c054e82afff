"""The people of a campaign one by one: seen, added, corrected, taken off and put back.

Once a campaign is open nobody is taken off: the count of answers would tell whether they had given
one. Somebody may still be added, and an address or a name corrected.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.extensions import db
from app.jobs.service import withdraw_mail
from app.links import new_nonce
from app.surveys.campaigns.core import Audience, CampaignMode, CampaignState, Listed
from app.surveys.campaigns.core.profiles import attribute_value
from app.surveys.campaigns.models import Campaign, Invitation
from app.surveys.campaigns.service import inviting
from app.surveys.campaigns.service.answering import has_answered
from app.surveys.campaigns.service.participation import TITLES
from app.surveys.questionnaires.service.versions import questionnaire_of

#: People on one page of the list.
PAGE = 50


def may_add(campaign: Campaign) -> bool:
    """Whether somebody may be added; nobody is named where a public link invites."""
    named = campaign.audience is not Audience.PUBLIC
    return named and campaign.state in (CampaignState.DRAFT, CampaignState.OPEN)


def may_remove(campaign: Campaign) -> bool:
    return campaign.state is CampaignState.DRAFT


def may_correct(campaign: Campaign, invitation: Invitation) -> bool:
    """Whether anything may be corrected: once open, the address and the name of whom no account
    has them."""
    return campaign.state is CampaignState.DRAFT or (
        campaign.state is CampaignState.OPEN and invitation.person_id is None
    )


def is_signed(campaign: Campaign, invitation: Invitation) -> bool:
    """Whether an answer was given in this name, which then stays. In an anonymous campaign nobody
    learns it."""
    return campaign.mode is not CampaignMode.ANONYMOUS and has_answered(invitation.id)


def people_of(campaign: Campaign, words: str = "", page: int = 1) -> tuple[list[Invitation], int]:
    """The people of one page of the list, those whose name or address holds these words, in the
    order in which they were invited; and how many there are in all."""
    here: list[ColumnElement[bool]] = [Invitation.campaign_id == campaign.id]
    if words:
        columns = (Person.name, Person.email, Invitation.guest, Invitation.email)
        here.append(or_(*(column.icontains(words, autoescape=True) for column in columns)))
    chosen = select(Invitation).outerjoin(Invitation.person).where(*here)
    count = db.session.scalar(select(func.count()).select_from(chosen.subquery())) or 0
    rows = db.session.scalars(
        chosen.options(
            joinedload(Invitation.person).joinedload(Person.directorate),
            joinedload(Invitation.mail),
        )
        .order_by(Invitation.id)
        .limit(PAGE)
        .offset((max(page, 1) - 1) * PAGE)
    )
    return list(rows), count


def address_taken(campaign: Campaign, email: str, but: Invitation | None = None) -> bool:
    """Whether somebody else of the list has this address."""
    others = (
        select(Invitation.id)
        .outerjoin(Invitation.person)
        .where(
            Invitation.campaign_id == campaign.id,
            func.coalesce(Person.email, Invitation.email) == email,
            Invitation.id != (but.id if but else 0),
        )
    )
    return db.session.scalar(others.limit(1)) is not None


def add(campaign: Campaign, listed: Listed) -> None:
    """Invite one more person. What is not said of them is what the directory says.

    In an open campaign they count among the people invited, and in no class: those by which results
    are compared were made at the opening, and people added since would let others be told from them.
    """
    if campaign.state is CampaignState.OPEN:
        added = inviting.invite_listed(campaign, [listed], late=True)
        nothing = [""] * len(questionnaire_of(campaign.version).profile)
        campaign.population = [*campaign.population, *([[nothing, added]] if added else [])]
        db.session.flush()
        return
    said = {name: value for name, value in listed.attributes.items() if value}
    inviting.invite_listed(campaign, [replace(listed, attributes=said)])


def correct(campaign: Campaign, invitation: Invitation, listed: Listed) -> None:
    """Correct what is known of a person. An account keeps its own name and address, and an open
    campaign the attributes by which its people are counted."""
    if invitation.person is None:
        if invitation.email != listed.email:
            _readdress(campaign, invitation, listed.email)
        if invitation.person is None:
            invitation.guest, invitation.language = listed.name or None, listed.language
    if campaign.state is CampaignState.DRAFT:
        invitation.attributes = {**invitation.attributes, **listed.attributes}
        invitation.attributes = {name: v for name, v in invitation.attributes.items() if v}
    db.session.flush()


def _readdress(campaign: Campaign, invitation: Invitation, email: str) -> None:
    """Give an invitation to another address: the link that the former one had opens nothing any
    more, what waited for it does not leave, and what it asked for does not hold."""
    waiting = invitation.mail
    invitation.nonce, invitation.opted_out = new_nonce(), False
    invitation.mail_id = invitation.mailed_on = invitation.reminded_on = None
    db.session.flush()
    if waiting is not None:
        withdraw_mail(waiting)
    account = db.session.scalar(select(Person).where(Person.email == email, Person.active))
    if account is None:
        invitation.email = email
        return
    invitation.person_id, invitation.guest, invitation.email = account.id, None, None
    if campaign.state is CampaignState.DRAFT:
        invitation.attributes = {**inviting.attributes_of(account), **invitation.attributes}
    db.session.flush()
    db.session.refresh(invitation)


def attributes_kept(campaign: Campaign) -> frozenset[str]:
    """The attributes of people that a campaign has a use for: what its questionnaire asks, and what
    response rates are told by."""
    asked = {question.profile for question in questionnaire_of(campaign.version).profile}
    return frozenset(asked | set(TITLES))


def _as_asked(campaign: Campaign, listed: Listed) -> Listed:
    """The attributes of a person by the answers that stand for them."""
    asked = {question.profile: question for question in questionnaire_of(campaign.version).profile}
    return replace(
        listed,
        attributes={
            name: attribute_value(asked[name], value) if name in asked else value.lower()
            for name, value in listed.attributes.items()
        },
    )


def receive(campaign: Campaign, people: Sequence[Listed], only: bool) -> tuple[int, int, int]:
    """Make the list what a file says: how many were added, corrected and, when it holds `only` the
    people of the file, taken off."""
    people = [_as_asked(campaign, listed) for listed in people]
    there = {invitation.address: invitation for invitation in inviting.invitations(campaign)}
    corrected = 0
    for listed in people:
        if (invitation := there.get(listed.email)) is not None:
            before = _kept(invitation)
            correct(campaign, invitation, listed)
            corrected += _kept(invitation) != before
    added = inviting.invite_listed(campaign, people)
    named = {listed.email for listed in people}
    gone = [invitation for address, invitation in there.items() if address not in named]
    if only:
        remove(campaign, gone)
    return added, corrected, len(gone) if only else 0


def remove(campaign: Campaign, people: Collection[Invitation]) -> None:
    """Take people off a campaign in preparation, and keep them aside until it opens; once each."""
    aside = [_kept(invitation) for invitation in people]
    again = {(kept["person_id"], kept["email"]) for kept in aside}
    before = [k for k in campaign.people_removed if (k["person_id"], k["email"]) not in again]
    campaign.people_removed = [*before, *aside]
    for invitation in people:
        db.session.delete(invitation)
    db.session.flush()


def _kept(invitation: Invitation) -> dict[str, Any]:
    return {
        "key": invitation.nonce,
        "person_id": invitation.person_id,
        "guest": invitation.guest,
        "email": invitation.email,
        "language": invitation.language,
        "attributes": dict(invitation.attributes),
    }


def removed(campaign: Campaign) -> list[tuple[str, str]]:
    """Those taken off: a key, and their name or address. Nobody whose account is gone, or who is
    on the list again."""
    ids = [kept["person_id"] for kept in campaign.people_removed if kept["person_id"]]
    accounts = {p.id: p for p in db.session.scalars(select(Person).where(Person.id.in_(ids)))}
    there = {invitation.address for invitation in inviting.invitations(campaign)}
    people = []
    for kept in campaign.people_removed:
        account = accounts.get(kept["person_id"] or 0)
        name, address = (
            (account.name, account.email)
            if account
            else (kept["guest"] or kept["email"] or "", kept["email"] or "")
        )
        if name and address not in there:
            people.append((kept["key"], name))
    return people


def put_back(campaign: Campaign, keys: Collection[str]) -> int:
    """Invite again people who were taken off; how many."""
    wanted = {key for key, _name in removed(campaign)} & set(keys)
    for kept in campaign.people_removed:
        if kept["key"] in wanted:
            _invite_again(campaign, kept)
    campaign.people_removed = [k for k in campaign.people_removed if k["key"] not in wanted]
    db.session.flush()
    return len(wanted)


def _invite_again(campaign: Campaign, kept: Mapping[str, Any]) -> None:
    values = {name: value for name, value in kept.items() if name != "key"}
    db.session.add(Invitation(campaign_id=campaign.id, nonce=kept["key"], **values))


def copy_people(source: Campaign, target: Campaign) -> None:
    """Invite to a campaign the people of another one, as far as their list is kept."""
    if target.audience is Audience.PUBLIC:
        return
    for invitation in inviting.invitations(source):
        if invitation.person is None or invitation.person.active:
            _invite_again(target, {**_kept(invitation), "key": new_nonce()})
    db.session.flush()
