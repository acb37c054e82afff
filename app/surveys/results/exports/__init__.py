"""Files of published results: figures, dictionary, and a file for statistical programs."""

from app.surveys.results.exports.dictionary import CODEBOOK, Variable, codebook, variables
from app.surveys.results.exports.figures import figure_rows, header, workbook
from app.surveys.results.exports.sav import write_sav

__all__ = [
    "CODEBOOK",
    "Variable",
    "codebook",
    "figure_rows",
    "header",
    "variables",
    "workbook",
    "write_sav",
]
