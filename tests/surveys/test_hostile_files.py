"""Files that are none, are too large, or mean harm: refused in words, or made harmless."""

import contextlib
import io
import random
import re
import zipfile
from html import escape

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from app.documents.spreadsheets import Refusal
from app.surveys.questionnaires.engine import read_questionnaire
from app.surveys.questionnaires.formats import (
    Loss,
    read_foreign,
    read_limesurvey,
    read_xlsform,
)
from app.surveys.questionnaires.formats.unreadable import Unreadable, UnreadableFile
from tests.surveys.files import FOREIGN, LISTS, TYPES, asked, lss, sheet, texts_of

BOMB = b'<!DOCTYPE a [<!ENTITY x "xxxxxxxx"><!ENTITY y "&x;&x;&x;">]><document>&y;</document>'


OUTSIDE = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><document>&x;</document>'


def zip_bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<a/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 5_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (BOMB, Unreadable.NOT_XML),
        (OUTSIDE, Unreadable.NOT_XML),
        (b"", Unreadable.NOT_XML),
        (b"<a/>", Unreadable.NOT_LIMESURVEY),
        (b"<document><b/></document>", Unreadable.NOT_LIMESURVEY),
        (b" " * (5 * 1024 * 1024 + 1), Unreadable.TOO_LARGE),
        (b"<a>" * 9000, Unreadable.NOT_XML),
        (lss(*[{"type": "N"}] * 600), Unreadable.TOO_MANY_QUESTIONS),
        (
            lss({"type": ";", "parts": " ".join(f"R{n}#0 C{n}#1" for n in range(60))}),
            Unreadable.TOO_MANY_QUESTIONS,
        ),
    ],
)
def test_hostile_limesurvey_files(data, reason):
    with pytest.raises(UnreadableFile) as error:
        read_limesurvey(data)
    assert error.value.reason is reason


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", Refusal.EMPTY),
        (b"PK\x03\x04abc", Refusal.DAMAGED),
        (b"%PDF-1.7 ...", Refusal.DOCUMENT),
        (b"\x89PNG\r\n\x1a\n\0\0", Refusal.PICTURE),
        (zip_bomb(), Refusal.TOO_MUCH_MEMORY),
        (b"x" * (5 * 1024 * 1024 + 1), Unreadable.TOO_LARGE),
        (sheet("a|b\n1|2"), Unreadable.NO_ROWS),
        (sheet(""), Unreadable.NO_ROWS),
        (
            sheet("type|name|label" + "".join(f"\ntext|t{n}|T" for n in range(600))),
            Unreadable.TOO_MANY_QUESTIONS,
        ),
        (sheet("type|name" + "\nbegin group|g" * 30), Unreadable.TOO_DEEP),
        (sheet("type|name|label\ntext|q|#N/A"), Unreadable.FAILED_CELL),
    ],
)
def test_hostile_xlsforms(data, reason):
    for read in (read_xlsform, read_foreign)[: 2 if data[:1] in (b"P", b"%", b"\x89") else 1]:
        with pytest.raises(UnreadableFile) as error:
            read(data)
        assert error.value.reason is reason


def test_conditions_inside_conditions_are_read_once():
    rule = "${q} = 1"
    for _ in range(60):
        rule = f"if({rule}, 1, 0) = 1"
    form = sheet(f"type|name|label|relevant\ninteger|q|Q|\ntext|t|T|{rule}")
    assert [question["code"] for question in asked(read_xlsform(form).document)] == ["q", "t"]


def test_a_cell_that_failed_is_named():
    with pytest.raises(UnreadableFile) as error:
        read_xlsform(sheet("type|name|label\ntext|q|Q", "list_name|name|label\nl|a|#DIV/0!"))
    assert (error.value.line, error.value.detail) == (2, "choices, label")


@pytest.mark.slow
def test_ten_thousand_questions():
    rows = "".join(f"\ntext|t{n}|T" for n in range(10_000))
    for read, data in (
        (read_xlsform, sheet("type|name|label" + rows)),
        (read_limesurvey, lss(*[{"type": "T"}] * 10_000)),
    ):
        with pytest.raises(UnreadableFile):
            read(data)


NASTY = (
    "<script>alert(1)</script>=cmd|x javascript:"
    + "&lt;img src=x onerror=alert(1)&gt;"
    + "x" * 9000
)


def harmless(imported) -> None:
    for text in texts_of(imported.document):
        assert len(text) <= 3000
        assert "<script" not in text.lower()
        assert "<img" not in text.lower()
    read_questionnaire(imported.document)


def test_nothing_dangerous_is_left():
    many = [{"type": kind, "text": NASTY, **more} for kind, more, _ in TYPES]
    imported = read_limesurvey(lss(*many).replace(b"Title", escape(NASTY).encode()))
    harmless(imported)
    assert Loss.TEXT_CUT in {loss.what for loss in imported.losses}
    cells = NASTY.replace("|", "/")
    survey = FOREIGN.replace("Own?", cells).replace("Introduction", cells)
    harmless(read_xlsform(sheet(survey, LISTS.replace("A bike", cells), f"form_title\n{cells}")))


def test_circles_and_wrong_cells():
    survey = (
        "type|name|label|relevant|required|constraint|repeat_count|calculation\n"
        "text|a|A|${b} = 'x'|${a} > 2|)(|x|\ntext|b|B|${a} = 'x' and true()|yes|. > ${b}||\n"
        "select_one none|c|C\nselect_one||\n3|4|5|6|7|8|9|10\nend group\ncalculate|d|D|||||${d} + 1\n"
        "text|a|Again\nbegin repeat|r|R|||||9999\ninteger|n|N||${n}|. >= ${z}\n"
    )
    imported = read_xlsform(sheet(survey))
    assert read_questionnaire(imported.document)[1] == []
    assert {question["code"] for question in asked(imported.document)} == {"a", "b", "a_2", "n"}


def test_formulas_are_read_as_their_values():
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet("survey")
    page.write_row(0, 0, ["type", "name", "label"])
    page.write_row(1, 0, ["text", 12.5, True])
    page.write_formula(2, 0, '=HYPERLINK("http://example.org")', None, "text")
    page.write_formula(2, 1, "=1+1", None, 2)
    book.close()
    imported = read_xlsform(out.getvalue())
    assert [question["code"] for question in asked(imported.document)] == ["q_12_5", "q_2"]


VALID = {
    read_limesurvey: lss(
        *[{"type": k, **m, "relevance": 'Q10 > 3 and Q11 == "A1"'} for k, m, _ in TYPES]
    ),
    read_xlsform: sheet(FOREIGN, LISTS),
}


def readable(read, data: bytes) -> None:
    with contextlib.suppress(UnreadableFile):
        harmless(read(data))


CELLS = [
    "",
    "${a}",
    "(",
    "'",
    "select_one",
    "begin group",
    "end group",
    "9" * 30,
    "${",
    "not(",
    "\x01é",
    "selected(${things}, 'x')",
    ". > 1 and (. < 2 or ${age})",
    "-1",
    "0",
    "#",
    "//",
    "&amp;",
    "]]>",
]


def mutated(read, seed: int) -> bytes:
    """A valid file in which some words or bytes are others."""
    rng = random.Random(seed)
    if read is read_xlsform and seed % 2:
        lines = [line.split("|") for line in FOREIGN.splitlines()]
        for _ in range(rng.randint(1, 12)):
            line = rng.choice(lines[1:])
            line[rng.randrange(len(line))] = rng.choice([*CELLS, *rng.choice(lines)])
        return sheet("\n".join("|".join(line) for line in lines), LISTS)
    if read is read_limesurvey and seed % 2:
        parts = re.split(rb"(?<=>)([^<>]*)(?=</)", VALID[read])
        for _ in range(rng.randint(1, 12)):
            value = rng.choice(
                [*CELLS, rng.choice(parts[1::2]).decode(), "{Q10} <b>", "-oth-", "M", "1"]
            )
            parts[rng.randrange(len(parts) // 2) * 2 + 1] = escape(value.strip("\x01")).encode()
        return b"".join(parts)
    data = bytearray(VALID[read])
    for _ in range(rng.randint(1, 12)):
        at = rng.randrange(len(data))
        data[at : at + rng.randint(0, 9)] = rng.choice(CELLS).encode()
    return bytes(data)


@settings(max_examples=25, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes(data):
    for read in VALID:
        readable(read, data)
        readable(read, b"PK\x03\x04" + data)


@pytest.mark.parametrize("read", VALID)
def test_mutated_files(read):
    for seed in range(12):
        readable(read, mutated(read, seed))


@pytest.mark.slow
@pytest.mark.parametrize("read", VALID)
@settings(max_examples=600, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_many_mutated_files(read, seed):
    readable(read, mutated(read, seed))


#: Children of elements of a codebook in the order that its schema asks.


def test_an_archive_of_a_survey_holds_its_structure():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("survey_1.lss", lss({"type": "N"}))
    assert read_foreign(out.getvalue()).document == read_limesurvey(lss({"type": "N"})).document


@pytest.mark.parametrize("line", ["a\tb\tc", "type;name;label"])
def test_a_table_of_text_is_called_so(line):
    with pytest.raises(UnreadableFile) as refused:
        read_foreign(f"{line}\n{line}\n".encode())
    assert refused.value.reason is Unreadable.TABLE
