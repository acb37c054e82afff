"""Questionnaires in and out as XLSForm, the spreadsheets of ODK and KoboToolbox."""

from app.surveys.questionnaires.formats.xlsform.book import CellTooLong
from app.surveys.questionnaires.formats.xlsform.reading import read_xlsform
from app.surveys.questionnaires.formats.xlsform.writing import write_xlsform

__all__ = ["CellTooLong", "read_xlsform", "write_xlsform"]
