"""The figures of human resources: what a file must hold, formulas, tables. Pure."""

from app.indicators.core import labels
from app.indicators.core.catalogue import (
    EDITION,
    TABLES,
    THEMES,
    YEARS_IN_SERIES,
    YearTables,
    counted,
    declared_indicators,
    over_years,
)
from app.indicators.core.catalogue.declaring import Theme
from app.indicators.core.columns import COLUMNS, REQUIRED
from app.indicators.core.confirming import Confirmed, FileState
from app.indicators.core.controls import Control, Remark, drift
from app.indicators.core.counts.year import YearStaff
from app.indicators.core.reading import Reading, read_agents

__all__ = [
    "COLUMNS",
    "EDITION",
    "REQUIRED",
    "TABLES",
    "THEMES",
    "YEARS_IN_SERIES",
    "Confirmed",
    "Control",
    "FileState",
    "Reading",
    "Remark",
    "Theme",
    "YearStaff",
    "YearTables",
    "counted",
    "declared_indicators",
    "drift",
    "labels",
    "over_years",
    "read_agents",
]
