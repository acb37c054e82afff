"""A list of people to invite, read line by line."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
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
    "nom de famille": "name",
    "prénom": "first_name",
    "prenom": "first_name",
    "first name": "first_name",
    "mail": "email",
    "adresse électronique": "email",
    "adresse mail": "email",
    "genre": "sex",
    "langue": "language",
    "language": "language",
    "sexe": "sex",
    "categorie": "category",
    "catégorie": "category",
    "direction": "directorate",
}
#: What every list may hold beside the attributes that are asked for.
_PERSON = ("email", "name", "first_name", "language")
#: Signs of a value, which is matched with the answers of a questionnaire by its words.
_LONGEST = 80


@dataclass(frozen=True)
class Listed:
    """One person of a list."""

    email: str
    name: str
    language: str = "fr"
    attributes: Mapping[str, str] = field(default_factory=dict)


def columns_of(header: Sequence[str]) -> list[str]:
    """What each column of a list holds: something of the person, or an attribute."""
    return [COLUMNS.get(name, name.replace(" ", "_").replace("-", "_")) for name in header]


def left_out(header: Sequence[str], attributes: Collection[str]) -> list[str]:
    """The columns of a list that are not kept: neither of the person nor asked for."""
    pairs = zip(header, columns_of(header), strict=True)
    return [name for name, column in pairs if column not in {*_PERSON, *attributes}]


def read_population(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    directory: Collection[str] | None,
    attributes: Collection[str],
    header_line: int = 1,
) -> tuple[list[Listed], list[LineProblem]]:
    """The people of a list, or everything to mend in it, line by line, by the names of its columns.

    `directory` holds the addresses of the authority's people when nobody else may be invited; None
    lets in people from elsewhere. Of the other columns, only `attributes` are kept.
    """
    wanted = {*_PERSON, *attributes}
    names = [name if name in wanted else "" for name in columns_of(header)]
    kept = [name for name in names if name]
    problems = header_problems(kept, {"email"}, wanted, header_line)
    if problems:
        return [], problems
    filled = cells.filled(rows, header_line)
    if not filled:
        return [], [LineProblem(header_line, "email", "", Trouble.NO_ROW)]
    people: list[Listed] = []
    lines: dict[str, int] = {}
    for line, row in filled:
        cell = {name: text for name, text in zip(names, row, strict=False) if name}
        failed = _failed(line, cell)
        problems += failed
        if failed:
            continue
        person = _person(line, cell, lines, directory, problems)
        people += [person] if person else []
    titles = dict(zip(names, header, strict=True))
    return people, [replace(p, column=titles.get(p.column, p.column)) for p in problems]


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
    name = " ".join(filter(None, [cell.get("first_name", ""), cell.get("name", "")]))
    if len(name) > 120:
        wrong("name", Trouble.TOO_LONG, "120")
    language = cell.get("language", "").lower() or "fr"
    if language not in ("fr", "en"):
        wrong("language", Trouble.NOT_A_CODE, "fr, en")
    attributes: dict[str, str] = {}
    for column, value in cell.items():
        if column not in _PERSON and value:
            attributes[column] = value
            if len(value) > _LONGEST:
                wrong(column, Trouble.TOO_LONG, str(_LONGEST))
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
