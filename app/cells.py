"""Reading the cells of a file that a person made: values, or problems that say where and why."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TypeVar


class Trouble(StrEnum):
    """What can be wrong with any file; a feature has its own troubles beside these."""

    UNKNOWN_COLUMN = "unknown_column"
    MISSING_COLUMN = "missing_column"
    DOUBLED_COLUMN = "doubled_column"
    EMPTY = "empty"
    NOT_A_CODE = "not_a_code"
    NOT_A_NUMBER = "not_a_number"
    OUT_OF_RANGE = "out_of_range"
    NOT_A_DATE = "not_a_date"
    NOT_A_BOOLEAN = "not_a_boolean"
    NOT_AN_ADDRESS = "not_an_address"
    TOO_LONG = "too_long"
    DOUBLED_KEY = "doubled_key"
    INCONSISTENT = "inconsistent"
    OTHER_THAN_LINE = "other_than_line"
    NO_ROW = "no_row"
    NOT_IN_DIRECTORY = "not_in_directory"
    IN_ERROR = "in_error"
    NOT_COMPUTED = "not_computed"
    TWO_READINGS = "two_readings"


@dataclass(frozen=True)
class LineProblem:
    """One thing to mend in a file: line and column as the spreadsheet numbers them."""

    line: int
    column: str
    value: str
    trouble: StrEnum
    expected: str = ""
    file: str = ""  # where several are sent together


class CellError(ValueError):
    """A cell that cannot be read; carries the trouble and what was expected."""

    def __init__(self, trouble: StrEnum, expected: str = "") -> None:
        super().__init__(trouble)
        self.trouble = trouble
        self.expected = expected


Value = TypeVar("Value")
Reader = Callable[[str], Value]

_SPACES = re.compile(r"[\s\u00a0\u202f]")
#: Between thousands; between figures that are no thousands.
_SPACED = re.compile(r"(?<=[0-9])[ \u00a0\u202f\u2009](?=[0-9]{3}(?![0-9]))")
_APART = re.compile(r"[0-9]\s+[0-9]")
_TRUE = {"1", "oui", "vrai", "o", "true", "yes", "x"}
_FALSE = {"0", "non", "faux", "n", "false", "no"}


#: No figure of an authority is larger; sums of many such numbers can still be written.
LARGEST = 1e12


#: Thousands set apart by a comma or a point, and what may follow them.
_GROUPED = {
    ",": re.compile(r"[+-]?[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]*)?"),
    ".": re.compile(r"[+-]?[1-9][0-9]{0,2}(\.[0-9]{3})+(,[0-9]*)?"),
}
#: Which sign a reader of a language takes for thousands, where another could take it for decimals.
_THOUSANDS = {"en": ","}
#: Which one may be either.
_EITHER = {"fr": (",", "."), "": (",",)}


#: What Python takes for a number and nobody writes in a cell: 1_0, 1e5.
_FANCY = re.compile(r"_|[0-9]e[0-9]", re.IGNORECASE)


def small_number(text: str) -> int | None:
    """A whole number as a form or an address sends it; None for anything else, whatever Python
    would take for digits."""
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else None


def number(
    text: str, low: float | None = None, high: float | None = None, language: str = ""
) -> float:
    """A decimal number written with a comma or a point, thousands set apart or not.

    Within the bounds given, and in any case within LARGEST. `language` is that of the page on which
    it was typed: « 1,000 » is a thousand in English, and elsewhere one or a thousand, as « 1.000 »
    is in French. Files have no language, and a point in them is a decimal one. Raises CellError.
    """
    text = _SPACED.sub("", text).strip().replace("\u2212", "-")
    if _APART.search(text):
        raise CellError(Trouble.NOT_A_NUMBER)
    plain = _ungrouped(_SPACES.sub("", text), language).replace(",", ".")
    if _FANCY.search(plain):
        raise CellError(Trouble.NOT_A_NUMBER)
    try:
        value = float(Decimal(plain))
    except (InvalidOperation, ValueError):  # letters, or a signalling NaN
        raise CellError(Trouble.NOT_A_NUMBER) from None
    if value != value or value in (float("inf"), float("-inf")):
        raise CellError(Trouble.NOT_A_NUMBER)
    low, high = -LARGEST if low is None else low, LARGEST if high is None else high
    if not low <= value <= high:
        raise CellError(Trouble.OUT_OF_RANGE, f"{low:.15g} … {high:.15g}")
    return value


def _ungrouped(text: str, language: str) -> str:
    """A number without the signs between its thousands. Raises CellError where one sign may be that
    of decimals as well."""
    for sign, grouped in _GROUPED.items():
        if not grouped.fullmatch(text):
            continue
        alone = len(re.findall("[,.]", text)) == 1
        if not alone or sign == _THOUSANDS.get(language):
            return text.replace(sign, "")
        if sign in _EITHER.get(language, ()):
            raise CellError(Trouble.TWO_READINGS, _readings(text, sign))
    return text


def _readings(text: str, sign: str) -> str:
    """What « 1,125 » is with decimals and with thousands, each as it can be written."""
    decimals, thousands = text.replace(sign, ","), text.replace(sign, "")
    short = decimals.rstrip("0").rstrip(",")
    decimals = short if short != decimals else f"{decimals}0"
    return f"{decimals} / {thousands}"


def typed(value: float, language: str = "") -> str:
    """A number as a field holds it, to be read again as it is: three decimals have a fourth."""
    text = f"{value:.15f}".rstrip("0").rstrip(".") if abs(value) < 1e15 else f"{value:.15g}"
    if len(text.replace("-", "")) > 16:  # beyond what a number keeps
        text = f"{value:.15g}"
    if language != "en":
        text = text.replace(".", ",")
    return f"{text}0" if re.search(r"[.,][0-9]{3}$", text) else text


_HOUR = r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?)?"
_FRENCH_DAY = re.compile(r"([0-9]{1,2})[/.\-]([0-9]{1,2})[/.\-]([0-9]{4})" + _HOUR)
_STANDARD_DAY = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})" + _HOUR)


def day(text: str) -> dt.date:
    """A day written 31/12/1980, 31.12.1980, 31-12-1980 or 1980-12-31, whatever the hour after it."""
    french, standard = _FRENCH_DAY.fullmatch(text.strip()), _STANDARD_DAY.fullmatch(text.strip())
    parts = french or standard
    if parts is not None:
        first, second, third = (int(each) for each in parts.groups())
        try:
            value = dt.date(third, second, first) if french else dt.date(first, second, third)
        except ValueError:
            raise CellError(Trouble.NOT_A_DATE) from None
        if 1900 <= value.year <= 2100:
            return value
    raise CellError(Trouble.NOT_A_DATE)


def boolean(text: str) -> bool:
    if text.lower() in _TRUE:
        return True
    if text.lower() in _FALSE:
        return False
    raise CellError(Trouble.NOT_A_BOOLEAN)


def code(codes: Mapping[str, Value]) -> Reader[Value]:
    """A reader of one of these codes."""

    def read(text: str) -> Value:
        try:
            return codes[text.upper()]
        except KeyError:
            raise CellError(Trouble.NOT_A_CODE, ", ".join(codes)) from None

    return read


#: What a spreadsheet would take for the beginning of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def inert(text: str) -> str:
    """A text that no spreadsheet runs as a formula."""
    return "'" + text if text.startswith(FORMULA) else text


def bare(text: str) -> str:
    """A text as it was before a file made it inert."""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text


def short_text(text: str, limit: int = 200) -> str:
    if len(text) > limit:
        raise CellError(Trouble.TOO_LONG, str(limit))
    return text


_ADDRESS = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+")


def address(text: str) -> str:
    """An e-mail address, in lower case."""
    if len(text) > 254 or not _ADDRESS.fullmatch(text):
        raise CellError(Trouble.NOT_AN_ADDRESS)
    return text.lower()


def named_among(names: Collection[str]) -> Callable[[Sequence[str]], int]:
    """Counts how many of these names a row holds, to tell a header from the title above it."""
    known = frozenset(names)
    return lambda row: len(known.intersection(text.lower() for text in row))


def filled(rows: Sequence[Sequence[str]], header_line: int) -> list[tuple[int, Sequence[str]]]:
    """The rows under a header that hold anything, each with the number of its line."""
    return [(line, row) for line, row in enumerate(rows, start=header_line + 1) if any(row)]


#: What spreadsheets write in a cell whose formula failed, in the languages of their users.
_IN_ERROR = re.compile(
    r"#(?:N/?[AD]|DIV/0!|REF!|VALUE!|VALEUR!|NAME\?|NOM\s?\?|NUM!|NOMBRE!|NULL!|NUL!"
    r"|SPILL!|CALC!|GETTING_DATA)|Err\s?:\s?\d{3}",
    re.IGNORECASE,
)
#: What the reader of workbooks gives for a formula without its result.
_NOT_COMPUTED = "#FORMULA?"


def check(text: str) -> None:
    """A formula that failed, or was never computed, is neither nothing nor a text.

    Raises CellError.
    """
    if _IN_ERROR.fullmatch(text):
        raise CellError(Trouble.IN_ERROR)
    if text == _NOT_COMPUTED:
        raise CellError(Trouble.NOT_COMPUTED)


def header_problems(
    header: Sequence[str], required: Collection[str], known: Collection[str], line: int = 1
) -> list[LineProblem]:
    """What is wrong with the header of a file, which is on this line."""
    problems = [
        LineProblem(line, name, name, Trouble.UNKNOWN_COLUMN)
        for name in header
        if name and name not in known
    ]
    problems += [
        LineProblem(line, name, name, Trouble.DOUBLED_COLUMN)
        for name in sorted({name for name in header if name and header.count(name) > 1})
    ]
    problems += [
        LineProblem(line, name, "", Trouble.MISSING_COLUMN)
        for name in sorted(set(required) - set(header))
    ]
    return problems
