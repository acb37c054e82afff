"""`make guide`: the guide to the indicators, from their catalogue."""

from __future__ import annotations

from app.config import ROOT
from app.indicators.core.guide import guide

PATH = ROOT / "docs" / "guides" / "indicators.md"

if __name__ == "__main__":
    PATH.write_text(guide(), encoding="utf-8")
