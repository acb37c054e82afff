"""The report: texts, versions, documents."""

import re

import pytest
from sqlalchemy import select

from app.documents.spreadsheets import read_frame
from app.extensions import db
from app.indicators import service as indicators
from app.indicators.core import read_agents
from app.indicators.instance import instance
from app.jobs.service import run_all
from app.reports import core, service
from app.reports.core import Chapter
from app.reports.document import documents
from app.reports.models import ReportVersion
from app.statistics.disclosure import Thresholds
from app.surveys.campaigns.service import answering
from app.surveys.results.service import publishing
from app.text import Text
from tests.indicators.factories import csv_file
from tests.people import make_person, sign_in
from tests.surveys import factories


@pytest.fixture
def imported(app, now):
    sheet = read_frame(csv_file(60))
    reading = read_agents(sheet.header, sheet.rows, 2023, indicators.pseudonym("k"))
    prepared = indicators.prepare(reading.agents, 2023, instance())
    indicators.save_import(prepared, "a.csv", None, now, instance())
    db.session.commit()


def test_no_figures_no_report(as_role):
    client = as_role("hr")
    client.get("/report/")
    client.get("/report/2023", 404)
    client.get("/report/2023/staff", 404)
    client.post("/report/2023/freeze", status=404)


def test_a_text_is_written_in_both_languages(as_role, imported):
    client = as_role("hr")
    assert client.get("/report/", 302).location == "/report/2023"
    client.get("/report/2023")
    client.get("/report/2023/staff")
    client.post("/report/2023/staff", {"text-fr": "Texte", "text-en": "Words", "base": "0"})
    assert service.texts(2023)[Chapter.STAFF].text == Text("Texte", "Words")
    assert (Chapter.STAFF, "fr") not in service.missing_texts(2023)
    assert (Chapter.PAY, "en") in service.missing_texts(2023)
    client.post("/report/2023/staff", {"text-fr": "x" * 6001, "base": "1"}, 422)
    client.get("/report/2023/method", 404)
    client.get("/report/2023/nothing", 404)


def test_two_people_lose_nothing(as_role, imported):
    client = as_role("hr")
    client.post("/report/2023/pay", {"text-fr": "leur texte", "text-en": "", "base": "0"})
    mine = {"text-fr": "mon texte", "text-en": "", "base": "0"}
    both = client.post("/report/2023/pay", mine, 409).get_data(as_text=True)
    assert "leur texte" in both
    assert "mon texte" in both
    assert 'name="base" value="1"' in both
    client.post("/report/2023/pay", mine | {"base": "1"})
    assert service.texts(2023)[Chapter.PAY].text.fr == "mon texte"


def test_readers_read_and_do_not_write(as_role, imported):
    client = as_role("reader")
    client.get("/report/2023")
    client.get("/report/2023/staff", 403)
    client.post("/report/2023/freeze", status=403)
    as_role("manager").get("/report/2023", 403)


def test_the_document_has_every_chapter_and_numbers_its_parts(imported):
    made = documents(2023, draft=True)
    for language, table, figure in (("fr", "Tableau", "Figure"), ("en", "Table", "Figure")):
        html = made[language]
        for chapter, title in core.TITLES.items():
            assert f'id="{chapter}"' in html
            assert title[language] in html
        numbers = [int(n) for n in re.findall(rf"<span>{table} (\d+)\.</span>", html)]
        assert numbers == list(range(1, len(numbers) + 1))
        assert len(re.findall(rf"<span>{figure} (\d+)\.</span>", html)) == html.count("<svg")
        assert html.count("<svg") == html.count("<title>") - 1


def test_a_text_of_one_language_is_not_printed_in_the_other(as_role, imported):
    """As the page says: the chapter has its figures only."""
    client = as_role("hr").speak("en")
    client.post("/report/2023/pay", {"text-fr": "Le commentaire.", "text-en": "", "base": "0"})
    assert "will have their figures only" in client.get("/report/2023").get_data(as_text=True)
    made = documents(2023, draft=True)
    assert "Le commentaire." in made["fr"]
    assert "Le commentaire." not in made["en"]
    assert "Pay by category" in made["en"]


def test_the_report_and_the_page_show_the_same_figures(as_role, imported):
    client = as_role("hr").speak("fr")
    pages = [
        client.get(f"/indicators/2023/{code}").get_data(as_text=True) for code in ("staff", "pay")
    ]
    shown = "".join(pages)
    html = documents(2023, draft=True)["fr"]
    cells = re.compile(r"<td[^>]*>([^<]+|<abbr[^>]*>s</abbr>)</td>")

    def figures(text, title):
        start = text.index(f"{title}</caption>")
        part = text[start : text.index("</table>", start)]
        return [re.sub("<[^>]+>", "", cell) for cell in cells.findall(part)]

    for title in ("Effectifs par catégorie", "Rémunération par catégorie", "Effectifs par âge"):
        assert figures(shown, title) == figures(html, title)
        assert len(figures(shown, title)) > 10


@pytest.mark.slow
def test_a_survey_of_which_nothing_is_shown_replaces_none(imported, settings, now):
    told = factories.make_campaign(settings, factories.make_managers(24))
    for place, invitation in enumerate(factories.invitations(told)[:20]):
        given = {"one": "ab"[place // 2 % 2], "sex": invitation.person.sex}
        assert answering.submit_answers(invitation, given, factories.OPENED)
    silent = factories.make_campaign(settings, [i.person for i in factories.invitations(told)])
    factories.answer_all(silent, 1)
    for campaign in (told, silent):
        factories.close_and_mix(campaign, now)
        publishing.publish_results(campaign, now.date())
    db.session.commit()
    figures = service.figures(2023, Thresholds(), Thresholds())
    assert figures.survey.participation.cell("total", "answered") == 20
    assert figures.survey.measures


@pytest.mark.slow
def test_a_version_is_frozen_and_printed(app, imported, tmp_path):
    client = sign_in(app, make_person("hr"))
    client.post("/report/2023/freeze")
    version = db.session.scalar(select(ReportVersion))
    address = f"/report/versions/{version.id}/fr.pdf"
    client.get(address, 404)
    part = client.get("/report/2023", headers={"HX-Request": "true"}).get_data(as_text=True)
    assert 'hx-trigger="every 2s"' in part
    assert run_all() == 2
    part = client.get("/report/2023", headers={"HX-Request": "true"}).get_data(as_text=True)
    assert "hx-trigger" not in part
    pdf = client.get(address).data
    from tests.documents.pdf import check_pdf  # what checks it is slow to load

    check_pdf(pdf)
    # the command prints the same version, byte for byte
    output = tmp_path / "out.pdf"
    done = app.test_cli_runner().invoke(
        args=["report", "build", "2023", "--lang", "fr", "--output", str(output)]
    )
    assert done.exit_code == 0, done.output
    assert output.read_bytes() == pdf
    client.get(f"/report/versions/{version.id}/de.pdf", 404)


@pytest.mark.slow
def test_the_command_writes_its_file_whole(app, imported, tmp_path, monkeypatch):
    output = tmp_path / "out.pdf"
    output.write_bytes(b"the former")
    monkeypatch.setattr("os.fsync", lambda _: (_ for _ in ()).throw(OSError(28, "disk full")))
    failed = app.test_cli_runner().invoke(
        args=["report", "build", "2023", "--lang", "fr", "--output", str(output)]
    )
    assert (failed.exit_code, "disk full" in failed.output) == (1, True)
    assert output.read_bytes() == b"the former"
    assert list(tmp_path.iterdir()) == [output]


def test_the_command_refuses_an_unknown_year(app, imported, tmp_path):
    runner = app.test_cli_runner()
    arguments = ["--lang", "fr", "--output", str(tmp_path / "x.pdf")]
    failed = runner.invoke(args=["report", "build", "1999", *arguments])
    assert failed.exit_code == 1
    assert "1999" in failed.output
    assert not (tmp_path / "x.pdf").exists()
    assert runner.invoke(args=["report", "build", "abc", *arguments]).exit_code == 2


def test_every_law_has_its_evidence():
    for basis in core.BASES:
        assert basis.evidence in core.Evidence
        assert basis.subject.missing() == ()
