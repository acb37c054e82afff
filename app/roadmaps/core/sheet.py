"""The file of a plan, line by line: what each row says, or everything that is wrong with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from app import cells
from app.cells import CellError, LineProblem, bare
from app.roadmaps.core.actions import ActionStatus, Place
from app.roadmaps.core.columns import COLUMNS, Due, Names, Pilot, PlanTrouble
from app.roadmaps.core.headings import TITLES, columns_of, heading_problems
from app.roadmaps.core.periods import Period
from app.roadmaps.core.plans import Category
from app.roadmaps.core.titles import joined, same_title
from app.text import Text

MOST_ROWS = 5000
#: Cells by which rows know each other: one that is too long is told, and still says which.
_TELLING = frozenset({"code", *TITLES, *(f"{name}_en" for name in TITLES)})

Span: TypeAlias = tuple[dt.date, dt.date]


_UNTITLED, _NOBODY = Text(), Pilot()


@dataclass(frozen=True, slots=True)
class ActionValues:
    """An action as a row gives it, by the names of its attributes."""

    title: Text = _UNTITLED
    status: ActionStatus = ActionStatus.PLANNED
    starts: Period | None = None
    due: Period | None = None
    not_before: bool = False
    pilot: Pilot = _NOBODY
    partners: tuple[int, ...] = ()
    place: Place | None = None
    planned_euros: int | None = None
    spent_euros: int | None = None
    at_no_cost: bool = False


@dataclass(frozen=True, slots=True)
class Under:
    """Where a row stands: what it does not repeat is what the rows above it say."""

    policy: Text = _UNTITLED
    owner: int | None = None
    axis: Text = _UNTITLED
    objective: Text = _UNTITLED


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One row of a plan. `action` is None where it stops at an objective or above; `same_as` is
    the code of the action that it puts under one more objective. `texts` are its cells as they
    were written; `clear` says that every one of them was read."""

    line: int
    under: Under
    category: Category | None
    ambassador: int | None
    code: str
    action: ActionValues | None
    same_as: str
    texts: Mapping[str, str]
    clear: bool


@dataclass(frozen=True)
class Reading:
    """The rows of a file, what is wrong with them, and its columns as it names them."""

    lines: tuple[PlanLine, ...]
    problems: tuple[LineProblem, ...]
    headings: Mapping[str, str]


def read_plan(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    names: Names,
    span: Span,
    header_line: int = 1,
) -> Reading:
    """The rows of a plan that goes through a span of days, under the header on a line of its file.
    A blank policy, axis or objective is that of the row above, since people write plans so."""
    columns = columns_of(header)
    headings = dict(zip(columns, header, strict=True))
    problems = heading_problems(header, header_line)
    filled = cells.filled(rows, header_line)
    if not problems and not filled:
        problems = [LineProblem(header_line + 1, "", "", PlanTrouble.NO_ROW)]
    if not problems and len(filled) > MOST_ROWS:
        said = (str(len(filled)), PlanTrouble.TOO_MANY_ROWS, str(MOST_ROWS))
        problems = [LineProblem(header_line, "", *said)]
    if problems:
        return Reading((), tuple(problems), headings)
    lines, under = [], Under()
    for line, row in filled:
        texts = {name: bare(text) for name, text in zip(columns, row, strict=False) if text}
        values, wrong = _read_cells(line, texts, names)
        under = _under(values, under)
        wrong += _problems_of(line, texts, values, under, span)
        lines.append(_line(line, texts, values, under, clear=not wrong))
        problems += wrong
    return Reading(tuple(lines), tuple(problems), headings)


def _read_cells(
    line: int, texts: Mapping[str, str], names: Names
) -> tuple[dict[str, Any], list[LineProblem]]:
    values: dict[str, Any] = {}
    problems = []
    for name, text in texts.items():
        if name not in COLUMNS:
            continue
        try:
            cells.check(text)
            values[name] = COLUMNS[name].read(text, names)
        except CellError as error:
            said = error.expected if error.trouble is PlanTrouble.UNKNOWN_PARTNER else text
            problems.append(LineProblem(line, name, said, error.trouble, error.expected))
            if name in _TELLING:
                values[name] = text
    return values, problems


def _under(values: Mapping[str, Any], above: Under) -> Under:
    """Where a row stands, from what it says and what the rows above it do. What is under a policy
    or an axis begins anew with another one."""
    policy, axis, objective = (_title(values, name) for name in TITLES[:3])
    owner = values.get("proprietaire")
    if policy and same_title(policy, above.policy) and owner == above.owner:
        above = replace(above, policy=joined(above.policy, policy))
    elif policy or owner not in (None, above.owner):
        above = Under(policy or above.policy, owner)
    if axis and not same_title(axis, above.axis):
        above = replace(above, objective=Text())
    return replace(above, axis=_over(axis, above.axis), objective=_over(objective, above.objective))


def _over(title: Text, above: Text) -> Text:
    """A title that a row gives, with the languages that the same title had above it; without one,
    that above it."""
    return joined(title, above) if not title or same_title(title, above) else title


def _title(values: Mapping[str, Any], name: str) -> Text:
    return Text(values.get(name, ""), values.get(f"{name}_en", ""))


def _has_action(texts: Mapping[str, str]) -> bool:
    """Whether a row says anything of an action."""
    return any(
        COLUMNS[name].of_action or name in ("action", "action_en")
        for name in texts
        if name in COLUMNS
    )


def _line(
    line: int, texts: Mapping[str, str], values: Mapping[str, Any], under: Under, clear: bool
) -> PlanLine:
    due: Due | None = values.get("echeance")
    action = ActionValues(
        title=_title(values, "action"),
        status=values.get("statut", ActionStatus.PLANNED),
        starts=values.get("debut"),
        due=due.period if due else None,
        not_before=due.not_before if due else False,
        pilot=values.get("pilote", _NOBODY),
        partners=values.get("partenaires", ()),
        place=values.get("lieu"),
        planned_euros=values.get("prevu"),
        spent_euros=values.get("depense"),
        at_no_cost=values.get("sans_cout", False),
    )
    return PlanLine(
        line=line,
        under=under,
        category=values.get("categorie"),
        ambassador=values.get("ambassade"),
        code=values.get("code", ""),
        action=action if _has_action(texts) else None,
        same_as=values.get("meme_que", ""),
        texts=texts,
        clear=clear,
    )


def _problems_of(
    line: int, texts: Mapping[str, str], values: Mapping[str, Any], under: Under, span: Span
) -> list[LineProblem]:
    """What is wrong with a row whose cells are read one by one."""

    def problem(name: str, trouble: PlanTrouble) -> LineProblem:
        return LineProblem(line, name, texts.get(name, ""), trouble)

    problems = [problem(name, PlanTrouble.UNTITLED) for name in _untitled(texts, under)]
    starts, due = values.get("debut"), values.get("echeance")
    if starts and due and due.period.before(starts):
        problems.append(problem("echeance", PlanTrouble.REVERSED))
    dates = {"debut": starts, "echeance": due.period if due else None}
    if not values.get("hors_programme"):
        problems += [
            problem(name, PlanTrouble.OUTSIDE)
            for name, period in dates.items()
            if period and period.outside(*span)
        ]
    if values.get("sans_cout") and (values.get("prevu") or values.get("depense")):
        problems.append(problem("sans_cout", PlanTrouble.COST))
    return problems


def _untitled(texts: Mapping[str, str], under: Under) -> Iterator[str]:
    """What a row needs the title of, and has it in neither language, nor from the rows above."""
    if not under.policy:
        yield "politique"
        return
    acts, titled = _has_action(texts), {"action", "action_en", "meme_que"} & set(texts)
    coded = "code" in texts and not {"objectif", "objectif_en"} & set(texts)
    if (acts or coded) and not under.objective:
        yield "objectif"
    if (acts or coded) and not titled:
        yield "action"
