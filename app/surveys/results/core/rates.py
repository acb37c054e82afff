"""Response rates by the attributes that results are compared by, in the same system as these.

Of each group it is published how many were invited and how many its tables are about. Those who
answered without giving the attributes, and those who did not answer, make up the rest: where either
is a small number, neither is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from app.statistics.disclosure import Cross, Group
from app.statistics.disclosure.linked import Equation, Linked, small_margins
from app.statistics.disclosure.optimum import by_lot, least_withheld
from app.statistics.disclosure.part import Cell
from app.statistics.figures import SUPPRESSED, Column, Figure, Row, Table, Unit, ratio
from app.surveys.results.core.labels import ALL, group_code, group_label
from app.surveys.results.core.people import People
from app.surveys.results.core.tables import Source, by_cross
from app.text import Text

_ASIDE, _SILENT = "aside", "silent"
_COLUMNS = (
    Column("invited", Text("Personnes invitées", "People invited"), Unit.COUNT),
    Column("invited_share", Text("Part des invitations", "Share of the invited"), Unit.SHARE),
    Column("answered", Text("Réponses", "Answers"), Unit.COUNT),
    Column("answered_share", Text("Part des réponses", "Share of the answers"), Unit.SHARE),
    Column("rate", Text("Taux de réponse", "Response rate"), Unit.SHARE),
)


def with_rates(
    people: People, answered: Mapping[Cross, Mapping[Group, int]], cell: int, salt: bytes
) -> People:
    """The people with how many of each group answered, withheld where it would tell who hid an
    attribute or the few who did not answer.

    Where withholding would not be enough, since the group sizes and the people invited tell it
    alone, nothing is known of the people invited by this attribute any more.
    """
    rates, exposed = {}, set()
    for cross, counts in answered.items():
        if cross in people.population and cross in people.sizes:
            let_out = _let_out(people, cross, counts, cell, salt)
            if let_out is None:
                exposed |= {*cross}
            else:
                rates[cross] = let_out
    known = {cross: groups for cross, groups in people.population.items() if not exposed & {*cross}}
    return replace(people, answered_by=rates, population=known)


def _let_out(
    people: People, cross: Cross, answered: Mapping[Group, int], cell: int, salt: bytes
) -> dict[Group, Figure] | None:
    """The figures of one attribute; None where the rest of the publication tells them."""
    known = people.population[cross]
    invited = {g: known[g] for g in [*people.sizes[cross], *known] if g in known}
    aside = {g: answered.get(g, 0) - people.sizes[cross].get(g, 0) for g in invited}
    silent = {g: count - answered.get(g, 0) for g, count in invited.items()}
    if min([*aside.values(), *silent.values()]) < 0:  # people called themselves otherwise
        return dict.fromkeys(invited, SUPPRESSED)
    parts: list[dict[Cell, int]] = [
        {(group, kind): count for group, count in counts.items()}
        for kind, counts in ((_ASIDE, aside), (_SILENT, silent))
    ]
    lines = [Equation(tuple(cells)) for cells in parts]
    lines += [Equation(((group, _ASIDE), (group, _SILENT))) for group in invited]
    linked = Linked({**parts[0], **parts[1]}, lines)
    withheld = {group for group in invited if 0 < answered.get(group, 0) < cell}
    if margins := small_margins(linked, cell):
        chosen = least_withheld(linked, margins, by_lot(lambda _: 1.0, salt))
        if chosen is None or not sum(aside.values()):
            return None
        withheld |= {group for group, _kind in chosen.cells}
    if len(withheld) == 1:  # it would follow from the total
        others = [group for group in invited if group not in withheld]
        withheld |= {min(others, key=lambda group: (invited[group], group))} if others else set()
    return {g: SUPPRESSED if g in withheld else answered.get(g, 0) for g in invited}


def rate_tables(people: People, source: Source) -> list[Table]:
    """Invited, answered and rate by group of each attribute; of all people where there is none."""
    everybody = people.population.get((), {}).get(())
    if everybody is None:
        return []
    return [
        _rate_table(people, cross, source, everybody) for cross in [*people.answered_by] or [()]
    ]


def _rate_table(people: People, cross: Cross, source: Source, everybody: int) -> Table:
    lines = [
        (group_code(g), group_label(source.questionnaire, cross, g), people.population[cross][g], n)
        for g, n in people.answered_by.get(cross, {}).items()
    ]
    lines.append(("total", ALL, everybody, people.answered))
    rows = [
        Row(
            code,
            label,
            (
                invited,
                ratio(invited, everybody),
                answered,
                ratio(answered, people.answered),
                ratio(answered, invited),
            ),
            total=code == "total",
        )
        for code, label, invited, answered in lines
    ]
    return Table(
        code="-".join(["participation", *cross, source.code]),
        title=by_cross(Text("Participation", "Response rate"), cross, source),
        columns=_COLUMNS,
        rows=tuple(rows),
        population=Text("personnes invitées", "people invited"),
        source=source.title,
        as_of=source.as_of,
    )
