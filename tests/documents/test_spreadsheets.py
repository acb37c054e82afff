"""What comes in is read as it was meant, or refused with its reason, before it unfolds."""

import io
import zipfile
from pathlib import Path

import pytest

from app.documents.spreadsheets import (
    Limits,
    Refusal,
    RefusedFile,
    read_sheet,
    read_tables,
    write_csv,
    write_template,
)
from tests.documents.workbooks import cell, ods, workbook

FOLDER = Path(__file__).parent


def refused(data, limits=None):
    with pytest.raises(RefusedFile) as caught:
        read_sheet(data, limits=limits or Limits())
    return caught.value


def refusal(data):
    return refused(data).refusal


def rows(data, **options):
    sheet = read_sheet(data, **options)
    return [sheet.header, *sheet.rows]


def test_a_plain_workbook():
    data = workbook(f'<row r="1">{cell("A1", "Sexe ")}</row><row r="2">{cell("A2", " F")}</row>')
    assert rows(data) == [["sexe"], ["F"]]


def test_one_far_cell():
    for address in ("XFD1048576", "A1048576", "XFD1"):
        data = workbook(f'<row r="{address.strip("AXFD")}">{cell(address, "x")}</row>')
        assert refusal(data) in (Refusal.TOO_MANY_CELLS, Refusal.TOO_MUCH_MEMORY)


@pytest.mark.slow
def test_archives_that_unfold_beyond_reason():
    first = f'<row r="1">{cell("A1", "x")}</row>'
    texts = workbook(first, **{"xl/sharedStrings.xml": "a" * 51_000_000})
    assert len(texts) < 200_000
    assert refusal(texts) is Refusal.TOO_MUCH_MEMORY
    nameless = workbook("<row>" + "<c><v>1</v></c>" * 3_000_000 + "</row>")
    assert refusal(nameless) is Refusal.TOO_MUCH_MEMORY
    many = {f"x/{number}.xml": "a" for number in range(2_001)}
    assert refusal(workbook("", **many)) is Refusal.TOO_MUCH_MEMORY


def test_memory_and_time_are_limited():
    table = b"a;b\n" * 2_000_000
    assert refused(table, Limits(megabytes=40)).refusal is Refusal.TOO_MUCH_MEMORY
    assert refused(table, Limits(seconds=0)).refusal is Refusal.TOO_LONG


def archive_of(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "."), content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"x" * (10 * 1024 * 1024 + 1), Refusal.TOO_LARGE),
        (b"", Refusal.EMPTY),
        (b" \n \n", Refusal.EMPTY),
        (b"a;b\n" * 20_300, Refusal.TOO_MANY_CELLS),
        (b";" * 300 + b"a", Refusal.TOO_MANY_CELLS),
        (b"a\0b;c\n", Refusal.NOT_A_SPREADSHEET),
        (b"PK\x03\x04 and no archive", Refusal.DAMAGED),
        (workbook("")[:-60], Refusal.DAMAGED),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and no workbook", Refusal.DAMAGED),
        (archive_of(readme__txt="hello"), Refusal.ARCHIVE),
        (b"\x1f\x8b\x08", Refusal.ARCHIVE),
        (b"%PDF-1.7", Refusal.DOCUMENT),
        (archive_of(**{"word/document__xml": "<a/>"}), Refusal.DOCUMENT),
        (b"\x89PNG\r\n", Refusal.PICTURE),
        (b"nom;d\xf0\xfe\xd5\n" + b"\xf0\xfe" * 99, Refusal.UNKNOWN_ENCODING),
    ],
)
def test_refusals(data, expected):
    assert refusal(data) is expected


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_separators(separator):
    lines = ["Direction, 2024", "a;b", "1;2", '"x;y";3']
    data = "\n".join(lines).replace(";", separator).encode()
    known = lambda row: len({"a", "b"} & set(row))  # noqa: E731
    assert rows(data, known=known) == [["a", "b"], ["1", "2"], [f"x{separator}y", "3"]]


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "cp1252", "iso8859_15", "cp850", "mac_roman"],
)
def test_encodings_of_french_offices(encoding):
    said = ["Événementiel et fêtes", "Collège où l'été", "Garçons ça coûte"]
    said += [] if encoding == "cp850" else ["Cœur de métier à 12 €"]
    sheet = read_sheet("\n".join(["intitulé", *said]).encode(encoding))
    assert [sheet.header, *sheet.rows] == [["intitulé"], *[[text] for text in said]]
    assert sheet.source.encoding == encoding


@pytest.mark.parametrize("first", [b"sep=,", b'"sep=,"'])
def test_the_line_that_says_what_separates(first):
    sheet = read_sheet(first + b"\r\na,b;c\r\n1,2\r\n")
    assert (sheet.header, sheet.rows, sheet.line) == (["a", "b;c"], [["1", "2"]], 2)


def test_blank_lines_keep_the_numbers_of_the_others():
    sheet = read_sheet(b"\n\na;b\n\n1;2\n;\n3;4\n\n")
    assert (sheet.line, sheet.rows) == (3, [["", ""], ["1", "2"], ["", ""], ["3", "4"]])


@pytest.mark.parametrize("line", ['A9;"Culture', 'A9;"Cul"ture', '"Culture;x";"y"z'])
def test_a_stray_quote_swallows_nothing(line):
    error = refused("\n".join(["code;direction", "A8;Culture", line, "A10;Sport"]).encode())
    assert (error.refusal, error.lines) == (Refusal.OPEN_QUOTE, (3,))


def test_a_sign_too_many_is_told():
    error = refused(b"a;b\n1;2\n3;4;\n5;6;7\n")
    assert (error.refusal, error.lines) == (Refusal.BEYOND_HEADINGS, (4,))


def test_texts_as_spreadsheets_write_them():
    data = 'a;b\n="0012";"said ""so"""\n'
    assert rows(data.encode()) == [["a", "b"], ["0012", 'said "so"']]


FAILED = f"""<row r="1">{cell("A1", "a")}{cell("B1", "b")}</row>
<row r="2"><c r="A2" t="e"><f>1/0</f><v>#DIV/0!</v></c>{cell("B2", "x")}</row>
<row r="3"><c r="A3"><f>SUM(A1:A2)</f></c><c r="B3"><f>1+1</f><v></v></c></row>
<row r="4"><c r="A4"><f>1+1</f><v>2</v></c><c t="str" r="B4"><f>"x"</f><v>x</v></c></row>
<row r="5">{cell("A5", "3")}<c r="B5" t="str"><f>IF(A1="","",A1)</f><v></v></c></row>"""


def test_failed_cells_are_no_empty_cells():
    expected = [["a", "b"], ["#DIV/0!", "x"], ["#FORMULA?", "#FORMULA?"], ["2", "x"]]
    expected.append(["3", ""])  # a formula may well give nothing
    assert rows(workbook(FAILED)) == expected
    assert rows(ods([["a", "b"], ["=#DIV/0!", "x"], ["1", "y"]]))[1] == ["#DIV/0!", "x"]


def test_open_formats():
    table = [["a", "b"], ["1", "é"], ["2.5", "y"]]
    assert rows(ods(table)) == table


def test_the_format_of_before():
    sheet = read_sheet((FOLDER / "old.xls").read_bytes())
    assert (sheet.header, sheet.source.name) == (["texte", "nombre", "jour", "formule"], "vu")
    assert sheet.rows == [["été", "2.5", "2023-12-31", "#N/A"], ["", "12", "", "#DIV/0!"]]


def test_the_sheet_that_is_seen():
    sheets = [("2022", "hidden", "old"), ("notes", "", ""), ("2023", "", "new"), ("autre", "", "x")]
    sheet = read_sheet(workbook(*sheets_of(sheets)))
    assert (sheet.header, sheet.source.name) == (["new"], "2023")
    assert sheet.source.others == ("notes", "autre")


def sheets_of(sheets):
    return [
        (f'<row r="1">{cell("A1", text)}</row>' if text else "", name, state)
        for name, state, text in sheets
    ]


def test_sheets_by_their_names():
    data = workbook(*sheets_of([("Survey ", "", "a"), ("other", "", "b"), ("choices", "", "c")]))
    tables = read_tables(data, ["survey", "choices"])
    assert [(each.described.name, each.lines()) for each in tables] == [
        ("Survey ", [["a"]]),
        ("choices", [["c"]]),
    ]


def test_line_breaks_inside_the_cells_of_a_workbook():
    data = workbook(f'<row r="1">{cell("A1", "a")}</row><row r="2">{cell("A2", "x&#10;y")}</row>')
    assert rows(data) == [["a"], ["x\ny"]]


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
    ("lines", "line", "header"),
    [
        (["a;b", "1;2"], 1, ["a", "b"]),
        (["Title, of 2024", "", "a;b", "1;2"], 3, ["a", "b"]),
        (["Title;a", ";", "x;b", "a;b", "1;2"], 4, ["a", "b"]),
        (["Title", "a;x", "1;2"], 2, ["a", "x"]),
        (["", "x;y", "1;2"], 2, ["x", "y"]),
        (["x;y", *["1;2"] * 29, "a;b"], 1, ["x", "y"]),
        (["x;y", *["1;2"] * 28, "a;b", "1;2"], 30, ["a", "b"]),
    ],
)
def test_a_header_under_a_title(lines, line, header):
    sheet = read_sheet("\n".join(lines).encode(), known)
    assert (sheet.line, sheet.header) == (line, header)
    assert sheet.rows[-1] == ["1", "2"] or line == 1
