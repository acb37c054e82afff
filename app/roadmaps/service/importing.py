"""A plan from a file: checked against what is there, then saved whole or not at all."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import or_, select

from app.accounts.models import Organisation, Person
from app.cells import LineProblem
from app.documents.sealing import seal, unseal
from app.documents.spreadsheets import Sheet
from app.extensions import db
from app.fingerprint import fingerprint
from app.roadmaps.core.columns import Names, PlanTrouble
from app.roadmaps.core.crossing import crossed
from app.roadmaps.core.matching import weave
from app.roadmaps.core.plans import MandateRole
from app.roadmaps.core.sheet import read_plan
from app.roadmaps.core.spellings import person_key
from app.roadmaps.core.titles import key_of
from app.roadmaps.core.weaving import (
    Count,
    Placed,
    Present,
    PresentAction,
    PresentObjective,
    PresentRoadmap,
    Woven,
    counted,
)
from app.roadmaps.models import (
    Action,
    Axis,
    Mandate,
    Objective,
    Placement,
    Policy,
    Programme,
    Roadmap,
)
from app.roadmaps.service.mandates import people_for
from app.text import Text, both, dashed

_PURPOSE = "woven plan"


def names() -> Names:
    """Whom the file of a plan may name."""
    people: defaultdict[str, list[int]] = defaultdict(list)
    accounts = select(Person.id, Person.name, Person.email).where(Person.active)
    for number, name, address in db.session.execute(accounts):
        people[person_key(name)].append(number)
        people[person_key(address)].append(number)
    registered = {
        key: n for key, n in db.session.execute(select(Organisation.key, Organisation.id))
    }
    return Names(
        organisations=registered,
        unaccented=_unaccented(registered),
        people={key: tuple(numbers) for key, numbers in people.items()},
        ambassadors=frozenset(each.id for each in people_for(MandateRole.AMBASSADOR)),
    )


def _unaccented(registered: Mapping[str, int]) -> dict[str, int]:
    """The organisations that are alone to have their name, were it without its accents."""
    same: defaultdict[str, list[int]] = defaultdict(list)
    for key, number in registered.items():
        same[key_of(key)].append(number)
    return {key: numbers[0] for key, numbers in same.items() if len(numbers) == 1}


def first_day(programme: Programme, today: dt.date) -> dt.date:
    """From when an ambassador named in a file keeps a roadmap."""
    return max(today, programme.starts_on)


def present(programme: Programme, today: dt.date) -> Present:
    """A programme as it is, with every policy, by a number of queries that does not grow."""
    own = select(Roadmap).where(Roadmap.programme_id == programme.id)
    own = own.order_by(Roadmap.ended_on.is_not(None), Roadmap.id)
    roadmaps = db.session.scalars(own).unique().all()
    ids = [roadmap.id for roadmap in roadmaps]
    ambassadors = _ambassadors(ids, first_day(programme, today))
    objectives, actions = _objectives(ids), _actions(ids)
    of_programme = select(Axis).where(Axis.programme_id == programme.id)
    in_order = of_programme.order_by(Axis.ended_on.is_not(None), Axis.position, Axis.id)
    axes = db.session.scalars(in_order).all()
    every = select(Policy).order_by(Policy.ended_on.is_not(None), Policy.id)
    policies = db.session.scalars(every).all()
    return Present(
        policies={policy.id: policy.name for policy in policies},
        axes={axis.id: axis.title for axis in axes},
        roadmaps=tuple(
            PresentRoadmap(
                id=roadmap.id,
                policy=roadmap.policy_id,
                owner=roadmap.organisation_id,
                ambassadors=ambassadors.get(roadmap.id, {}),
                objectives=tuple(objectives[roadmap.id]),
                actions=tuple(actions[roadmap.id]),
                ended_on=roadmap.ended_on,
            )
            for roadmap in roadmaps
        ),
        ended_policies={each.id: each.ended_on for each in policies if each.ended_on},
        ended_axes={each.id: each.ended_on for each in axes if each.ended_on},
    )


def _ambassadors(ids: Sequence[int], day: dt.date) -> dict[int, dict[int, str]]:
    """Who is ambassador of each roadmap on a day or later, by number and name."""
    held = select(Mandate).where(
        Mandate.roadmap_id.in_(ids),
        Mandate.role == MandateRole.AMBASSADOR,
        or_(Mandate.ends_on.is_(None), Mandate.ends_on >= day),
    )
    by_roadmap: dict[int, dict[int, str]] = {}
    for mandate in db.session.scalars(held.order_by(Mandate.starts_on)).unique():
        by_roadmap.setdefault(mandate.roadmap_id, {})[mandate.person_id] = mandate.person.name
    return by_roadmap


def _objectives(ids: Sequence[int]) -> defaultdict[int, list[PresentObjective]]:
    own = select(
        Objective.roadmap_id, Objective.id, Objective.axis_id, Objective.title, Objective.ended_on
    ).where(Objective.roadmap_id.in_(ids))
    by_roadmap: defaultdict[int, list[PresentObjective]] = defaultdict(list)
    own = own.order_by(Objective.ended_on.is_not(None), Objective.position, Objective.id)
    for roadmap_id, number, axis, title, day in db.session.execute(own):
        by_roadmap[roadmap_id].append(PresentObjective(number, axis, title, day))
    return by_roadmap


def _actions(ids: Sequence[int]) -> defaultdict[int, list[PresentAction]]:
    put = (
        select(Placement.action_id, Placement.objective_id, Placement.code)
        .join(Placement.action)
        .where(Action.roadmap_id.in_(ids))
    )
    places: defaultdict[int, list[Placed]] = defaultdict(list)
    for number, objective, code in db.session.execute(put.order_by(Placement.id)):
        places[number].append(Placed(objective, code))
    own = select(Action.roadmap_id, Action.id, Action.title).where(Action.roadmap_id.in_(ids))
    by_roadmap: defaultdict[int, list[PresentAction]] = defaultdict(list)
    for roadmap_id, number, title in db.session.execute(own.order_by(Action.id)):
        by_roadmap[roadmap_id].append(PresentAction(number, title, tuple(places[number])))
    return by_roadmap


@dataclass(frozen=True)
class Foreseen:
    """One roadmap of a file: whether it is there, who would keep it, what would be added to it."""

    title: Text
    new_policy: bool
    new: bool
    ambassador: str
    objectives: int
    actions: int


@dataclass(frozen=True)
class Check:
    """What a file would make of a programme, from its first day on, or everything that is wrong
    with it."""

    since: dt.date
    problems: Sequence[LineProblem]
    woven: Woven
    counts: Mapping[str, Count]
    roadmaps: Sequence[Foreseen]

    @property
    def adds(self) -> bool:
        """Whether it says anything that is not there."""
        return any(count.new for count in self.counts.values())

    @property
    def digest(self) -> str:
        """A short name of everything that would be done and that was shown of it."""
        return fingerprint([self.since, asdict(self.woven), list(map(asdict, self.roadmaps))])


def check(programme: Programme, sheet: Sheet, today: dt.date) -> Check:
    """A file against the programme that it would go into."""
    span = (programme.starts_on, programme.ends_on)
    reading = read_plan(sheet.header, sheet.rows, names(), span, sheet.line)
    there = present(programme, today)
    problems = [*_ended(programme, sheet), *crossed(reading, there)]
    woven = Woven((), (), ()) if problems else weave(reading.lines, there)
    return Check(programme.starts_on, problems, woven, counted(woven), foreseen(woven))


def _ended(programme: Programme, sheet: Sheet) -> Iterator[LineProblem]:
    """That a programme takes no file any more."""
    if programme.ended_on is not None:
        day = programme.ended_on.isoformat()
        yield LineProblem(sheet.line, "", "", PlanTrouble.ENDED_PROGRAMME, day)


def foreseen(woven: Woven) -> list[Foreseen]:
    """What a file adds to each roadmap that it names."""
    owners = _names_of(Organisation, {r.owner for r in woven.roadmaps})
    people = _names_of(Person, {r.ambassador for r in woven.roadmaps})
    rows = []
    for roadmap in woven.roadmaps:
        policy = woven.policies[roadmap.policy]
        owner = owners.get(roadmap.owner)
        rows.append(
            Foreseen(
                title=dashed(policy.title, both(owner)) if owner else policy.title,
                new_policy=policy.id is None,
                new=roadmap.id is None,
                ambassador=people.get(roadmap.ambassador, ""),
                objectives=sum(each.id is None for each in roadmap.objectives),
                actions=sum(each.id is None for each in roadmap.actions),
            )
        )
    return rows


def _names_of(
    model: type[Organisation] | type[Person], numbers: set[int | None]
) -> dict[int | None, str]:
    rows = db.session.execute(select(model.id, model.name).where(model.id.in_(numbers - {None})))
    return {number: name for number, name in rows}


def lock(programme: Programme) -> None:
    """Let no other file go into a programme until this one is saved."""
    db.session.refresh(programme, with_for_update=True)


@dataclass(frozen=True)
class CheckedPlan:
    """A file that was checked, and the digest of what its check showed."""

    sheet: Sheet
    filename: str
    digest: str


def seal_checked_plan(
    programme: Programme, plan: CheckedPlan, secret_key: str, now: dt.datetime
) -> str:
    """A checked file for the confirmation page to carry: nothing is stored until it is confirmed."""
    content = {
        "programme": programme.id,
        "filename": plan.filename,
        "header": plan.sheet.header,
        "rows": plan.sheet.rows,
        "line": plan.sheet.line,
        "digest": plan.digest,
    }
    return seal(content, _PURPOSE, secret_key, now)


def open_checked_plan(
    programme: Programme, sealed: str, secret_key: str, now: dt.datetime
) -> CheckedPlan | None:
    """A checked file as it was sealed for this programme; None when it is too old or not ours."""
    content = unseal(sealed, _PURPOSE, secret_key, now)
    if content is None or content["programme"] != programme.id:
        return None
    sheet = Sheet(content["header"], content["rows"], content["line"])
    return CheckedPlan(sheet, content["filename"], content["digest"])
