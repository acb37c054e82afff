"""Where a rule comes from, and how that is known."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.text import Text


class Evidence(StrEnum):
    """How a legal basis is known."""

    READ = "V"  # read in a primary text
    SECONDARY = "S"  # seen in a secondary source only
    PRACTICE = "P"  # what no text asks for


@dataclass(frozen=True)
class LegalBasis:
    article: str
    subject: Text
    evidence: Evidence
