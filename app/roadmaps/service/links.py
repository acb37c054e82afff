"""Links by which organisations without account keep their roadmaps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import links
from app.extensions import db
from app.roadmaps.core.plans import in_force
from app.roadmaps.models import OrganisationLink, Roadmap


def links_of(roadmap_id: int) -> list[OrganisationLink]:
    """The links of a roadmap, the latest first."""
    own = select(OrganisationLink).where(OrganisationLink.roadmap_id == roadmap_id)
    return list(db.session.scalars(own.order_by(OrganisationLink.id.desc())))


def links_of_roadmaps(roadmap_ids: Sequence[int]) -> dict[int, list[OrganisationLink]]:
    """The links of some roadmaps, the latest first, with the roadmaps that they open."""
    own = select(OrganisationLink).where(OrganisationLink.roadmap_id.in_(roadmap_ids))
    whole = own.options(
        joinedload(OrganisationLink.roadmap), joinedload(OrganisationLink.organisation)
    )
    by_roadmap: dict[int, list[OrganisationLink]] = {}
    for link in db.session.scalars(whole.order_by(OrganisationLink.id.desc())).unique():
        by_roadmap.setdefault(link.roadmap_id, []).append(link)
    return by_roadmap


def make_link(roadmap: Roadmap, holder: str, email: str, today: dt.date) -> OrganisationLink:
    """A link for somebody of the organisation that owns a roadmap, named by their function."""
    assert roadmap.organisation_id is not None
    link = OrganisationLink(
        roadmap_id=roadmap.id,
        organisation_id=roadmap.organisation_id,
        holder=holder,
        email=email,
        made_on=today,
    )
    db.session.add(link)
    db.session.flush()
    return link


def link_by_token(secret_key: str, token: str, today: dt.date) -> OrganisationLink | None:
    """The link that a token opens; None for one that is wrong, ended, or of a roadmap that is over
    or belongs to somebody else now."""
    number = links.number_in(token)
    link = db.session.get(OrganisationLink, number) if number is not None else None
    if link is None or not links.same_code(link.token(secret_key), token):
        return None
    return link if opens(link, today) else None


def opens(link: OrganisationLink, today: dt.date) -> bool:
    """Whether a link still opens its roadmap."""
    holds = in_force(link.made_on, link.ends_on, today)
    owned = link.organisation_id == link.roadmap.organisation_id
    return holds and owned and not link.roadmap.over(today)


def end_link(link: OrganisationLink, today: dt.date) -> None:
    """Let a link open nothing any more, from now on."""
    link.ends_on = today - dt.timedelta(days=1)
    db.session.flush()
