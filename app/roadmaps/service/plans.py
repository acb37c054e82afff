"""Programmes and their roadmaps: made, found, carried over."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from app.accounts.models import Organisation
from app.extensions import db
from app.roadmaps.core.plans import Category
from app.roadmaps.models import Axis, Objective, Policy, PolicyCategory, Programme, Roadmap
from app.roadmaps.service.parts import PARTS, add_part
from app.text import Text, plain


def programmes() -> list[Programme]:
    """Every programme, the latest first."""
    latest = Programme.starts_on.desc()
    return list(db.session.scalars(select(Programme).order_by(latest, Programme.id.desc())))


def current_programmes(today: dt.date) -> list[Programme]:
    """The programmes that go on today, the latest first."""
    return [each for each in programmes() if each.goes_on(today)]


def policies() -> list[Policy]:
    """Every policy, in the order in which they came."""
    every = select(Policy).order_by(Policy.id).options(selectinload(Policy.categories))
    return list(db.session.scalars(every))


def new_code(kind: str) -> str:
    """A code that nothing else has, whoever else makes one at this moment."""
    return f"{kind}-{secrets.token_hex(6)}"


def policy_called(name: Text) -> Policy | None:
    """The policy that has one of these names, whatever their case and accents."""
    wanted = {plain(each) for each in (name.fr, name.en) if each}
    return next(
        (p for p in policies() if wanted & {plain(p.name.fr), plain(p.name.en)} - {""}), None
    )


def add_policy(name: Text, code: str = "") -> Policy:
    """A new policy; its code is one that nothing else has where none is given."""
    policy = Policy(code=code or new_code("policy"), name=name)
    db.session.add(policy)
    db.session.flush()
    return policy


def categorise(policy: Policy, category: Category, since: dt.date) -> None:
    """Let a policy be of a category from a day on; what it was before stays."""
    if policy.category(since) is category:
        return
    same_day = next((each for each in policy.categories if each.since == since), None)
    if same_day is not None:
        same_day.category = category
    else:
        policy.categories.append(PolicyCategory(since=since, category=category))
    db.session.flush()


def find_roadmap(
    programme: Programme, policy: Policy, organisation: Organisation | None
) -> Roadmap | None:
    """The roadmap of a policy and an owner in a programme."""
    own = select(Roadmap).where(
        Roadmap.programme_id == programme.id,
        Roadmap.policy_id == policy.id,
        Roadmap.organisation_id == (organisation.id if organisation else None),
    )
    return db.session.scalars(own).unique().first()


def add_roadmap(
    programme: Programme,
    policy: Policy,
    organisation: Organisation | None = None,
    begun_on: dt.date | None = None,
) -> Roadmap:
    """A roadmap after the others of its programme, begun with it unless another day is given."""
    values = {"policy": policy, "organisation": organisation, "begun_on": begun_on}
    roadmap: Roadmap = add_part(PARTS["roadmap"], programme, values)
    return roadmap


def objectives_of(roadmap_id: int) -> list[Objective]:
    """The objectives of a roadmap in their order, those that ended included."""
    own = select(Objective).where(Objective.roadmap_id == roadmap_id)
    return list(db.session.scalars(own.order_by(Objective.position, Objective.id)).unique())


def filled_roadmaps(numbers: Sequence[int]) -> set[int]:
    """Those of these roadmaps that hold an objective."""
    own = select(Objective.roadmap_id).where(Objective.roadmap_id.in_(numbers)).distinct()
    return set(db.session.scalars(own))


def programmes_in_use() -> set[int]:
    """The programmes that have a roadmap."""
    return set(db.session.scalars(select(Roadmap.programme_id).distinct()))


def axes_of(programme_id: int) -> Sequence[Axis]:
    """The axes of a programme in their order."""
    own = select(Axis).where(Axis.programme_id == programme_id)
    return db.session.scalars(own.order_by(Axis.position, Axis.id)).all()


def sizes_of(programme_ids: Sequence[int]) -> dict[int, int]:
    """How many roadmaps each of these programmes has."""
    own = select(Roadmap.programme_id, func.count()).where(Roadmap.programme_id.in_(programme_ids))
    return {row[0]: row[1] for row in db.session.execute(own.group_by(Roadmap.programme_id))}
