"""Cells in error, which the reader of workbooks takes for empty ones, and formulas never computed.

They are found in the XML itself: an average over cells that failed would be wrong in silence.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

#: A cell, by its line and column from 0.
Place = tuple[int, int]
NOT_COMPUTED = "#FORMULA?"

_ERROR = re.compile(
    rb"<(?:\w+:)?c\s([^>]*)(?<=\s)t=[\"']e[\"']([^>]*)>.{0,4000}?<(?:\w+:)?v>([^<]*)<", re.DOTALL
)
_FORMULA = re.compile(
    rb"<(?:\w+:)?c\s([^>]*[^/])>\s*<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_TEXT = re.compile(rb"\bt=[\"']str[\"']")
_ADDRESS = re.compile(rb"\br=[\"']([A-Z]{1,3})([0-9]{1,7})[\"']")


def errors_of_xlsx(archive: zipfile.ZipFile, sheet: str) -> Mapping[Place, str]:
    """The cells of a sheet that hold an error, or a formula without its result."""
    content = archive.read(_part_of(archive, sheet))
    errors = {}
    if b't="e"' in content or b"t='e'" in content:
        for match in _ERROR.finditer(content):
            errors[_place(match[1] + match[2])] = match[3].decode(errors="replace")
    for match in _FORMULA.finditer(content):
        if not _TEXT.search(match[1]):  # a formula that gives the empty text
            errors.setdefault(_place(match[1]), NOT_COMPUTED)
    return errors


def _place(attributes: bytes) -> Place:
    """Where a cell is, by its attributes; in the first one where it does not say."""
    address = _ADDRESS.search(attributes)
    if address is None:
        return 0, 0
    column = 0
    for letter in address[1]:
        column = column * 26 + letter - 64
    return int(address[2]) - 1, column - 1


def _part_of(archive: zipfile.ZipFile, sheet: str) -> str:
    """The part of an archive that holds a sheet."""
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    number = next(
        value
        for element in _all(book, "sheet")
        if element.get("name") == sheet
        for name, value in element.attrib.items()
        if name.endswith("}id")
    )
    links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    target = next(each.get("Target", "") for each in links if each.get("Id") == number)
    return posixpath.normpath(posixpath.join("xl", target)).removeprefix("/")


def _all(root: Element, name: str) -> Iterator[Element]:
    return (each for each in root.iter() if each.tag.rpartition("}")[2] == name)


_SHOWN = re.compile(r"#[A-Z0/]{2,12}[!?]?|Err:\d{3}")
_SHOWN_BYTES = re.compile(_SHOWN.pattern.join((">(?:", ")<")).encode())


def errors_of_ods(archive: zipfile.ZipFile, sheet: str) -> Mapping[Place, str]:
    """The cells of a sheet whose shown text is an error of a formula."""
    content = archive.read("content.xml")
    if not _SHOWN_BYTES.search(content):
        return {}
    root = ElementTree.fromstring(content)
    table = next(each for each in _all(root, "table") if _of(each, "name") == sheet)
    errors, line = {}, 0
    for row in _all(table, "table-row"):
        column = 0
        for cell in row:
            text = "".join(cell.itertext())
            if _of(cell, "formula") and _SHOWN.fullmatch(text):
                errors[line, column] = text
            column += int(_of(cell, "number-columns-repeated") or 1)
        line += int(_of(row, "number-rows-repeated") or 1)
    return errors


def _of(element: Element, name: str) -> str | None:
    """An attribute, whatever the prefix of its namespace."""
    return next((v for k, v in element.attrib.items() if k.rpartition("}")[2] == name), None)
