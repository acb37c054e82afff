"""Indicators and risks of a roadmap: which figures are due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from app.roadmaps.core.indicators import FREQUENCY_DAYS
from app.roadmaps.models import Indicator


def due_indicators(indicators: Iterable[Indicator], today: dt.date) -> list[Indicator]:
    """Those whose latest value is as old as the time between two of them, or that have none."""
    return [
        each
        for each in indicators
        if not each.computed_from
        and (not each.values or (today - each.values[-1].on).days >= FREQUENCY_DAYS[each.frequency])
    ]
