"""What the demonstration withholds of its agents."""

from __future__ import annotations

import json
from pathlib import Path

from app.indicators.core.counts.guarding import WasShown

#: What is withheld of each year.
WITHHELD = Path(__file__).parent / "data" / "withheld.json"


def was_shown(year: int) -> WasShown:
    """What is shown of a year, as `make withheld` found it: the choice takes a minute for each."""
    kept = json.loads(WITHHELD.read_text(encoding="utf-8")).get(str(year), [])
    withheld = frozenset((code, tuple(cross), tuple(group)) for code, cross, group in kept)
    return lambda cell: cell not in withheld
