"""What an instance brings to the files that it imports."""

from __future__ import annotations

from dataclasses import dataclass

from app.documents.key_folder import KeyFolder
from app.statistics.disclosure import Thresholds


@dataclass(frozen=True)
class Instance:
    """Its secret key, where the keys of agents are, what it shows of people, and for how many
    months it keeps agents at most."""

    secret_key: str
    keys: KeyFolder
    thresholds: Thresholds
    months: int
