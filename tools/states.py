"""`make guide`: how far each indicator of the list is counted, on the demonstration."""

from __future__ import annotations

from app.config import ROOT
from app.demo.agents import HEADER, YEAR, agents_files
from app.documents.spreadsheets import read_frame, write_csv
from app.indicators.core import TABLES, YearStaff, read_agents
from app.indicators.core.agents import completed
from app.indicators.core.catalogue import INDICATORS, Declared, asked
from app.indicators.core.counts.figures import YearFigures
from app.indicators.core.entered import SHOWN
from app.statistics.disclosure import Thresholds

PATH = ROOT / "docs" / "guides" / "indicator-states.md"
#: The list that the law and usual reports make.
NUMBERS = (
    *(f"EFF{n}" for n in range(1, 8)),
    *("REC1", "REC2", "DEP1"),
    *(f"PRO{n}" for n in range(1, 6)),
    *("DIR1", "DIR2", "FOR1"),
    *(f"TPS{n}" for n in range(1, 7)),
    *("ABS1", "ABS2", "SST1", "SST2", "SST3", "FAM1", "FAM2"),
    *(f"REM{n}" for n in range(1, 9)),
    *("SOC1", "DIS1", "DIA1", "ACT1", "MAR1"),
)
#: What other features count, and from what.
ELSEWHERE = {"MAR1": ("Equality clause in tenders", "tenders")}
_INTRODUCTION = """\
# Indicateurs : où ils en sont / Indicators: where they stand

The list that the law and usual reports make, and what counts each; on the demonstration of {year}.
Made by `make guide`; a test keeps it true. Figures that are typed are shown for each year in which
somebody typed them.

| No. | Counted by | From | Tables on the demonstration |
|---|---|---|---|
"""


def tables_there() -> list[Declared]:
    """The tables that the demonstration has."""
    sheet = read_frame(write_csv(HEADER, agents_files()[YEAR]))
    agents = completed(read_agents(sheet.header, sheet.rows, YEAR, str).agents)
    figures = YearFigures.of(YearStaff(YEAR, agents, Thresholds()), asked())
    return [each for each in TABLES.values() if each.make(figures) is not None]


def states() -> str:
    """One line for each indicator of the list."""
    tables, lines = tables_there(), []
    for number in NUMBERS:
        files = [each for each in INDICATORS if number in each.number.split(", ")]
        typed = [each for each in SHOWN.values() if number in each.feeds]
        names = [each.name.en for each in files] + [f"{each.title.en} (typed)" for each in typed]
        shown = sum(each.indicator in files for each in tables)
        sources = ["agents’ file"] * bool(files) + ["typed figures"] * bool(typed)
        if number in ELSEWHERE:
            names, sources = [[each] for each in ELSEWHERE[number]]
        lines.append(
            f"| {number} | {', '.join(names) or 'not yet available'} "
            f"| {', '.join(sources) or '–'} | {shown or '–'} |"
        )
    return _INTRODUCTION.format(year=YEAR) + "\n".join(lines) + "\n"


if __name__ == "__main__":
    PATH.write_text(states(), encoding="utf-8")
