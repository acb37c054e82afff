"""By what the generated agents are drawn."""

from __future__ import annotations

STREAMS = {  # weights by category and sex: ADM, TEC, CUL, SPO, MSO, ANI
    ("A", "F"): (52, 20, 18, 2, 8, 0),
    ("A", "H"): (28, 58, 10, 3, 1, 0),
    ("B", "F"): (50, 16, 26, 4, 3, 1),
    ("B", "H"): (16, 60, 12, 9, 0, 3),
    ("C", "F"): (46, 34, 12, 1, 2, 5),
    ("C", "H"): (6, 84, 4, 2, 0, 4),
}
STREAM_CODES = ("ADM", "TEC", "CUL", "SPO", "MSO", "ANI")
PAY = {"A": 47_800, "B": 34_900, "C": 28_600, "HC": 22_400}
STREAM_PAY = {
    "ADM": 1.0,
    "TEC": 1.04,
    "CUL": 0.97,
    "SPO": 0.99,
    "MSO": 0.98,
    "ANI": 0.95,
    "HF": 1.0,
}
FRAMEWORKS = {
    ("A", "ADM"): "Attachés territoriaux",
    ("A", "TEC"): "Ingénieurs territoriaux",
    ("A", "CUL"): "Bibliothécaires territoriaux",
    ("B", "ADM"): "Rédacteurs territoriaux",
    ("B", "TEC"): "Techniciens territoriaux",
    ("C", "ADM"): "Adjoints administratifs territoriaux",
    ("C", "TEC"): "Adjoints techniques territoriaux",
    ("C", "CUL"): "Adjoints du patrimoine",
}
DIRECTORATES = {
    "ADM": ("d01", "d02", "d03", "d04", "d05", "d06", "d07", "d12", "d13", "d22"),
    "TEC": ("d08", "d09", "d09", "d10", "d11", "d14", "d14", "d15", "d15", "d16", "d21", "d21"),
    "CUL": ("d17", "d17", "d18", "d18", "d19"),
    "SPO": ("d20",),
    "MSO": ("d12", "d02"),
    "ANI": ("d20", "d22"),
    "HF": ("d09", "d15", "d17", "d18", "d20", "d21", "d22"),
}
