"""Imports of the agents' file, and the figures of a year."""

from app.indicators.service.figures import agents, tables
from app.indicators.service.imports import (
    confirm_import,
    current_import,
    current_imports,
    imports,
    open_checked_file,
    pseudonym,
    save_import,
    seal_checked_file,
    undo_import,
    years,
)

__all__ = [
    "agents",
    "confirm_import",
    "current_import",
    "current_imports",
    "imports",
    "open_checked_file",
    "pseudonym",
    "save_import",
    "seal_checked_file",
    "tables",
    "undo_import",
    "years",
]
