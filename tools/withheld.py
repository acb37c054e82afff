"""`make withheld`: what is withheld of the demonstration, chosen anew. It takes minutes."""

from __future__ import annotations

import json

from app.demo.agents import HEADER, agents_files
from app.demo.withheld import WITHHELD
from app.documents.spreadsheets import read_frame, write_csv
from app.indicators.core import YearStaff, counted, read_agents
from app.indicators.core.agents import completed
from app.statistics.disclosure import Thresholds


def main() -> None:
    withheld = {}
    for year, rows in agents_files().items():
        sheet = read_frame(write_csv(HEADER, rows))
        agents = completed(read_agents(sheet.header, sheet.rows, year, str).agents)
        _tables, guarded = counted(YearStaff(year, agents, Thresholds()))
        withheld[str(year)] = sorted(guarded.withheld)
        share = guarded.cost / guarded.bound if guarded.bound else 1.0
        print(f"{year}: {len(guarded.withheld)} withheld, {share:.3f} of the least")
    lines = [
        f'"{year}": [\n' + ",\n".join(map(json.dumps, cells)) + "\n]"
        for year, cells in withheld.items()
    ]
    WITHHELD.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
