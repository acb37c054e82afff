"""The documents of a version: what every file holds, and how those who do not see read it."""

import io
import json
import re
import zipfile

import page as page_validation
import pikepdf
import pytest
import python_calamine

from app.documents.archive import archived
from app.documents.pdf import render_pdf
from app.reports import making
from app.reports.core.approval import Step
from app.reports.core.files import Kind
from app.reports.core.layouts import Layout
from app.reports.files import charts_zip, csv_files, csv_zip, tables_workbook
from app.reports.rendering import State, page, printed, summary
from app.reports.service import texts
from app.statistics.plain_values import to_plain
from app.text import LANGUAGES, Text
from app.version import VERSION
from tests.documents.pdf import check_pdf
from tests.reports.factories import drafted
from tests.reports.reading import figures_apart

pytestmark = pytest.mark.slow
STATE = State(3, Step.OPINION, "Avis favorable.\n\nSous réserve.")


def walk(node):
    """Every element of the structure of a document."""
    if isinstance(node, pikepdf.Array):
        for each in node:
            yield from walk(each)
    elif isinstance(node, pikepdf.Dictionary):
        yield node
        if "/K" in node:
            yield from walk(node.K)


@pytest.fixture
def contents(imported):
    return {language: making.draft(2023, Layout.BUDGET, language) for language in LANGUAGES}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_is_the_same_in_every_file(app, contents, language):
    content = contents[language]
    assert len(list(content.blocks())) > 10
    with app.test_request_context():
        assert figures_apart(content, render_pdf(printed(content, STATE)), STATE) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_document_is_read_by_those_who_do_not_see(contents, language):
    data = render_pdf(printed(contents[language], STATE))
    check_pdf(data, language)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        root = pdf.Root.StructTreeRoot
        elements = list(walk(root.K))
        headers = [own for own in elements if own.get("/S") == "/TH"]
        assert {str(own.A.Scope) for own in headers} == {"/Row", "/Column"}
        names = [str(name) for name in list(root.IDTree.Names)[::2]]
        assert {str(own.ID) for own in headers if "/ID" in own} == {*names}
        assert names == sorted(names)
        signs = {str(own.E) for own in elements if "/E" in own}
        assert signs <= {"withheld", "no figure", "non communiqué", "non disponible"}
        assert len(signs) == 2
        figures = [own for own in elements if own.get("/S") == "/Figure"]
        assert len(figures) > 3
        assert all(re.search(r"[a-zé]{3}", str(own.Alt)) for own in figures)
        links = {str(note.Contents) for sheet in pdf.pages for note in sheet.get("/Annots", [])}
        assert not [words for words in links if "_" in words or words.startswith("#")]
        with pdf.open_outline() as outline:
            assert any(item.children for item in outline.root)


def test_a_part_in_the_other_language_says_so(contents):
    html = printed(contents["fr"], STATE).replace(
        "</h1>", '</h1><p lang="en">Words in English</p><p><abbr title="deux">2</abbr></p>'
    )
    with pikepdf.open(io.BytesIO(render_pdf(html))) as pdf:
        elements = list(walk(pdf.Root.StructTreeRoot.K))
        assert {str(own.Lang) for own in elements if "/Lang" in own} == {"en"}
        assert "deux" in {str(own.E) for own in elements if "/E" in own}


def test_the_archive_copy_is_valid_and_carries_its_tables(contents):
    content = contents["fr"]
    attached = {"tables.xlsx": tables_workbook(content), **csv_files(content)}
    data = archived(render_pdf(printed(content, STATE)), attached)
    profiles = page_validation.ValidationProfile
    for profile in (profiles.PDF_A_3U, profiles.PDF_UA_1):
        report = page_validation.validate_pdf_bytes(data, profile=profile)
        assert report.is_compliant, [own.message for own in report.failures][:5]
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert {*pdf.attachments} == {*attached}
        assert pdf.attachments["tables.xlsx"].get_file().read_bytes() == attached["tables.xlsx"]
        assert all(own.AFRelationship == "/Data" for own in pdf.Root.AF)
    assert data == archived(render_pdf(printed(content, STATE)), attached)


def test_every_file_is_made_of_the_content_alone(contents):
    """Byte for byte the same twice; and the summary has four pages at most."""
    content = contents["en"]
    again = type(content)(**vars(content))
    assert json.dumps(to_plain(content)) == json.dumps(to_plain(again))
    for kind in (Kind.PDF, Kind.SUMMARY, Kind.PAGE, Kind.TABLES, Kind.CSV, Kind.CHARTS):
        assert making.make(content, kind, STATE, b"") == making.make(content, kind, STATE, b""), (
            kind
        )
    with pikepdf.open(io.BytesIO(render_pdf(summary(content, STATE)))) as pdf:
        assert len(pdf.pages) <= 4


def test_charts_are_given_to_be_used_again(contents):
    charts = [block.chart for block in contents["fr"].blocks() if block.chart]
    with zipfile.ZipFile(io.BytesIO(charts_zip(contents["fr"]))) as archive:
        names = archive.namelist()
        assert len(names) == 2 * len(charts)
        assert archive.read(names[0]).startswith(b"<svg")
        assert archive.read(names[1]).startswith(b"\x89PNG")


def test_the_workbook_lists_its_tables(contents):
    content = contents["fr"]
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(tables_workbook(content)))
    listed = book.get_sheet_by_index(0).to_python()
    assert len(listed) == len(list(content.blocks())) + 1 == len(book.sheet_names)
    with zipfile.ZipFile(io.BytesIO(csv_zip(content))) as archive:
        assert len(archive.namelist()) == len(listed) - 1


def test_what_the_document_says_of_itself(contents):
    html = printed(contents["en"], STATE)
    for words in (
        "List of tables",
        "List of figures",
        "Statistical disclosure control",
        VERSION,
        contents["en"].method.inputs,
        "Avis favorable.",
        "Sous réserve.",
    ):
        assert words in html, words
    numbers = [int(n) for n in re.findall(r">Table (\d+)\.</span>", html)]
    assert numbers == list(range(1, len(numbers) + 1))
    anchors = {*re.findall(r' id="([^"]+)"', html)}
    assert {*re.findall(r'href="#([^"]+)"', html)} <= anchors
    assert {*re.findall(r' id="([^"]+)"', page(contents["en"], STATE))} > {"pay", "table-1"}


def test_a_text_of_one_language_is_not_printed_in_the_other(app, imported, now):
    words = Text("Le commentaire.", "")
    texts.write(2023, "pay", texts.Writing(words, 0, {}, ()), None, now)
    assert "Le commentaire." in drafted(2023, "fr")
    assert "Le commentaire." not in drafted(2023, "en")


def test_three_thousand_rows_are_printed_with_their_heads():
    from dataclasses import replace

    from tests.reports.test_core import SHARES

    rows = tuple(replace(SHARES.rows[0], code=str(n)) for n in range(3_000))
    head = "<thead><tr><th scope='col'>A</th></tr></thead>"
    cells = "".join(f"<tr><th scope='row'>{row.code}</th></tr>" for row in rows)
    html = f"<html lang='fr'><title>t</title><table>{head}{cells}</table></html>"
    with pikepdf.open(io.BytesIO(render_pdf(html))) as pdf:
        assert len(pdf.pages) > 40


def test_the_command_writes_its_file_whole(app, imported, tmp_path, monkeypatch):
    output = tmp_path / "out.pdf"
    output.write_bytes(b"the former")
    monkeypatch.setattr("os.fsync", lambda _: (_ for _ in ()).throw(OSError(28, "disk full")))
    arguments = ["report", "build", "2023", "--lang", "fr", "--output", str(output)]
    failed = app.test_cli_runner().invoke(args=arguments)
    assert (failed.exit_code, "disk full" in failed.output) == (1, True)
    assert output.read_bytes() == b"the former"
    assert list(tmp_path.iterdir()) == [output]
    monkeypatch.undo()
    done = app.test_cli_runner().invoke(args=arguments)
    assert done.exit_code == 0, done.output
    assert output.read_bytes().startswith(b"%PDF")


def test_the_command_refuses_an_unknown_year(app, imported, tmp_path):
    runner = app.test_cli_runner()
    arguments = ["--lang", "fr", "--output", str(tmp_path / "x.pdf")]
    failed = runner.invoke(args=["report", "build", "1999", *arguments])
    assert failed.exit_code == 1
    assert "1999" in failed.output
    assert not (tmp_path / "x.pdf").exists()
    assert runner.invoke(args=["report", "build", "abc", *arguments]).exit_code == 2
