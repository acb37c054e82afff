"""A list of people to invite, read line by line."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from app import cells
from app.cells import CellError, LineProblem, Trouble, header_problems

#: Columns of a list, in French or in English; every other column is an attribute of the people.
COLUMNS = {
    "courriel": "email",
    "email": "email",
    "e-mail": "email",
    "adresse": "email",
    "nom": "name",
    "name": "name",
    "langue": "language",
    "language": "language",
    "sexe": "sex",
    "categorie": "category",
    "catégorie": "category",
    "direction": "directorate",
}
_ATTRIBUTE = re.compile(r"[a-z][a-z0-9_]{0,39}")
_VALUE = re.compile(r"[a-z0-9][a-z0-9_]{0,39}")


@dataclass(frozen=True)
class Listed:
    """One person of a list."""

    email: str
    name: str
    language: str = "fr"
    attributes: Mapping[str, str] = field(default_factory=dict)


def read_population(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    directory: Collection[str] | None,
    header_line: int = 1,
) -> tuple[list[Listed], list[LineProblem]]:
    """The people of a list, or everything to mend in it, line by line.

    `directory` holds the addresses of the authority's people when nobody else may be invited; None
    lets in people from elsewhere.
    """
    names = [COLUMNS.get(name, name.replace(" ", "_").replace("-", "_")) for name in header]
    known = {"email", "name", "language"} | {n for n in names if _ATTRIBUTE.fullmatch(n)}
    problems = header_problems(names, {"email"}, known, header_line)
    if problems:
        return [], problems
    filled = cells.filled(rows, header_line)
    if not filled:
        return [], [LineProblem(header_line, "email", "", Trouble.NO_ROW)]
    people: list[Listed] = []
    lines: dict[str, int] = {}
    for line, row in filled:
        cell = dict(zip(names, row, strict=False))
        failed = _failed(line, cell)
        problems += failed
        if failed:
            continue
        person = _person(line, cell, lines, directory, problems)
        people += [person] if person else []
    return people, problems


def _failed(line: int, cell: dict[str, str]) -> list[LineProblem]:
    """The cells of a line whose formula failed."""
    problems = []
    for column, text in cell.items():
        try:
            cells.check(text)
        except CellError as error:
            problems.append(LineProblem(line, column, text, error.trouble))
    return problems


def _person(
    line: int,
    cell: dict[str, str],
    lines: dict[str, int],
    directory: Collection[str] | None,
    problems: list[LineProblem],
) -> Listed | None:
    def wrong(column: str, trouble: StrEnum, expected: str = "") -> None:
        problems.append(LineProblem(line, column, cell.get(column, "")[:60], trouble, expected))

    before = len(problems)
    email = cell["email"].lower()
    if flaw := _trouble_of(email, lines, directory):
        wrong("email", *flaw)
    lines.setdefault(email, line)
    name = cell.get("name", "")
    if len(name) > 120:
        wrong("name", Trouble.TOO_LONG, "120")
    language = cell.get("language", "").lower() or "fr"
    if language not in ("fr", "en"):
        wrong("language", Trouble.NOT_A_CODE, "fr, en")
    attributes: dict[str, str] = {}
    for column, value in cell.items():
        if column not in ("email", "name", "language") and value:
            attributes[column] = value.lower()
            if not _VALUE.fullmatch(value.lower()):
                wrong(column, Trouble.NOT_A_CODE, "a-z, 0-9, _")
    return Listed(email, name, language, attributes) if len(problems) == before else None


def _trouble_of(
    email: str, lines: Mapping[str, int], directory: Collection[str] | None
) -> tuple[StrEnum, str] | None:
    """What is wrong with an address; None when it may be invited."""
    if not email:
        return Trouble.EMPTY, ""
    try:
        cells.address(email)
    except CellError as error:
        return error.trouble, ""
    if email in lines:
        return Trouble.DOUBLED_KEY, str(lines[email])
    if directory is not None and email not in directory:
        return Trouble.NOT_IN_DIRECTORY, ""
    return None
