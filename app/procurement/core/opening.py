"""The list of the opening of bids, as it is pasted from a spreadsheet or a platform."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.procurement.core.firms import Identifier, IdentifierFault, NotAFirm, read_identifier


@dataclass(frozen=True)
class Bid:
    """A firm of the list."""

    firm: Identifier
    name: str


@dataclass(frozen=True)
class WrongLine:
    """A line that names no firm: why its number is refused, None where it has no name."""

    line: int
    fault: IdentifierFault | None


def read_opening(text: str) -> tuple[list[Bid], list[WrongLine]]:
    """The firms of a list, one on each line: a number, then a name or the other way round, among
    other cells. Lines without figures before the first firm are headings; a SIRET names the firm of its SIREN; a firm
    that comes twice counts once. With one wrong line nothing is to be taken.
    """
    bids: dict[str, Bid] = {}
    wrong: list[WrongLine] = []
    for place, line in enumerate(text.splitlines(), start=1):
        heading = not bids and not wrong and not re.search(r"[0-9]", line)
        if heading or not line.strip(" \t;,"):
            continue
        read = _read(_cells(line))
        if isinstance(read, Bid):
            bids.setdefault(read.firm.number, read)
        else:
            wrong.append(WrongLine(place, read))
    return list(bids.values()), wrong


def _cells(line: str) -> list[str]:
    separator = next((sign for sign in "\t;," if sign in line), ";")
    return [cell.strip() for cell in line.split(separator) if cell.strip()]


def _read(cells: Sequence[str]) -> Bid | IdentifierFault | None:
    """The firm of a line, or what is wrong with the cell that looks most like its number."""
    faults: list[IdentifierFault] = []
    for at, cell in enumerate(cells):
        try:
            firm = read_identifier(_of_siret(cell))
        except NotAFirm as refused:
            if re.search(r"[0-9]{4}", re.sub(r"\s", "", cell)):
                faults.append(refused.fault)
            continue
        name = max((*cells[:at], *cells[at + 1 :]), key=_letters, default="")
        return Bid(firm, name[:160]) if _letters(name) else None
    return faults[0] if faults else IdentifierFault.EMPTY


def _letters(cell: str) -> int:
    return sum(sign.isalpha() for sign in cell)


def _of_siret(cell: str) -> str:
    compact = re.sub(r"[\s.]", "", cell)
    return compact[:9] if re.fullmatch(r"[0-9]{14}", compact) else cell
