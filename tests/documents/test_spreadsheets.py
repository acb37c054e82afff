"""Hostile files are refused before they unfold."""

import io
import zipfile

import pytest

from app.documents.spreadsheets import Refusal, RefusedFile, read_sheet, write_csv, write_template

WORKBOOK = {
    "[Content_Types].xml": '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    "_rels/.rels": '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    "xl/workbook.xml": '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>',
}


def workbook(rows, **extra):
    """A workbook with these rows as XML."""
    sheet = (
        '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        + rows
        + "</sheetData></worksheet>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**WORKBOOK, "xl/worksheets/sheet1.xml": sheet, **extra}.items():
            archive.writestr(name, content)
    return out.getvalue()


def cell(reference, value):
    return f'<c r="{reference}" t="inlineStr"><is><t>{value}</t></is></c>'


def refusal(data):
    with pytest.raises(RefusedFile) as caught:
        read_sheet(data)
    return caught.value.refusal


def test_a_plain_workbook():
    data = workbook(f'<row r="1">{cell("A1", "Sexe ")}</row><row r="2">{cell("A2", " F")}</row>')
    sheet = read_sheet(data)
    assert (sheet.header, sheet.rows) == (["sexe"], [["F"]])


def test_one_far_cell():
    assert (
        refusal(workbook(f'<row r="1048576">{cell("XFD1048576", "x")}</row>'))
        is Refusal.TOO_MANY_CELLS
    )
    assert (
        refusal(workbook(f"<row r='1048576'>{cell('A1048576', 'x')}</row>"))
        is Refusal.TOO_MANY_CELLS
    )


@pytest.mark.slow
def test_a_zip_bomb():
    bomb = workbook(
        f'<row r="1">{cell("A1", "x")}</row>', **{"xl/sharedStrings.xml": "a" * 51_000_000}
    )
    assert len(bomb) < 200_000
    assert refusal(bomb) is Refusal.BOOBY_TRAPPED


def test_entities():
    lol = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "lol">]><x>&a;</x>'
    assert refusal(workbook("", **{"xl/styles.xml": lol})) is Refusal.BOOBY_TRAPPED
    wide = lol.encode("utf-16")
    assert refusal(workbook("", **{"xl/styles.xml": wide})) is Refusal.BOOBY_TRAPPED


def test_many_entries_and_other_archives():
    many = {f"x/{i}.xml": "a" for i in range(300)}
    assert refusal(workbook("", **many)) is Refusal.BOOBY_TRAPPED
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("readme.txt", "hello")
    assert refusal(out.getvalue()) is Refusal.NOT_A_SPREADSHEET


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"x" * (10 * 1024 * 1024 + 1), Refusal.TOO_LARGE),
        (b"PK not a zip", Refusal.NOT_A_SPREADSHEET),
        (b"", Refusal.EMPTY),
        (b"\n\n;;\n", Refusal.EMPTY),
        (b"a;b\n" * 20_002, Refusal.TOO_MANY_CELLS),
        (b";" * 300, Refusal.TOO_MANY_CELLS),
        (b'"' + b"x" * 200_000, Refusal.NOT_A_SPREADSHEET),
    ],
)
def test_other_refusals(data, expected):
    assert refusal(data) is expected


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_delimiters(delimiter):
    sheet = read_sheet(f"a{delimiter}b\n1{delimiter}2\n".encode())
    assert (sheet.header, sheet.rows) == (["a", "b"], [["1", "2"]])


def test_what_goes_out_is_never_a_formula():
    data = write_csv(["a"], [["=1+1"], ["@x"], ["+3"], ["plain"], [2.5], ["-4"]]).decode(
        "utf-8-sig"
    )
    assert data.splitlines() == ["a", "'=1+1", "'@x", "'+3", "plain", "2,5", "'-4"]


def test_the_template_reads_back():
    sheet = read_sheet(write_template([("sexe", ["F", "H"]), ("metier", [])]))
    assert sheet.header == ["sexe", "metier"]


def known(row):
    """How many headings a row holds, as a reader of plans counts them."""
    return len({"a", "b"} & set(row))


@pytest.mark.parametrize(
    ("rows", "line", "header"),
    [
        (["a;b", "1;2"], 1, ["a", "b"]),
        (["Title, of 2024", "", "a;b", "1;2"], 3, ["a", "b"]),
        (["Title;a", ";", "x;b", "a;b", "1;2"], 4, ["a", "b"]),
        (["Title", "a;x", "1;2"], 2, ["a", "x"]),
        (["", "x;y", "1;2"], 2, ["x", "y"]),
        (["x;y", *["1;2"] * 14, "a;b"], 1, ["x", "y"]),
        (["x;y", *["1;2"] * 13, "a;b", "1;2"], 15, ["a", "b"]),
    ],
)
def test_a_header_under_a_title(rows, line, header):
    sheet = read_sheet("\n".join(rows).encode(), known)
    assert (sheet.line, sheet.header) == (line, header)
    assert not sheet.rows or sheet.rows[-1] == ["1", "2"] or line == 1
    assert read_sheet("\n".join(rows).encode()).line == 1
