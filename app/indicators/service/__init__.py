"""Imports of the agents' file, and the figures of a year."""

from app.indicators.service.counting import ask_to_count, count_failed, release, told_between
from app.indicators.service.figures import held_figures, held_years, imports_behind, tables, years
from app.indicators.service.imports import (
    current_import,
    current_imports,
    held,
    imports,
    prepare,
    pseudonym,
    redoable,
    save_import,
    undo_import,
)
from app.indicators.service.instance import Instance
from app.indicators.service.keeping import ask_to_delete
from app.indicators.service.obligations import Notes, balance_of, index_of, notes_of
from app.indicators.service.typed import typed_tables
from app.indicators.service.withheld import withheld_of

__all__ = [
    "Instance",
    "Notes",
    "ask_to_count",
    "ask_to_delete",
    "balance_of",
    "count_failed",
    "current_import",
    "current_imports",
    "held",
    "held_figures",
    "held_years",
    "imports",
    "imports_behind",
    "index_of",
    "notes_of",
    "prepare",
    "pseudonym",
    "redoable",
    "release",
    "save_import",
    "tables",
    "told_between",
    "typed_tables",
    "undo_import",
    "withheld_of",
    "years",
]
