"""Several files read as one: order, months, headings, lines."""

import polars as pl
import pytest

from app.indicators.core import read_agents
from app.indicators.core.days import month_in
from app.indicators.core.joining import MONTH, Part, joined, placed
from tests.indicators.factories import HEADER, ROW


def part(name, header, *rows, line=1):
    columns = {f"column_{n}": list(cells) for n, cells in enumerate(zip(*rows, strict=True), 1)}
    return Part(name, header, pl.DataFrame(columns), line)


@pytest.mark.parametrize(
    ("name", "month"),
    [
        ("paie_2023-01.csv", 1),
        ("paie 202312.csv", 12),
        ("Export 03-2023.xlsx", 3),
        ("2023_7.csv", 0),
        ("Août 2023.xls", 8),
        ("paie-février.csv", 2),
        ("décembre.csv", 12),
        ("mars et avril.csv", 0),
        ("agents.csv", 0),
        ("paie12.csv", 0),
    ],
)
def test_the_month_in_a_name(name, month):
    assert month_in(name) == month


def test_files_come_in_the_order_of_their_months():
    files = [part("paie_02.2023.csv", ["A"], ["b"]), part("paie_01.2023.csv", ["A"], ["a"])]
    whole = joined(files, 2023, {})
    assert whole.header == ["A", MONTH]
    assert whole.rows.rows() == [("a", "01/2023"), ("b", "02/2023")]


def test_files_without_month_are_of_their_rank():
    files = [part(f"paie{n}.csv", ["A"], [str(n)]) for n in (10, 9, 1)]
    whole = joined(files, 2023, {})
    assert whole.rows.rows() == [("1", "01/2023"), ("9", "02/2023"), ("10", "03/2023")]


def test_headings_of_all_and_lines_of_each():
    first = part("1.csv", ["A", "", "B"], ["a1", "x", "b1"], ["a2", "x", "b2"], line=3)
    second = part("2.csv", ["b", "C"], ["b3", "c3"])
    whole = joined([first, second], 2023, {"c": "periode"})
    assert whole.header == ["A", "B", "C"]
    assert whole.rows.rows() == [("a1", "b1", ""), ("a2", "b2", ""), ("", "b3", "c3")]
    lines = [placed(line, whole.places) for line in (2, 3, 4)]
    assert lines == [("1.csv", 4), ("1.csv", 5), ("2.csv", 2)]
    alone = joined([first], 2023, {})
    assert (alone.line, placed(4, alone.places)) == (3, ("", 4))


def test_twelve_months_make_a_year():
    header = [name for name in HEADER if name != "mois_payes"]
    row = [cell for name, cell in zip(HEADER, ROW, strict=True) if name != "mois_payes"]
    files = [
        part(f"2023-{n:02d}.csv", header, [*row[:-1], "1000"], ["M2", *row[1:-1], "2000"])
        for n in range(1, 13)
    ]
    whole = joined(files, 2023, {})
    reading = read_agents(whole.header, whole.rows, 2023, str, whole.line)
    assert reading.problems == []
    agents = reading.agents.sort("remu_brute")
    assert agents["remu_brute"].to_list() == [12_000, 24_000]
    assert agents["mois_payes"].to_list() == [12, 12]
    assert agents["quotite"].to_list() == pytest.approx([0.8, 0.8])
