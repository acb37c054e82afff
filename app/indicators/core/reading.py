"""Reading the agents' file. Column names are the canonical ones of the HR interchange schema."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app import cells
from app.cells import CellError, LineProblem, Trouble
from app.indicators.core.agents import Agent
from app.indicators.core.columns import BONUS_PARTS, COLUMNS, KEPT, KEY, REQUIRED, USED


@dataclass(frozen=True)
class Reading:
    """A file, once read: agents with the columns kept for later, or everything that is wrong."""

    agents: list[tuple[Agent, dict[str, Any]]]
    problems: list[LineProblem]


def read_agents(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    year: int,
    pseudonym: Callable[[str], str],
    header_line: int = 1,
) -> Reading:
    """The agents of a file of this year.

    `pseudonym` turns a staff number into an identifier on entry; the number itself goes no
    further. With any problem at all, there are no agents.
    """
    problems = cells.header_problems(header, REQUIRED, COLUMNS, header_line)
    if problems:
        return Reading([], problems)
    filled = cells.filled(rows, header_line)
    if not filled:
        return Reading([], [LineProblem(header_line + 1, "", "", Trouble.NO_ROW)])
    agents = []
    lines_of: dict[str, int] = {}
    columns = [(position, name, _reader(name)) for position, name in enumerate(header) if name]
    for line, row in filled:
        values, wrong = _read_line(line, row, columns)
        wrong += _contradictions(line, values, dict(zip(header, row, strict=False)), year)
        number = values.pop(KEY, None)
        if number is not None and number in lines_of:
            wrong.append(LineProblem(line, KEY, number, Trouble.DOUBLED_KEY, str(lines_of[number])))
        if number is not None:
            lines_of.setdefault(number, line)
        problems += wrong
        if not wrong:
            agents.append(_agent(pseudonym(str(number)), values))
    return Reading([] if problems else agents, problems)


def _reader(name: str) -> cells.Reader[Any]:
    if name == KEY:
        return lambda text: cells.short_text(text, 40)
    return USED[name][0] if name in USED else KEPT[name]


def _read_line(
    line: int, row: Sequence[str], columns: Sequence[tuple[int, str, cells.Reader[Any]]]
) -> tuple[dict[str, Any], list[LineProblem]]:
    values: dict[str, Any] = {}
    problems = []
    for position, name, read in columns:
        text = row[position]
        if not text:
            if name in REQUIRED:
                problems.append(LineProblem(line, name, "", Trouble.EMPTY))
            continue
        try:
            cells.check(text)
            values[name] = read(text)
        except CellError as error:
            problems.append(LineProblem(line, name, text, error.trouble, error.expected))
    extra = [text for text in row[len(columns) :] if text] if len(row) > len(columns) else []
    if extra and len(columns) == max(position for position, _, _ in columns) + 1:
        problems.append(LineProblem(line, "", extra[0], Trouble.UNKNOWN_COLUMN))
    return values, problems


def _contradictions(
    line: int, values: dict[str, Any], texts: dict[str, str], year: int
) -> list[LineProblem]:
    """What no file of this year can say."""
    problems = []
    born = values.get("date_naissance")
    if isinstance(born, dt.date) and not 14 <= year - born.year <= 90:
        rule = f"14 … 90 ({year})"
        problems.append(
            LineProblem(line, "date_naissance", texts["date_naissance"], Trouble.OUT_OF_RANGE, rule)
        )
    left, recruited = values.get("date_sortie"), values.get("date_recrut")
    if left and recruited and left < recruited:
        problems.append(
            LineProblem(
                line,
                "date_sortie",
                texts["date_sortie"],
                Trouble.INCONSISTENT,
                "date_sortie ≥ date_recrut",
            )
        )
    if values.get("annee") not in (None, year):
        problems.append(LineProblem(line, "annee", texts["annee"], Trouble.OUT_OF_RANGE, str(year)))
    return problems


def _agent(uid: str, values: dict[str, Any]) -> tuple[Agent, dict[str, Any]]:
    fields = {USED[name][1]: value for name, value in values.items() if name in USED}
    fields["birth_year"] = fields["birth_year"].year
    if "bonus" not in fields and any(part in values for part in BONUS_PARTS):
        fields["bonus"] = sum(values.get(part, 0.0) for part in BONUS_PARTS)
    kept = {
        name: value.isoformat() if isinstance(value, dt.date) else value
        for name, value in values.items()
        if name in KEPT
    }
    return Agent(uid=uid, **fields), kept


class Oddity(StrEnum):
    """What is odd in a file without being wrong."""

    LOW_PAY = "low_pay"
    HIGH_PAY = "high_pay"
    PROMOTED_NOT_ELIGIBLE = "promoted_not_eligible"
    STAFF_CHANGED = "staff_changed"
    WOMEN_SHARE_CHANGED = "women_share_changed"


LOW_PAY, HIGH_PAY = 15_000, 250_000  # euros a full-time equivalent year


def plausibility(
    agents: Sequence[Agent], before: Sequence[Agent], year: int
) -> list[tuple[Oddity, int]]:
    """Oddities of a file and how many lines each concerns; `before` is the year before, if any."""
    full = [agent.pay / agent.fte for agent in agents if agent.fte > 0.05]
    oddities = [
        (Oddity.LOW_PAY, sum(pay < LOW_PAY for pay in full)),
        (Oddity.HIGH_PAY, sum(pay > HIGH_PAY for pay in full)),
        (
            Oddity.PROMOTED_NOT_ELIGIBLE,
            sum(bool(a.promoted) and a.eligible is False for a in agents),
        ),
    ]
    now, then = _staff(agents, year), _staff(before, year - 1)
    if then[0]:
        if abs(now[0] - then[0]) > 0.10 * then[0]:
            oddities.append((Oddity.STAFF_CHANGED, abs(now[0] - then[0])))
        if now[0] and abs(now[1] / now[0] - then[1] / then[0]) > 0.03:
            oddities.append((Oddity.WOMEN_SHARE_CHANGED, now[1]))
    return [(oddity, count) for oddity, count in oddities if count]


def _staff(agents: Sequence[Agent], year: int) -> tuple[int, int]:
    staff = [agent for agent in agents if agent.present(year)]
    return len(staff), sum(agent.woman for agent in staff)
