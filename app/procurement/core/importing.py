"""Tenders from a spreadsheet, one on each line."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Any

from app import cells
from app.cells import CellError, LineProblem, Trouble
from app.procurement.core.levels import LEVELS, PROCEDURES, PURCHASES, Level, Procedure
from app.text import Text, plain


class TenderTrouble(StrEnum):
    """What can be wrong with a line of tenders, beside what can be with any."""

    NOT_A_MOMENT = "not_a_moment"
    BEFORE_LAUNCH = "before_launch"
    NOT_A_BUYER = "not_a_buyer"
    NO_DIRECTORATE = "no_directorate"
    NOT_WHOLE = "not_whole"


#: The columns, with the headings under which they come too.
COLUMNS: dict[str, tuple[str, ...]] = {
    "numero": ("numéro", "n°", "n° de consultation", "référence", "number"),
    "objet": ("intitulé", "objet de la consultation", "objet du marché", "object"),
    "objet_anglais": ("object in english",),
    "niveau": ("niveau d’égalité", "niveau égalité", "level"),
    "procedure": ("procédure", "type de procédure"),
    "nature": ("nature de l’achat", "type de marché", "purchase"),
    "lots": ("nombre de lots", "number of lots"),
    "montant": ("montant estimé", "montant estimé ht", "montant ht", "amount"),
    "lancement": ("lancée le", "date de lancement", "date de publication", "launched on"),
    "date_limite": ("date limite", "date limite de remise des offres", "deadline"),
    "direction": ("direction acheteuse", "directorate"),
    "acheteur": ("acheteuse", "courriel de l’acheteur", "buyer"),
    "competence_demandee": ("compétence demandée", "skill asked for"),
    "competence_obtenue": ("compétence obtenue", "skill obtained"),
    "montant_attribue": ("montant attribué", "montant notifié", "amount awarded"),
    "fin_marche": ("fin du marché", "date de fin", "end of the contract"),
}
REQUIRED = frozenset({"numero", "objet", "niveau", "lancement", "date_limite"})
#: How buyers write procedures.
_USUAL = {
    "mapa": Procedure.ADAPTED,
    "ao": Procedure.OPEN,
    "aoo": Procedure.OPEN,
    "appel d’offres": Procedure.OPEN,
    "aor": Procedure.RESTRICTED,
    "sad": Procedure.DYNAMIC,
}
_MOST_EUROS = 2_000_000_000
_HOUR = re.compile(r"(.*?)[ T]*(?:à )?(\d{1,2}) ?[:h] ?(\d{2})?(?::\d{2}(?:\.\d+)?)?")
#: The hour of a deadline that says none.
NOON = dt.time(12)


def _folded(words: str) -> str:
    return plain(words).replace("'", "’").strip()


_HEADINGS = {
    _folded(name): column for column, names in COLUMNS.items() for name in (column, *names)
}


def column_of(heading: str) -> str:
    """The column that a heading names; empty for one that is not known."""
    return _HEADINGS.get(_folded(heading), "")


def known_headings(row: Sequence[str]) -> int:
    """How many headings a row holds, to tell the header from a title above it."""
    return sum(bool(column_of(cell)) for cell in row)


def moment(text: str) -> dt.datetime:
    """A day and an hour as people write them, such as 15/03/2024 12:00 or 15/03/2024 à 12h; noon
    where no hour is written. Raises CellError."""
    written = _HOUR.fullmatch(text.strip())
    try:
        day = cells.day(written[1] if written else text)
        hour = dt.time(int(written[2]), int(written[3] or 0)) if written else NOON
    except (CellError, ValueError):
        raise CellError(TenderTrouble.NOT_A_MOMENT) from None
    return dt.datetime.combine(day, hour)


def _named(names: Mapping[Any, Text]) -> cells.Reader[Any]:
    """A reader of one of these words, in either language, or of its code."""
    known = {
        _folded(name): value
        for value, own in names.items()
        for name in (str(value), own.fr, own.en)
    }

    def read(text: str) -> Any:
        if _folded(text) in known:
            return known[_folded(text)]
        raise CellError(Trouble.NOT_A_CODE, ", ".join(own.fr for own in names.values()))

    return read


def _level(text: str) -> Any:
    """A level by its number, alone or before its name, or by its name."""
    written = re.match(r"([0-3])(?![0-9])", text)
    if written:
        return Level(int(written[1]))
    try:
        return _named({level: words.name for level, words in LEVELS.items()})(text)
    except CellError:
        raise CellError(Trouble.NOT_A_CODE, "0, 1, 2, 3") from None


def _procedure(text: str) -> Any:
    return _USUAL[_folded(text)] if _folded(text) in _USUAL else _named(PROCEDURES)(text)


def _whole(low: int, high: int) -> cells.Reader[int]:
    def read(text: str) -> int:
        number = cells.number(re.sub(r"(?i)\s*(€|eur|euros?)?\s*(ht)?$", "", text), low, high)
        if not number.is_integer():
            raise CellError(TenderTrouble.NOT_WHOLE)
        return int(number)

    return read


_READERS: dict[str, cells.Reader[Any]] = {
    "numero": lambda text: cells.short_text(text, 40),
    "objet": lambda text: cells.short_text(text, 160),
    "objet_anglais": lambda text: cells.short_text(text, 160),
    "niveau": _level,
    "procedure": _procedure,
    "nature": _named(PURCHASES),
    "lots": _whole(1, 99),
    "montant": _whole(0, _MOST_EUROS),
    "lancement": cells.day,
    "date_limite": moment,
    "direction": str,
    "acheteur": cells.address,
    "competence_demandee": cells.boolean,
    "competence_obtenue": cells.boolean,
    "montant_attribue": _whole(0, _MOST_EUROS),
    "fin_marche": cells.day,
}


def read_tenders(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    header_line: int,
    directorates: Mapping[str, int],
    buyers: Mapping[str, int],
) -> tuple[list[dict[str, Any]], list[LineProblem]]:
    """The tenders of a file, each by column, or everything that is wrong with it, line by line.

    `directorates` has the numbers of directorates by their names and codes, `buyers` those of people
    by their addresses. Headings that are not known are left aside; problems name the columns as the
    file does.
    """
    columns = [column_of(heading) for heading in header]
    known = [name for name in columns if name]
    problems = cells.header_problems(known, REQUIRED, set(COLUMNS), header_line)
    filled = cells.filled(rows, header_line)
    if problems or not filled:
        return [], problems or [LineProblem(header_line + 1, "", "", Trouble.NO_ROW)]
    units = {_folded(name): number for name, number in directorates.items()}
    tenders: list[dict[str, Any]] = []
    headings = {column_of(heading): heading for heading in header if column_of(heading)}
    lines: dict[str, int] = {}
    for line, row in filled:
        own = {name: cell for name, cell in zip(columns, row, strict=False) if name}
        values, wrong = _read_line(line, own, units, buyers)
        number = str(values.get("numero", ""))
        if number and number in lines:
            wrong.append(
                LineProblem(line, "numero", number, Trouble.DOUBLED_KEY, str(lines[number]))
            )
        lines.setdefault(number, line)
        problems += wrong
        tenders.append(values)
    problems = [replace(own, column=headings.get(own.column, own.column)) for own in problems]
    return ([] if problems else tenders), problems


def _read_line(
    line: int, row: Mapping[str, str], units: Mapping[str, int], buyers: Mapping[str, int]
) -> tuple[dict[str, Any], list[LineProblem]]:
    values: dict[str, Any] = {}
    problems: list[LineProblem] = []
    for column, text in row.items():
        try:
            cells.check(text)
            if text:
                values[column] = _READERS[column](text)
            elif column in REQUIRED:
                raise CellError(Trouble.EMPTY)
        except CellError as refused:
            trouble, expected = refused.trouble, refused.expected
            problems.append(LineProblem(line, column, text[:80], trouble, expected))
    problems += _against_others(line, values, units, buyers)
    return values, problems


def _against_others(
    line: int, values: dict[str, Any], units: Mapping[str, int], buyers: Mapping[str, int]
) -> list[LineProblem]:
    """What does not fit the launch, the directorates or the buyers; names become numbers."""
    problems = []
    launched, deadline = values.get("lancement"), values.get("date_limite")
    ends = values.get("fin_marche")
    if launched and deadline and deadline.date() < launched:
        problems.append(("date_limite", f"{deadline:%d/%m/%Y}", TenderTrouble.BEFORE_LAUNCH, ""))
    if launched and ends and ends < launched:
        problems.append(("fin_marche", f"{ends:%d/%m/%Y}", TenderTrouble.BEFORE_LAUNCH, ""))
    for column, known, trouble in (
        ("direction", units, TenderTrouble.NO_DIRECTORATE),
        ("acheteur", buyers, TenderTrouble.NOT_A_BUYER),
    ):
        if column in values:
            written = values[column]
            name = _folded(written) if column == "direction" else written
            if name in known:
                values[column] = known[name]
            else:
                problems.append((column, written[:80], trouble, ""))
    return [LineProblem(line, *problem) for problem in problems]
