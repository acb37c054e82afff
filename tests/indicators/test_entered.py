"""Figures that are typed: what is declared, how a line is read, pages, files, history."""

import datetime as dt
import io

import pytest
from sqlalchemy import select

from app.accounts.models import AuditEntry
from app.cells import Trouble
from app.extensions import db
from app.indicators.core.entered import SUBJECTS
from app.indicators.core.entered.lines import Fault, key_of, read_line, read_lines, typed
from app.indicators.models import EnteredLine
from app.indicators.service import entered as service
from app.network.service import elected_table, territory_table

DAY = dt.date(2024, 3, 1)
BOARD = {
    "year": "2020",
    "body_fr": "Bureau",
    "body_en": "Bureau",
    "term": "2020-2026",
    "members_women": "10",
    "members_men": "23",
    "source": "Assemblées",
    "dated": "10/07/2020",
}
SANCTION = {"year": "2023", "group": "G1", "source": "DRH", "dated": "2023-12-31"}


def read(code, **cells):
    return read_line(SUBJECTS[code], cells, DAY)


# What the law and the reports expect and no column of an agents' file gives, by its identifier.
TYPED = {
    *("REC2", "PRO5", "DIR1", "TPS4", "TPS6", "ABS2", "SST1", "SST2", "SST3", "FAM1", "FAM2"),
    *("SOC1", "DIS1", "DIA1"),
}


def test_every_figure_that_no_file_gives_is_typed_somewhere():
    assert {id for each in SUBJECTS.values() for id in each.feeds} >= TYPED
    assert set(SUBJECTS) >= {"years", "elected", "juries", "platform", "hours", "budget"}


@pytest.mark.parametrize("subject", SUBJECTS.values(), ids=lambda each: each.code)
def test_declarations_hold_together(subject):
    assert not subject.title.missing()
    assert not subject.words.missing()
    assert all(not label.missing() for label in subject.columns.values())
    codes = {each.code for each in subject.measures}
    assert {each.within for each in subject.measures} <= codes | {""}
    names = [label["fr"] for label in subject.columns.values()]
    assert len(names) == len(set(names)), "two columns of a file have one heading"


def test_a_line_is_read_and_written_alike():
    line, errors = read("elected", **BOARD)
    assert errors == {}
    assert line.measures == {"members_women": 10, "members_men": 23}
    again, _errors = read("elected", **typed(SUBJECTS["elected"], line))
    assert again == line
    share, errors = read(
        "territory",
        year="2020",
        label_fr="Familles",
        share="81,5 %",
        change="-3",
        source="INSEE",
        dated="2020-12-31",
    )
    assert (share.measures["share"], share.measures["change"]) == (0.815, -0.03)
    assert typed(SUBJECTS["territory"], share)["share"] == "81,5"


@pytest.mark.parametrize("figure", ["812.375", "1000000000000", "0,125", "-0", "123456789012,34"])
def test_any_figure_is_typed_again_as_it_was(figure):
    cells = {"year": "2023", "stream": "ALL", "source": "DRH", "dated": "2023-12-31"}
    line, errors = read("hours", **cells, hours_women=figure)
    assert errors == {}
    again, errors = read("hours", **typed(SUBJECTS["hours"], line))
    assert errors == {}
    assert again == line


@pytest.mark.parametrize(
    ("changes", "column", "trouble"),
    [
        ({"group": ""}, "group", Trouble.EMPTY),
        ({"group": "G9"}, "group", Trouble.NOT_A_CODE),
        ({"people_women": "-1"}, "people_women", Trouble.OUT_OF_RANGE),
        ({"people_women": "1,5"}, "people_women", Fault.NOT_WHOLE),
        ({"people_women": "1,000"}, "people_women", Trouble.TWO_READINGS),
        ({"people_women": "#REF!"}, "people_women", Trouble.IN_ERROR),
        ({"people_women": ""}, "people_women", Fault.NO_FIGURE),
        ({"source": " "}, "source", Trouble.EMPTY),
        ({"source": "x" * 201}, "source", Trouble.TOO_LONG),
        ({"dated": ""}, "dated", Trouble.EMPTY),
        ({"dated": "2024-03-02"}, "dated", Fault.TO_COME),
        ({"dated": "31/02/2023"}, "dated", Trouble.NOT_A_DATE),
        ({"year": "1999"}, "year", Trouble.OUT_OF_RANGE),
        ({"year": ""}, "year", Trouble.EMPTY),
        ({"year": "2023.7"}, "year", Fault.NOT_WHOLE),
    ],
    ids=str,
)
def test_what_is_wrong_with_a_line_is_said_by_its_column(changes, column, trouble):
    line, errors = read("sanctions", **SANCTION | {"people_women": "1"} | changes)
    assert line is None
    assert {name: each.trouble for name, each in errors.items()} == {column: trouble}


def test_a_part_is_no_more_than_its_whole():
    cells = {"year": "2023", "moment": "RETURN", "source": "DRH", "dated": "2023-12-31"}
    _line, errors = read("interviews", **cells, due_women="3", held_women="4")
    assert errors["held_women"].trouble is Fault.MORE_THAN_WHOLE
    line, _errors = read("interviews", **cells, held_women="4")  # the whole is not known
    assert line is not None


def test_options_are_known_by_code_and_name_in_either_language():
    for group in ("G1", "g1", "1er groupe", "GROUP 1"):
        line, _errors = read("sanctions", **SANCTION | {"group": group, "people_men": "0"})
        assert line.axes == {"group": "G1"}
        assert line.measures == {"people_women": None, "people_men": 0}


def test_own_words_are_one_whatever_their_capitals_and_accents():
    subject = SUBJECTS["elected"]
    keys = {
        key_of(subject, read("elected", **BOARD | {"body_fr": w})[0])
        for w in ("Bureau", " BUREAU ")
    }
    assert len(keys) == 1


def test_a_file_says_what_is_wrong_by_line_and_column():
    subject = SUBJECTS["sanctions"]
    header = ["Groupe", "agents : femmes", "agents : hommes", "Source", "Date de la source"]
    rows = [
        ["1er groupe", "2", "3", "DRH", "31/12/2023"],
        ["", "", "", "", ""],
        ["9e groupe", "2", "", "DRH", "31/12/2023"],
        ["Group 1", "1", "", "DRH", "31/12/2023"],
    ]
    lines, problems = read_lines(subject, header, rows, 3, 2023, DAY)
    assert [(p.line, p.column, p.trouble) for p in problems] == [
        (6, "group", Trouble.NOT_A_CODE),
        (7, "", Fault.DOUBLED_LINE),
    ]
    assert problems[1].expected == "4"
    lines, problems = read_lines(subject, header, rows[:2], 3, 2022, DAY)
    assert problems == []
    assert [line.year for line in lines] == [2022]
    _lines, problems = read_lines(subject, ["Groupe", "Âge"], rows, 1, 2023, DAY)
    assert {p.trouble for p in problems} == {Trouble.UNKNOWN_COLUMN, Trouble.MISSING_COLUMN}
    _lines, [problem] = read_lines(subject, header, [[""] * 5], 1, 2023, DAY)
    assert problem.trouble is Trouble.NO_ROW


ADDRESS = "/typed-figures/sanctions/2023"


@pytest.fixture
def sanction(hr):
    """A line that is there, and its number."""
    hr.post(ADDRESS, SANCTION | {"people_women": "1", "people_men": "2"})
    [row] = db.session.scalars(select(EnteredLine))
    return row.id


def counting(code="sanctions"):
    return [line.measures for line in service.lines_of(SUBJECTS[code])]


def test_lines_are_added_corrected_removed_and_brought_back(hr, sanction):
    page = hr.get(ADDRESS).get_data(as_text=True)
    assert "Group 1" in page
    again = hr.post(ADDRESS, SANCTION | {"people_women": "9"}, 409).get_data(as_text=True)
    assert "This line is there already" in again
    assert 'value="9"' in again
    address = f"/typed-figures/lines/{sanction}"
    hr.get(address)
    assert "Number out of range" in hr.post(
        address, SANCTION | {"people_women": "-1"}, 422
    ).get_data(as_text=True)
    hr.post(address, SANCTION | {"group": "G2", "people_women": "5"})  # another line by that
    assert counting() == [{"people_women": 5, "people_men": None}]
    assert "removed" in hr.get(address).get_data(as_text=True)
    [now] = service.rows_of(SUBJECTS["sanctions"])
    hr.post(f"/typed-figures/lines/{now.id}", SANCTION | {"go": "remove"})
    assert counting() == []
    page = hr.get("/typed-figures/sanctions/history").get_data(as_text=True)
    assert page.count("/undo") == 2  # the first line is replaced whole
    last, second, _first = (kept.entry.id for kept in service.history(SUBJECTS["sanctions"]))
    hr.post(f"/typed-figures/entries/{last}/undo")
    assert counting() == [{"people_women": 5, "people_men": None}]
    hr.post(f"/typed-figures/entries/{second}/undo")
    assert counting() == [{"people_women": 1, "people_men": 2}]
    hr.post(f"/typed-figures/entries/{second}/redo")
    assert counting() == [{"people_women": 5, "people_men": None}]
    hr.post(f"/typed-figures/entries/{second}/other", status=404)
    acts = [e.act for e in db.session.scalars(select(AuditEntry)) if "figures" in e.act]
    assert acts == ["figures.enter"] * 3 + ["figures.undo", "figures.undo", "figures.redo"]


def test_two_people_at_one_line(hr, sanction):
    address = f"/typed-figures/lines/{sanction}"
    hr.post(address, SANCTION | {"people_women": "5"})
    mine = hr.post(address, SANCTION | {"people_women": "7"}, 409).get_data(as_text=True)
    assert "Somebody else changed this" in mine
    assert 'value="7"' in mine
    assert counting() == [{"people_women": 5, "people_men": None}]
    line, _errors = read("sanctions", **SANCTION | {"people_women": "8"})
    [row] = service.rows_of(SUBJECTS["sanctions"])
    assert service.change_of(SUBJECTS["sanctions"], [line]).changed == [line]
    assert service.change_of(SUBJECTS["sanctions"], [service.line_of(row)]).same == 1


def upload(text):
    return {"file": (io.BytesIO(text.encode()), "sanctions.csv")}


def test_a_file_is_checked_then_confirmed(hr, sanction):
    exported = hr.get(f"{ADDRESS}.csv").data.decode("utf-8-sig")
    assert exported.splitlines()[1] == "2023;Group 1;1;2;DRH;2023-12-31"
    page = hr.post(f"{ADDRESS}/file", upload(exported), 200).get_data(as_text=True)
    assert "nothing to add" in page
    changed = exported.replace("Group 1;1;2", "Group 1;1;4") + "2023;Group 3;0;1;DRH;2023-12-31\r\n"
    page = hr.post(f"{ADDRESS}/file", upload(changed), 200).get_data(as_text=True)
    assert counting() == [{"people_women": 1, "people_men": 2}]
    sealed = page.split('name="sealed" value="')[1].split('"')[0]
    hr.post(f"/typed-figures/lines/{sanction}", SANCTION | {"people_women": "1", "people_men": "4"})
    stale = hr.post(f"{ADDRESS}/file/confirm", {"sealed": sealed}, 409).get_data(as_text=True)
    assert "changed since the check" in stale
    sealed = stale.split('name="sealed" value="')[1].split('"')[0]
    hr.post(f"{ADDRESS}/file/confirm", {"sealed": sealed})
    assert counting() == [
        {"people_women": 1, "people_men": 4},
        {"people_women": 0, "people_men": 1},
    ]
    hr.post(f"{ADDRESS}/file/confirm", {"sealed": "x"}, 422)
    other = hr.post("/typed-figures/social/2023/file/confirm", {"sealed": sealed}, 422)
    assert "too old" in other.get_data(as_text=True)


def test_what_is_exported_comes_back(hr):
    line = {
        "year": "2020",
        "label_fr": "=Tous",
        "change": "-5,5",
        "source": "x",
        "dated": "2020-12-31",
    }
    hr.post("/typed-figures/territory/2020", line)
    exported = hr.get("/typed-figures/territory/2020.csv").data.decode("utf-8-sig")
    assert ";-5,5;" in exported
    page = hr.post("/typed-figures/territory/2020/file", upload(exported), 200)
    assert "nothing to add" in page.get_data(as_text=True)


def test_the_next_line_begins_like_the_last(hr):
    added = hr.post(ADDRESS, SANCTION | {"people_women": "1"})
    page = hr.get(added.location).get_data(as_text=True)
    assert 'value="DRH"' in page
    assert 'value="2023-12-31"' in page
    assert 'name="people_women" value=""' in page


def test_words_of_any_length_make_a_key():
    long = {"body_fr": "ﷺ" * 120, "term": '"' * 120}
    line, errors = read("elected", **BOARD | long)
    assert errors == {}
    assert len(key_of(SUBJECTS["elected"], line)) <= 300


def test_a_wrong_file_is_said_in_the_words_of_its_reader(hr):
    wrong = "Group;Agents: women;Source;Date of the source\nGroup 9;1;DRH;2023-12-31\n"
    page = hr.post(f"{ADDRESS}/file", upload(wrong), 422).get_data(as_text=True)
    assert "Write one of: Group 1, Group 2" in page
    assert hr.post(f"{ADDRESS}/file", {"file": (io.BytesIO(b""), "a.csv")}, 422)
    hr.post(f"{ADDRESS}/file", {}, 422)


def test_who_types_what(hr, as_role, sanction):
    mission = as_role("mission").speak("en")
    page = mission.get("/typed-figures/?year=2023").get_data(as_text=True)
    assert "Listening platform" in page
    assert "Disciplinary sanctions" not in page
    for path in (ADDRESS, f"/typed-figures/lines/{sanction}", f"{ADDRESS}.csv", f"{ADDRESS}/file"):
        mission.get(path, 404)
    mission.get("/typed-figures/sanctions/history", 404)
    [kept] = service.history(SUBJECTS["sanctions"])
    mission.post(f"/typed-figures/entries/{kept.entry.id}/undo", status=404)
    mission.post(f"{ADDRESS}/file/confirm", {"sealed": "x"}, 404)
    for role in ("manager", "ambassador", "procurement", "reader", "administrator"):
        as_role(role).get("/typed-figures/", 403)


def test_addresses_that_lead_nowhere(hr):
    for path in ("x/2023", "elected/1999", "elected/99999999", "lines/7777777", "x/history"):
        hr.get(f"/typed-figures/{path}", 404)
    hr.get("/typed-figures/?year=9999999999")
    hr.get("/typed-figures/elected/2100.csv")


def test_the_territory_shows_what_was_typed(as_role):
    mission = as_role("mission")
    mission.get("/territory")
    assert elected_table() is None
    assert territory_table() is None
    mission.post("/typed-figures/elected/2020", BOARD)
    mission.post("/typed-figures/elected/2020", BOARD | {"body_fr": "Conseil", "members_men": ""})
    earlier = {"year": "2014", "term": "2014-2020", "members_women": "3"}
    mission.post("/typed-figures/elected/2014", BOARD | earlier)
    table = elected_table()
    assert [row.label.fr for row in table.rows] == [
        "Bureau, 2014-2020",
        "Bureau, 2020-2026",
        "Conseil, 2020-2026",
    ]
    assert table.cell("Bureau-2020-2026", "share") == 10 / 33
    assert table.rows[2].cells == (10, None, None, None)
    mission.get("/territory")
