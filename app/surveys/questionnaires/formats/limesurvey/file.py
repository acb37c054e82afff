"""A LimeSurvey structure file (.lss) as tables of texts. It is hostile until proved otherwise."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

from app.surveys.questionnaires.formats.unreadable import Unreadable, UnreadableFile
from app.text import LANGUAGES

Line: TypeAlias = dict[str, str]

MAX_BYTES = 5 * 1024 * 1024
MAX_LINES = 100_000


@dataclass(frozen=True)
class Tables:
    """The tables of a file by name, and the languages of its texts, the first one its own."""

    lines: dict[str, list[Line]]
    languages: list[str]

    def __getitem__(self, name: str) -> list[Line]:
        return self.lines.get(name, [])


def structure_in(archive: bytes) -> bytes | None:
    """The survey structure inside an archive of a survey (.lsa); None where there is none.

    Raises UnreadableFile.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as parts:
            inside = [part for part in parts.infolist() if part.filename.endswith(".lss")]
            if not inside:
                return None
            with parts.open(inside[0]) as file:
                return file.read(MAX_BYTES + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        return None  # read as a workbook, it is said to be damaged


def read_tables(data: bytes) -> Tables:
    """Raises UnreadableFile."""
    if len(data) > MAX_BYTES:
        raise UnreadableFile(Unreadable.TOO_LARGE, detail="5")
    try:
        root = fromstring(data, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    except ParseError as error:
        raise UnreadableFile(Unreadable.NOT_XML, error.position[0]) from None
    except (DefusedXmlException, ValueError, LookupError):
        raise UnreadableFile(Unreadable.NOT_XML) from None
    kind = (root.findtext("LimeSurveyDocType") or "").strip()
    if root.tag != "document" or kind != "Survey":
        raise UnreadableFile(Unreadable.NOT_LIMESURVEY)
    lines = {table.tag: _lines(table) for table in root if table.find("rows") is not None}
    if sum(len(each) for each in lines.values()) > MAX_LINES:
        raise UnreadableFile(Unreadable.TOO_MANY_LINES)
    if not lines.get("questions") or not lines.get("groups"):
        raise UnreadableFile(Unreadable.NOT_LIMESURVEY)
    return Tables(lines, _languages(root, lines))


def _lines(table: Element) -> list[Line]:
    rows = table.find("rows")
    return [
        {cell.tag: cell.text or "" for cell in row} for row in (rows if rows is not None else ())
    ]


def _languages(root: Element, lines: dict[str, list[Line]]) -> list[str]:
    survey = next(iter(lines.get("surveys", [])), {})
    listed = [element.text or "" for element in root.findall("languages/language")]
    said = [survey.get("language", ""), *listed]
    return list(dict.fromkeys(language.strip() for language in said if language.strip()))


class Language:
    """How the languages of a file stand for ours."""

    def __init__(self, languages: list[str]) -> None:
        ours = [(name, name.lower().split("-")[0]) for name in languages]
        self.names: dict[str, str] = {name: short for name, short in ours if short in LANGUAGES}
        self.others = [name for name, short in ours if short not in LANGUAGES]
        if not self.names and self.others:
            self.names = {self.others[0]: ""}

    def words(self, lines: Iterable[Line], column: str) -> Line:
        """The words of a column by our languages, from lines that are each in one language."""
        row: Line = {}
        for line in lines:
            short = self.names.get(line.get("language", ""))
            if short is not None and line.get(column):
                row.setdefault(short, line[column])
        return row
