import datetime as dt

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.cells import Trouble
from app.indicators.core import COLUMNS, formulas, read_agents
from app.indicators.core.agents import NOBODY, SCHEMA
from app.indicators.core.catalogue.shared import gap
from app.indicators.core.columns import LINE
from app.indicators.core.counts.sums import ranked
from app.indicators.core.questions import NOTHING_KNOWN, About
from app.indicators.core.spellings import WRONG
from app.statistics.disclosure import Thresholds
from app.statistics.figures import SUPPRESSED
from tests.indicators.factories import HEADER, ROW, agents_of, make_agent, make_staff, year_tables
from tests.statistics.lp_audit import given_away

LIMITS = Thresholds()


def read(header=HEADER, rows=(ROW,), year=2023, memory=NOTHING_KNOWN):
    texts = pl.DataFrame({str(at): [row[at] for row in rows] for at in range(len(header))})
    return read_agents(header, texts, year, lambda n: f"hash of {n}", memory=memory)


def answered(reading, answer):
    """What is known of a file whose every question gets the same answer."""
    memory = NOTHING_KNOWN
    for question in reading.understood.questions:
        memory = memory.with_answer(question, answer)
    return memory


def changed(**values):
    names = [*HEADER, *(name for name in values if name not in HEADER)]
    row = dict(zip(HEADER, ROW, strict=True)) | values
    return names, [[row[name] for name in names]]


def test_a_good_line():
    agents = read().agents
    [agent] = agents.to_dicts()
    assert agent["uid"] == "hash of M1"
    assert agent["annee_naissance"] == 1980
    assert agent["quotite"] == 0.8
    assert agent["remu_brute"] == 30000.5
    assert set(agents.columns) == {LINE, *SCHEMA}


@pytest.mark.parametrize(
    ("values", "trouble"),
    [
        ({"sexe": ""}, Trouble.EMPTY),
        ({"date_naissance": "31/02/1984"}, Trouble.NOT_A_DATE),
        ({"date_naissance": "01/01/2015"}, Trouble.INCONSISTENT),
        ({"quotite": "8O"}, Trouble.NOT_A_NUMBER),
        ({"quotite": "0"}, Trouble.OUT_OF_RANGE),
        ({"mois_payes": "13"}, Trouble.OUT_OF_RANGE),
        ({"remu_brute": "-1"}, Trouble.OUT_OF_RANGE),
        ({"remu_brute": "NaN"}, Trouble.NOT_A_NUMBER),
        ({"remu_brute": "snan"}, Trouble.NOT_A_NUMBER),
        ({"remu_brute": "trente"}, Trouble.NOT_A_NUMBER),
        ({"promu_grade": "peut-être"}, Trouble.NOT_A_BOOLEAN),
        ({"metier": "x" * 201}, Trouble.TOO_LONG),
        ({"date_recrut": "01/06/2023", "date_sortie": "01/05/2023"}, Trouble.INCONSISTENT),
        ({"annee": "2022"}, Trouble.OUT_OF_RANGE),
    ],
)
def test_each_error_has_its_place(values, trouble):
    reading = read(*changed(**values))
    assert reading.agents.is_empty()
    [problem] = reading.problems
    assert problem.trouble is trouble
    assert problem.column in values
    assert problem.line == 2
    assert problem.value == values[problem.column][:100]


@pytest.mark.parametrize(
    "values", [{"sexe": "X"}, {"statut": "Contractuel"}, {"categorie": "D"}, {"filiere": "?"}]
)
def test_a_text_that_nobody_knows_is_asked_then_told(values):
    header, rows = changed(**values)
    reading = read(header, rows)
    assert reading.agents.is_empty()
    assert not reading.problems
    [question] = reading.understood.questions
    assert {question.column: question.examples} == {n: (v,) for n, v in values.items()}
    [problem] = read(header, rows, memory=answered(reading, WRONG)).problems
    assert (problem.trouble, problem.line) == (Trouble.NOT_A_CODE, 2)
    code = question.choices[0]
    [agent] = read(header, rows, memory=answered(reading, code)).agents.to_dicts()
    assert agent[question.column] == code


def test_all_errors_are_told_and_nobody_is_kept():
    rows = [ROW, ["M2", "F", "hier", *ROW[3:-1], "x"], ["M1", *ROW[1:]], ["M3", *ROW[1:]]]
    reading = read(rows=rows)
    assert [(p.line, p.trouble) for p in reading.problems] == [
        (3, Trouble.NOT_A_DATE),
        (3, Trouble.NOT_A_NUMBER),
        (4, Trouble.DOUBLED_KEY),
    ]
    assert reading.agents.is_empty()


@pytest.mark.parametrize("missing", sorted(set(HEADER)))
def test_each_required_column(missing):
    position = HEADER.index(missing)
    header = HEADER[:position] + HEADER[position + 1 :]
    [problem] = read(header, [ROW[:position] + ROW[position + 1 :]]).problems
    assert (problem.trouble, problem.column) == (Trouble.MISSING_COLUMN, missing)


def test_a_column_twice_and_an_empty_file():
    reading = read([*HEADER, "sexe"], [[*ROW, "H"]])
    assert reading.agents["sexe"].to_list() == ["F"]
    assert reading.understood.aside == ("sexe (2)",)
    [problem] = read(rows=[]).problems
    assert problem.trouble is Trouble.NO_ROW


def test_other_columns_of_the_schema_are_kept_for_later():
    kept = {"echelon": "5", "boe": True, "grade": "Attaché", "ifse": 100.0, "cia": 50.0}
    texts = {"echelon": "5", "boe": "oui", "grade": "Attaché", "ifse": "100", "cia": "50"}
    [agent] = read(*changed(**texts)).agents.to_dicts()
    assert {name: agent[name] for name in kept} == kept
    assert agent["primes"] == 150.0


def test_no_column_name_is_listed_twice():
    assert len(COLUMNS) == len(set(COLUMNS))


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["0,8", "1"], [0.8, 1.0]),
        (["80", "100"], [0.8, 1.0]),
        (["80 %", "1"], [0.8, 1.0]),
        (["28/35", "0.5"], [0.8, 0.5]),
        (["28", "35"], [0.8, 1.0]),
        (["121,33", "151,67"], [0.8, 1.0]),
    ],
)
def test_working_time_shares(texts, expected):
    rows = [[f"M{n}", *ROW[1:6], text, *ROW[7:]] for n, text in enumerate(texts)]
    shares = read(rows=rows).agents.sort("uid")["quotite"].to_list()
    assert shares == pytest.approx(expected, abs=1e-4)


def test_shares_that_fit_no_scale_are_asked():
    rows = [[f"M{n}", *ROW[1:6], text, *ROW[7:]] for n, text in enumerate(["1,01", "35"] * 6)]
    [question] = read(rows=rows).understood.questions
    assert (question.about, question.column) == (About.FULL_TIME, "quotite")
    memory = NOTHING_KNOWN.with_answer(question, "1")
    assert {p.trouble for p in read(rows=rows, memory=memory).problems} == {Trouble.OUT_OF_RANGE}


def test_full_time_equivalent_of_a_part_of_the_year():
    """19,200 euros in 8 months at 80 %: 0.5333 FTE, 36,000 euros a full-time year."""
    agent = make_agent(quotite=0.8, mois_payes=8.0, remu_brute=19200.0)
    assert formulas.fte(agent) == pytest.approx(0.53333, abs=1e-5)
    assert formulas.mean_pay(agent) == pytest.approx(36000)
    series = tables(pl.concat([agent] * 10))["pay-series"]
    assert series.cell("2023", "median_women") == pytest.approx(36000)


@pytest.mark.parametrize(
    ("pays", "expected"),
    [
        # of nine, the median would be what one person earns
        (range(20_000, 29_000, 1_000), None),
        # the six in the middle of ten, the five in the middle of eleven
        (range(20_000, 30_000, 1_000), 24_500),
        ([*range(20_000, 30_000, 1_000), 90_000], 25_000),
        # rounded to ten euros
        ([30_003.33] * 12, 30_000),
        ([], None),
    ],
)
def test_the_median_is_nobodys_pay(pays, expected):
    assert ranked(pl.Series(sorted(pays), dtype=pl.Float64), 0.5, 10) == expected


@pytest.mark.parametrize(
    ("women", "men", "expected"),
    [
        (48000, 52000, -0.07692),
        (29500, 29000, 0.01724),
        (1, 0, None),
        (None, 3, None),
        (3, None, None),
    ],
)
def test_gap_is_women_less_men_over_men(women, men, expected):
    found = gap(women, men)
    assert found is None if expected is None else found == pytest.approx(expected, abs=1e-5)


def test_ages_are_those_of_the_last_day():
    series = tables(make_staff(6, 6, annee_naissance=1976))["staff-series"]
    assert [series.cell("2023", name) for name in ("mean_age", "median_age")] == [47, 47]
    assert tables(NOBODY)["staff-series"].cell("2023", "mean_age") is None


@pytest.mark.parametrize(
    ("people", "share", "expected"),
    [(100, 0.1, 11.5), (100, 0.25, 25.75), (100, 0.9, 88.5), (24, 0.1, 4), (19, 0.1, None)],
)
def test_a_decile_is_nobodys_pay_either(people, share, expected):
    """The mean of five values, of which two at least lie on each side."""
    found = ranked(pl.Series(range(people), dtype=pl.Float64), share, 0.01)
    assert found == (None if expected is None else pytest.approx(expected, abs=1))


def together(*groups):
    return pl.concat(groups)


def tables(agents, year=2023):
    return year_tables(year, {year: agents}, LIMITS)


def test_head_counts_by_hand():
    found = tables(together(make_staff(10, 20, categorie="A"), make_staff(30, 40, categorie="C")))
    table = found["staff-category"]
    assert [table.cell("A", c) for c in ("women", "men", "total")] == [10, 20, 30]
    assert table.cell("total", "share") == pytest.approx(0.4)
    assert table.cell("C", "fte_women") == pytest.approx(30)


def test_those_who_left_are_no_longer_staff():
    gone = make_staff(6, 0, date_sortie=dt.date(2023, 6, 1), mois_payes=5.0)
    later = make_staff(0, 6, date_sortie=dt.date(2024, 1, 31))
    found = tables(together(make_staff(10, 20), gone, later))
    assert found["staff-category"].cell("total", "total") == 36
    assert found["departures-category"].cell("total", "women") == 6


def test_pay_needs_five_of_each():
    found = tables(
        together(
            make_staff(4, 40, categorie="A"),
            make_staff(20, 20, categorie="B"),
            make_staff(50, 50, categorie="C"),
        )
    )["pay-category"]
    assert found.cell("A", "mean_women") is SUPPRESSED
    # that of B or of C goes with it: A alone would follow from the mean of all
    assert {found.cell(code, "mean_gap") for code in "BC"} & {SUPPRESSED}
    assert isinstance(found.cell("total", "median_gap"), float)


def test_tables_of_columns_left_out_are_not_there():
    found = tables(make_staff(20, 20))
    codes = {f"{each}-category" for each in ("part-time", "recruitments", "promotions", "training")}
    assert not (codes | {"staff-directorate"}) & set(found.tables)


def test_part_time_and_promotion_rates():
    full = make_staff(20, 20, temps_travail="PLEIN", promouvable_grade=True, promu_grade=True)
    part = {"temps_travail": "PARTIEL_AUTO", "promouvable_grade": True, "promu_grade": False}
    found = tables(together(full, make_staff(20, 30, **part)))
    assert found["part-time-category"].cell("total", "women_rate") == pytest.approx(0.5)
    assert found["part-time-category"].cell("total", "men_rate") == pytest.approx(0.6)
    assert found["promotions-category"].cell("total", "men_rate") == pytest.approx(0.4)


def test_what_a_file_leaves_out_is_unknown_not_zero():
    found = tables(make_staff(20, 20))
    assert set(found["time-series"].rows[0].cells) == {None}
    assert set(found["careers-series"].rows[0].cells) == {None}


def test_series_over_three_years():
    by_year = {2021: make_staff(10, 10), 2022: make_staff(11, 10), 2023: make_staff(12, 10)}
    found = year_tables(2023, by_year, LIMITS)
    assert found.years == (2021, 2022, 2023)
    assert found["staff-series"].column("women") == [10, 11, 12]


@pytest.mark.slow
@given(
    st.lists(
        st.tuples(
            st.sampled_from("FH"), st.sampled_from(["A", "B", "C", "HC"]), st.integers(20, 64)
        ),
        min_size=1,
        max_size=80,
    )
)
@settings(max_examples=25, deadline=None)
def test_no_small_count_leaves_the_tables(people):
    agents = agents_of(
        *(
            {"uid": str(i), "sexe": sex, "categorie": category, "annee_naissance": 2023 - age}
            for i, (sex, category, age) in enumerate(people)
        )
    )
    for code in ("staff-category", "staff-age"):
        table = tables(agents)[code]
        grid = [row.cells[:3] for row in table.rows]
        hidden = {
            (r, c) for r, row in enumerate(grid) for c, v in enumerate(row) if v is SUPPRESSED
        }
        assert all(v is SUPPRESSED or not 0 < v < 5 for row in grid for v in row)
        # of a table of few people, the total alone is there: nothing adds up to it
        assert len(grid) == 1 or given_away(len(grid), 3, hidden) == set()


@pytest.mark.parametrize("heading", ["line", "Sexe", "Sexe (2)", "first", "uid", "x" * 5000])
def test_no_heading_breaks_the_reading(heading):
    header, rows = [*HEADER, heading, heading], [[*ROW, "a", "b"]]
    assert read(header, rows).problems == []


@pytest.mark.parametrize(
    ("heading", "text"),
    [("Xn", "1800375123456"), ("Contact", "a@b.fr"), ("Num INSEE", "x"), ("Nom agent", "DURAND")],
)
def test_what_reaches_people_is_dropped_whatever_its_heading(heading, text):
    assert read([*HEADER, heading], [[*ROW, text]]).understood.dropped == (heading,)


def test_sexes_as_zero_and_one_are_asked():
    rows = [["M1", "0", *ROW[2:]], ["M2", "1", *ROW[2:]]]
    assert len(read(rows=rows).understood.questions) == 2


@pytest.mark.parametrize("text", ["1__0", "1e5", "1,2,3,4"])
def test_no_fancy_amounts(text):
    [problem] = read(*changed(primes=text)).problems
    assert problem.trouble is Trouble.NOT_A_NUMBER


def test_amounts_of_two_readings_in_one_column_are_asked():
    header, rows = [*HEADER, "primes"], [[f"M{n}", *ROW[1:]] for n in range(2)]
    for texts in (["1,234.56", "45515,21"], ["45.515", "12.300"]):
        told = [[*row, text] for row, text in zip(rows, texts, strict=True)]
        assert [q.about for q in read(header, told).understood.questions] == [About.COMMAS]


def test_pay_at_equal_stream_and_category_against_pay_of_all():
    """Women are ahead over all, and behind in nearly every group: the worked case of reference."""
    groups = [
        ("ADM", "A", 60, 48_000, 40, 52_000),
        ("ADM", "B", 50, 36_000, 10, 36_500),
        ("ADM", "C", 80, 29_500, 12, 29_000),
        ("TEC", "A", 30, 50_500, 70, 53_000),
        ("TEC", "B", 35, 37_500, 140, 38_500),
        ("TEC", "C", 60, 28_000, 640, 29_800),
        ("MSO", "A", 12, 39_000, 0, 0),
    ]
    agents = pl.concat(
        make_agent(sexe=sex, filiere=stream, categorie=category, remu_brute=float(pay))
        for stream, category, women, pay_women, men, pay_men in groups
        for sex, people, pay in (("F", women, pay_women), ("H", men, pay_men))
        for _ in range(people)
    )
    series = tables(agents)["pay-series"]
    means = [series.cell("2023", name) for name in ("mean_women", "mean_men")]
    assert means == pytest.approx([36_744.65, 33_952.85], abs=0.005)
    assert series.cell("2023", "mean_gap") == pytest.approx(0.08223, abs=5e-6)
    assert series.cell("2023", "within_gap") == pytest.approx(-0.047655, abs=5e-7)


def test_one_group_has_no_gap_at_equal_values():
    for women, men in ((9, 9), (9, 0)):
        assert tables(make_staff(women, men))["pay-series"].cell("2023", "within_gap") is None
