"""Spreadsheets in and out."""

from app.documents.spreadsheets.frames import Frame, read_frame
from app.documents.spreadsheets.process.asking import Described, Limits, Refusal, RefusedFile
from app.documents.spreadsheets.reading import USUAL, Known, Sheet, Table, read_sheet, read_tables
from app.documents.spreadsheets.writing import (
    XLSX,
    Cell,
    Page,
    write_csv,
    write_standard_csv,
    write_template,
    write_workbook,
)

__all__ = [
    "USUAL",
    "XLSX",
    "Cell",
    "Described",
    "Frame",
    "Known",
    "Limits",
    "Page",
    "Refusal",
    "RefusedFile",
    "Sheet",
    "Table",
    "read_frame",
    "read_sheet",
    "read_tables",
    "write_csv",
    "write_standard_csv",
    "write_template",
    "write_workbook",
]
