"""Questionnaires as files: our own, XLSForm, LimeSurvey, DDI Codebook."""

from app.surveys.questionnaires.formats.ddi import write_ddi
from app.surveys.questionnaires.formats.limesurvey import read_limesurvey
from app.surveys.questionnaires.formats.losses import Imported, Loss, NotCarried
from app.surveys.questionnaires.formats.unreadable import Unreadable, UnreadableFile
from app.surveys.questionnaires.formats.xlsform import read_xlsform, write_xlsform
from app.surveys.questionnaires.formats.yaml_file import load_document, write_yaml

__all__ = [
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


def read_foreign(data: bytes) -> Imported | None:
    """What a file of another program says, recognised by its content; None for a file that can
    only be our own. Raises UnreadableFile."""
    if data.startswith(b"PK"):
        return read_xlsform(data)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return read_limesurvey(data)
    return None
