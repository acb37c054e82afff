"""What rows of a plan's file say of each other: one action in two places, and contradictions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from app.cells import LineProblem
from app.roadmaps.core.aims import Target, acting, targets
from app.roadmaps.core.columns import COLUMNS, PlanTrouble
from app.roadmaps.core.matching import laid_out
from app.roadmaps.core.refusals import ended, overfull
from app.roadmaps.core.sheet import ActionValues, PlanLine, Reading
from app.roadmaps.core.titles import same_title
from app.roadmaps.core.weaving import Group, Present, PresentRoadmap, merged, roadmap_there

VALUE_MAX = 80
#: Where the values of an action are, by column: a row that puts it elsewhere too agrees with them.
_ATTRIBUTES = {
    "statut": "status",
    "debut": "starts",
    "echeance": "due",
    "pilote": "pilot",
    "partenaires": "partners",
    "lieu": "place",
    "prevu": "planned_euros",
    "depense": "spent_euros",
    "sans_cout": "at_no_cost",
}


def crossed(reading: Reading, present: Present) -> list[LineProblem]:
    """Everything that is wrong with a file, in the order of its lines, by its own columns."""
    layout = laid_out(reading.lines, present)
    problems = [*reading.problems, *_two_categories(layout.groups)]
    for group in layout.groups:
        there = roadmap_there(group, layout.policies, present)
        problems += ended(group, there, layout, present)
        problems += overfull(group, there, layout)
        problems += _ambassadors(group, there)
        problems += _doubled_codes(group)
        problems += _doubled_actions(group)
        problems += _aims(group, targets(group, there))
    order = {name: place for place, name in enumerate(COLUMNS)}
    problems.sort(key=lambda each: (each.line, order.get(each.column, -1)))
    headings = reading.headings
    return [
        replace(each, column=headings.get(each.column, each.column), value=_shortened(each.value))
        for each in problems
    ]


def _shortened(value: str) -> str:
    """As much of a value as tells it."""
    return value if len(value) <= VALUE_MAX else f"{value[:VALUE_MAX]}…"


def _problem(line: PlanLine, name: str, trouble: PlanTrouble, expected: object = "") -> LineProblem:
    return LineProblem(line.line, name, line.texts.get(name, ""), trouble, str(expected))


def _two_categories(groups: Iterable[Group]) -> Iterator[LineProblem]:
    """A policy that rows put into two categories."""
    given: dict[int, PlanLine] = {}
    for group in groups:
        for line in group.lines:
            if line.category is None:
                continue
            first = given.setdefault(group.policy, line)
            if first.category is not line.category:
                yield _problem(line, "categorie", PlanTrouble.TWO_CATEGORIES, first.line)


def _ambassadors(group: Group, there: PresentRoadmap | None) -> Iterator[LineProblem]:
    """A roadmap to which rows give two ambassadors, or another one than it has."""
    first = None
    for line in group.lines:
        if line.ambassador is None:
            continue
        first = first or line
        if first.ambassador != line.ambassador:
            yield _problem(line, "ambassade", PlanTrouble.TWO_AMBASSADORS, first.line)
        elif there and there.ambassadors and line.ambassador not in there.ambassadors:
            names = ", ".join(there.ambassadors.values())
            yield _problem(line, "ambassade", PlanTrouble.OTHER_AMBASSADOR, names)


def _doubled_codes(group: Group) -> Iterator[LineProblem]:
    """A code that two rows of a roadmap have, unless one says to be the other."""
    first: dict[str, int] = {}
    for line, _action in acting(group):
        if line.code and line.code != line.same_as:
            before = first.setdefault(line.code, line.line)
            if before != line.line:
                yield _problem(line, "code", PlanTrouble.DOUBLED_CODE, before)


def _doubled_actions(group: Group) -> Iterator[LineProblem]:
    """An action written twice under one objective, without codes that tell them apart."""
    own = [row for row in acting(group) if not row[0].same_as]
    objectives = merged([(None, line.under.axis) for line, _action in own])
    places = merged(
        [
            (a, line.under.objective)
            for a, (line, _action) in zip(objectives.places, own, strict=True)
        ]
    ).places
    titles = merged([(o, action.title) for o, (_line, action) in zip(places, own, strict=True)])
    first: dict[int, PlanLine] = {}
    for place, (line, _action) in zip(titles.places, own, strict=True):
        if place is None:
            continue
        before = first.setdefault(place, line)
        if before is not line and not (before.code and line.code):
            yield _problem(line, "action", PlanTrouble.DOUBLED_ACTION, before.line)


def _aims(group: Group, aims: Mapping[int, Target | None]) -> Iterator[LineProblem]:
    """Rows that put an action elsewhere too: which one, and whether they agree with it."""
    rows = {line.line: (line, action) for line, action in acting(group)}
    for line, action in rows.values():
        target = aims[line.line]
        if not line.same_as:
            continue
        if target is None:
            yield _problem(line, "meme_que", PlanTrouble.UNKNOWN_CODE)
        elif target.line is not None:
            first, wanted = rows[target.line]
            if line.clear and first.clear:
                for name in _differing(line, action, wanted):
                    yield _problem(line, name, PlanTrouble.DIFFERS, first.line)


def _differing(line: PlanLine, action: ActionValues, wanted: ActionValues) -> Iterator[str]:
    """The columns in which a row says something else of its action than its own row does."""
    if action.title and not same_title(action.title, wanted.title):
        yield "action" if action.title.fr else "action_en"
    for name, attribute in _ATTRIBUTES.items():
        if name in line.texts and getattr(action, attribute) != getattr(wanted, attribute):
            yield name
