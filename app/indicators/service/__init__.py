"""Imports of the agents' file, and the figures of a year."""

from app.indicators.service.figures import agents, tables
from app.indicators.service.imports import (
    current_import,
    current_imports,
    imports,
    pseudonym,
    redoable,
    save_import,
    undo_import,
    years,
)

__all__ = [
    "agents",
    "current_import",
    "current_imports",
    "imports",
    "pseudonym",
    "redoable",
    "save_import",
    "tables",
    "undo_import",
    "years",
]
