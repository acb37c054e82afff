"""The agents' file by the browser: exports as they are, at most one page of questions each."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.extensions import db
from app.indicators import service
from tests.browser.axe import axe_violations
from tests.browser.following import follow
from tests.indicators.exports import EXPORTS, YEAR
from tests.people import make_person

ANSWERS = {"Contractuel": "CONT_PERM_CDI", "Mois payés": "Observations"}


def send(page: Page, path: Path, javascript: bool) -> None:
    page.goto("/agents-file/")
    page.get_by_label("Année").fill(str(YEAR))
    page.get_by_label("Fichier des agents").set_input_files(path)
    page.get_by_role("button", name="Contrôler").click()
    follow(page, javascript)


def answer_questions(page: Page, javascript: bool) -> int:
    """Answer what is asked; how many pages it took."""
    pages = 0
    while page.get_by_role("heading", name=re.compile("Questions")).count():
        pages += 1
        assert not javascript or axe_violations(page) == []
        for words, value in ANSWERS.items():
            page.get_by_label(re.compile(words)).select_option(value)
        page.get_by_role("button", name="Continuer").click()
        follow(page, javascript)
    return pages


def test_exports_come_in_as_they_are(app, open_page, tmp_path, javascript):
    page = open_page(make_person("hr"), javascript)
    for name, (make, asked) in EXPORTS.items():
        path = tmp_path / name
        path.write_bytes(make())
        send(page, path, javascript)
        assert answer_questions(page, javascript) == min(asked, 1), name
        expect(page.get_by_role("button", name=f"Importer pour {YEAR}")).to_be_visible()
        assert not javascript or axe_violations(page) == []
    page.get_by_role("button", name=f"Importer pour {YEAR}").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Indicateurs {YEAR}")
    assert service.current_import(YEAR).agents == 40
    db.session.rollback()
    path.write_bytes(make().replace(b";12\r\n", b";12 \r\n"))
    send(page, path, javascript)
    assert answer_questions(page, javascript) == 0


@pytest.mark.parametrize("act", ["cancel", "undo"])
def test_a_file_is_given_up_and_an_import_undone(app, open_page, tmp_path, javascript, act):
    page = open_page(make_person("hr"), javascript)
    path = tmp_path / "agents.csv"
    path.write_bytes(EXPORTS["canonical.csv"][0]())
    send(page, path, javascript)
    if act == "cancel":
        page.get_by_role("button", name="Abandonner").click()
        expect(page.get_by_text("Ce fichier est oublié")).to_be_visible()
        return
    page.get_by_role("button", name=f"Importer pour {YEAR}").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Indicateurs {YEAR}")
    page.goto("/agents-file/")
    page.get_by_text("Annuler…").click()
    page.get_by_role("button", name="Annuler cet import").click()
    expect(page.get_by_text("il n’y a plus de chiffres")).to_be_visible()


def test_a_figure_is_typed_corrected_and_undone(app, open_page, javascript):
    page = open_page(make_person("mission"), javascript, phone=True)
    page.goto("/typed-figures/?year=2020")
    page.get_by_role("link", name="Membres élus").click()
    page.get_by_label("Instance, en français").fill("Bureau")
    page.get_by_label("Mandat").fill("2020-2026")
    page.get_by_label("Membres : femmes").fill("dix")
    page.get_by_label("Source", exact=True).fill("Assemblées")
    page.get_by_label("Date de la source").fill("2020-07-10")
    page.get_by_role("button", name="Ajouter").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Ce n’est pas un nombre")
    expect(page.get_by_label("Instance, en français")).to_have_value("Bureau")
    page.get_by_label("Membres : femmes").fill("10")
    page.get_by_role("button", name="Ajouter").press("Enter")
    expect(page.get_by_role("row", name=re.compile("Bureau – 2020-2026"))).to_be_visible()
    page.get_by_role("link", name=re.compile("Corriger")).click()
    page.get_by_label("Membres : hommes").fill("23")
    page.get_by_label("Membres : hommes").press("Enter")
    expect(page.get_by_text("Ligne enregistrée.")).to_be_visible()
    expect(page.get_by_role("cell", name="23")).to_be_visible()
    page.get_by_role("link", name="Historique").click()
    page.get_by_role("button", name=re.compile("Annuler")).first.click()
    expect(page.get_by_role("button", name=re.compile("Rétablir|Refaire"))).to_have_count(1)
    page.goto("/territory")
    expect(page.get_by_role("row", name=re.compile("Bureau, 2020-2026")).first).to_be_visible()
