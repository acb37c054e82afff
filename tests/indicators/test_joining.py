"""Several files read as one: order, months, headings, lines."""

import polars as pl
import pytest

from app.cells import Trouble
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
        ("paie_2023-01.csv", (2023, 1)),
        ("paie 202312.csv", (2023, 12)),
        ("Export 03-2023.xlsx", (2023, 3)),
        ("2023_7.csv", (2023, 0)),
        ("Août 2023.xls", (2023, 8)),
        ("paie-février.csv", (0, 2)),
        ("paie mai 2023.csv", (2023, 5)),
        ("PAIE_FEV_2023.csv", (2023, 2)),
        ("décembre.csv", (0, 12)),
        ("mars et avril.csv", (0, 0)),
        ("agents.csv", (0, 0)),
        ("paie12.csv", (0, 0)),
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
    months = ["01/2023", "01/2023", "c3"]
    assert whole.rows.rows() == [("a1", "b1", months[0]), ("a2", "b2", months[1]), ("", "b3", "c3")]
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


def year_of(*parts):
    """The agents of monthly files, or what is wrong with them."""
    whole = joined(parts, 2023, {})
    begins = [place.begins for place in whole.places]
    return read_agents(whole.header, whole.rows, 2023, str, whole.line, begins=begins)


MONTHLY = [name for name in HEADER if name != "mois_payes"]
LINE = [cell for name, cell in zip(HEADER, ROW, strict=True) if name != "mois_payes"]


def paid(number, pay, *others):
    return [number, *LINE[1:-1], pay, *others]


def test_a_file_without_month_beside_one_that_has_it():
    reading = year_of(
        part("2023-01.csv", [*MONTHLY, "Mois"], paid("M1", "1000", "janvier")),
        part("2023-02.csv", MONTHLY, paid("M1", "1100")),
        part("2023-03.csv", MONTHLY, paid("M1", "1200")),
    )
    assert reading.problems == []
    assert reading.agents["mois_payes"].to_list() == [3]
    assert reading.agents["remu_brute"].to_list() == [3300]


def test_a_month_that_nothing_tells_is_asked_for():
    reading = year_of(
        part("2023-01.csv", MONTHLY, paid("M1", "1000")),
        part("reste.csv", MONTHLY, paid("M1", "1100")),
    )
    [problem] = reading.problems
    assert (problem.column, problem.trouble) == (MONTH, Trouble.EMPTY)


def test_a_file_of_another_year_is_said():
    reading = year_of(
        part("paie_2022-12.csv", MONTHLY, paid("M1", "1000")),
        part("paie_2023-01.csv", MONTHLY, paid("M1", "1100")),
    )
    [problem] = reading.problems
    assert (problem.value, problem.trouble) == ("12/2022", Trouble.INCONSISTENT)


def test_what_is_under_one_of_the_tables_is_left_aside():
    blank, total = [""] * len(MONTHLY), ["Total", *[""] * (len(MONTHLY) - 2), "1000"]
    sums = [*[""] * (len(MONTHLY) - 1), "1000"]
    reading = year_of(
        part("2023-01.csv", MONTHLY, paid("M1", "1000"), blank, total, sums),
        part("2023-02.csv", MONTHLY, blank, paid("M1", "1100")),
    )
    assert reading.problems == []
    assert reading.totals == 2
    assert reading.agents["remu_brute"].to_list() == [2100]


def test_a_complement_is_of_the_month_of_its_name():
    files = [part(f"2023-{n:02d}.csv", MONTHLY, paid("M1", "1000")) for n in range(1, 13)]
    reading = year_of(*files, part("2023-12 complément.csv", MONTHLY, paid("M1", "50")))
    assert reading.problems == []
    assert reading.agents["remu_brute"].to_list() == [12_050]
    assert reading.agents["mois_payes"].to_list() == [12]


def test_months_that_say_one_month_paid_are_no_line_twice():
    header = [*MONTHLY, "mois_payes"]
    reading = year_of(
        part("2023-01.csv", header, paid("M1", "1000", "1")),
        part("2023-02.csv", header, paid("M1", "1000", "1")),
    )
    assert reading.problems == []
    assert reading.agents["mois_payes"].to_list() == [2]


def test_a_state_is_that_of_the_last_month():
    header = [*MONTHLY, "Présent au 31/12"]
    reading = year_of(
        part("2023-01.csv", header, paid("M1", "1000", "oui")),
        part("2023-12.csv", header, paid("M1", "1000", "non")),
    )
    assert reading.agents["present_3112"].to_list() == [False]


def test_a_line_is_of_the_file_that_has_it():
    empty = Part("01.csv", ["A"], pl.DataFrame({"column_1": []}, schema={"column_1": pl.String}))
    whole = joined([empty, part("02.csv", ["A"], ["a"])], 2023, {})
    assert placed(2, whole.places) == ("02.csv", 2)


def test_of_two_columns_of_one_heading_the_one_that_says_something():
    files = [part(f"{n}.csv", ["Brut", "brut"], ["", "1000"]) for n in (1, 2)]
    assert joined(files, 2023, {}).rows["c0"].to_list() == ["1000", "1000"]
