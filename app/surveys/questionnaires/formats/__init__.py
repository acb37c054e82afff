"""Questionnaires as files: our own, XLSForm, LimeSurvey, DDI Codebook."""

from app.documents.spreadsheets import Refusal
from app.surveys.questionnaires.formats.ddi import write_ddi
from app.surveys.questionnaires.formats.limesurvey import read_limesurvey
from app.surveys.questionnaires.formats.limesurvey.file import structure_in
from app.surveys.questionnaires.formats.losses import Imported, Loss, NotCarried
from app.surveys.questionnaires.formats.unreadable import Unreadable, UnreadableFile
from app.surveys.questionnaires.formats.xlsform import CellTooLong, read_xlsform, write_xlsform
from app.surveys.questionnaires.formats.yaml_file import load_document, write_yaml

__all__ = [
    "CellTooLong",
    "Imported",
    "Loss",
    "NotCarried",
    "Unreadable",
    "UnreadableFile",
    "load_document",
    "read_foreign",
    "read_limesurvey",
    "read_xlsform",
    "write_ddi",
    "write_xlsform",
    "write_yaml",
]


#: How an XLS begins.
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _is_text(data: bytes) -> bool:
    """Whether these are the bytes of a text, which all our own files and those of LimeSurvey are."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):  # in UTF-16
        return True
    return b"\0" not in data and not data.startswith((b"%PDF", b"{\\rtf"))


def _is_table(data: bytes) -> bool:
    """Whether a text is a table with tabs or semicolons, which no questionnaire of ours is."""
    first, second = [*data.split(b"\n", 2), b"", b""][:2]
    return any(first.count(sign) >= 2 and second.count(sign) >= 2 for sign in (b"\t", b";"))


def read_foreign(data: bytes, name: str = "") -> Imported | None:
    """What a file of another program says, recognised by its content; None for a file that can
    only be our own. `name` is what its code is made from where it states none. Raises
    UnreadableFile."""
    if not data.strip():
        raise UnreadableFile(Refusal.EMPTY)
    if data.startswith(b"PK"):
        structure = structure_in(data)
        return read_xlsform(data, name) if structure is None else read_limesurvey(structure)
    if data.startswith(_OLD_WORKBOOK):
        return read_xlsform(data, name)
    if not _is_text(data):
        return read_xlsform(data, name)  # which says what it is
    if _is_table(data):
        raise UnreadableFile(Unreadable.TABLE)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return read_limesurvey(data)
    return None
