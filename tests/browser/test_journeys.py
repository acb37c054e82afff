"""The product as people use it; each journey with and without JavaScript."""

import datetime as dt
import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.accounts.service import passwords, sign_ins
from app.extensions import db, utcnow
from app.jobs.service import run_all
from app.procurement.models import Tender
from app.reports.core.approval import Step
from app.reports.core.layouts import Layout
from app.reports.service import versions
from app.reports.tasks import build
from app.surveys.campaigns.models import Participation
from app.surveys.campaigns.service import inviting
from tests.browser.axe import axe_violations
from tests.browser.following import follow
from tests.indicators.factories import csv_file
from tests.people import make_person
from tests.procurement.factories import pass_deadline
from tests.reports.factories import brought_to
from tests.roadmaps import factories as roadmap_factories
from tests.roadmaps.factories import make_roadmap
from tests.surveys import factories


@pytest.fixture
def campaign(app, settings):
    return factories.make_campaign(settings, factories.make_managers(14))


def link(settings, campaign):
    return f"/a/{inviting.invitations(campaign)[0].token(settings.secret_key)}"


def test_a_manager_answers_on_a_phone(open_page, settings, campaign, javascript):
    address = link(settings, campaign)
    page = open_page(javascript=javascript, phone=True)
    page.goto(address)
    page.get_by_role("button", name="Commencer").click()
    page.get_by_role("group", name="Échelle").get_by_label("D’accord", exact=True).check()
    page.get_by_role("button", name="Continuer").click()
    # a required question was left out: the summary leads to it
    expect(page.get_by_role("link", name=re.compile("Un choix"))).to_be_visible()
    assert not javascript or axe_violations(page) == []
    page.get_by_role("link", name=re.compile("Un choix")).click()
    page.get_by_label("Choix B").check()
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Oui", exact=True).check()
    if not javascript:  # with it, the follow-up comes by itself
        page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Pourquoi").fill("Parce que c’est utile.")
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Femme").check()
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vérifiez vos réponses")
    expect(page.get_by_text("Parce que c’est utile.")).to_be_visible()
    # changed from the review, then back to it
    page.get_by_role("link", name=re.compile("Modifier.*Un choix")).click()
    page.get_by_label("Choix A").check()
    page.get_by_role("button", name="Enregistrer et revenir").click()
    expect(page).to_have_url(re.compile("/review#line-one$"))  # back to the same line
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vos réponses sont envoyées")
    page.go_back()
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text("Vos réponses sont envoyées")
    db.session.rollback()
    assert len(db.session.scalars(select(Participation)).all()) == 1


def press_until_focused(page: Page, what: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", what):
            return
    raise AssertionError(f"the keyboard does not reach {what}")


def test_answering_with_the_keyboard_alone(open_page, settings, campaign):
    page = open_page()
    page.goto(link(settings, campaign))
    press_until_focused(page, "main button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/1")
    press_until_focused(page, "input[name=s1]")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    press_until_focused(page, "input[name=one]")
    page.keyboard.press("Space")
    press_until_focused(page, ".form-end button[value=next]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/2")
    page.go_back()
    expect(page.locator("input[name=s1][value=neutral]")).to_be_checked()


@pytest.fixture
def own_password(app):
    person = make_person("ambassador", email="sport@metropole.fr")
    person.password_hash = passwords.hash_password("le tram passe à huit heures")
    db.session.commit()
    return person


def test_a_sign_in_that_expires_keeps_what_was_typed(
    app, open_page, own_password, javascript, monkeypatch
):
    monkeypatch.setattr(roadmap_factories, "ENDS", utcnow().date() + dt.timedelta(days=9))
    make_roadmap(own_password)
    page = open_page(own_password, javascript)
    page.goto("/roadmaps/my-update")
    page.get_by_label("Quoi de neuf").first.fill("Écrit avec soin")
    sign_ins.end_all_sign_ins(own_password)
    db.session.commit()
    page.get_by_role("button", name="Envoyer").click()
    page.get_by_label("Adresse").fill("sport@metropole.fr")
    page.get_by_label("Mot de passe").fill("le tram passe à huit heures")
    page.locator("main").get_by_role("button", name="Se connecter").click()
    page.get_by_role("button", name=re.compile("Envoyer")).click()
    expect(page.get_by_text("Écrit avec soin", exact=True)).to_be_visible()


def test_a_firm_sends_its_annex_and_an_officer_opens_it(app, open_page, javascript):
    page = open_page(make_person("procurement"), javascript)
    page.goto("/tenders/new")
    page.get_by_label("Numéro").fill("2024-017")
    page.get_by_label("Objet en français").fill("Entretien")
    page.get_by_label("Niveau").select_option("1")
    page.get_by_label("Lancée le").fill("2024-02-05")
    page.get_by_label("Date et heure limites").fill("2999-03-15T12:00")
    page.get_by_role("button", name="Créer").click()
    address = page.locator("code.link").inner_text()
    firm = open_page(javascript=javascript)
    firm.goto(re.sub("http://localhost", "", address))
    firm.get_by_label("SIREN").fill("552 008 443")
    firm.get_by_label("Nom de l’entreprise").fill("Entreprise d’essai")
    firm.get_by_label("Adresse électronique").fill("contact@entreprise.example")
    firm.get_by_role("button", name="Commencer").click()
    firm.get_by_role("link", name="Commencer").click()
    firm.get_by_label("seule").check()
    firm.get_by_label("Moins de 11 personnes").check()
    for label, count in (("Nombre de personnes", "8"), ("femmes", "5"), ("hommes", "3")):
        firm.get_by_role("group", name=label).get_by_role("textbox").fill(count)
    for group in firm.get_by_role("group", name="condamnée").all():
        group.get_by_label("Non").check()
    firm.get_by_role("button", name="Continuer").last.click()
    firm.get_by_label("Au nom de l’entreprise").check()
    firm.get_by_role("button", name="Envoyer").click()
    expect(firm.get_by_role("heading", name="Accusé de réception")).to_be_visible()
    tender = db.session.scalar(select(Tender))
    pass_deadline(tender)
    page.reload()
    page.get_by_role("button", name="Ouvrir les annexes").click()
    page.get_by_role("link", name="Entreprises et annexes").click()
    page.get_by_role("link", name="Entreprise d’essai").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Entreprise d’essai")


def test_hr_imports_writes_and_freezes(app, open_page, tmp_path, javascript):
    wrong, good = tmp_path / "wrong.csv", tmp_path / "good.csv"
    wrong.write_bytes(csv_file(date_naissance="31/02/1980"))
    good.write_bytes(csv_file(60))
    page = open_page(make_person("hr"), javascript)
    page.goto("/agents-file/")
    for path in (wrong, good):
        page.get_by_label("Année").fill("2023")
        page.get_by_label("Fichier des agents").set_input_files(path)
        page.get_by_role("button", name="Contrôler").click()
        follow(page, javascript)
        if path is wrong:
            expect(page.get_by_role("cell", name="31/02/1980")).to_be_visible()
            assert not javascript or axe_violations(page) == []
            page.get_by_role("link", name=re.compile("corrigé")).click()
    page.get_by_role("button", name="Importer pour 2023").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Indicateurs 2023")
    follow(page, javascript)
    expect(page.get_by_role("heading", name="Ce qui manque")).to_be_visible()
    page.get_by_role("link", name="Effectifs", exact=True).first.click()
    expect(page.get_by_role("table", name="Effectifs, d’année en année")).to_be_visible()
    expect(page.get_by_role("table", name="Effectifs par catégorie", exact=True)).to_be_visible()
    page.goto("/report/2023")
    page.get_by_role("link", name=re.compile("Effectifs")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Effectifs")
    page.get_by_role("button", name=re.compile("Ajouter au texte")).first.click()
    expect(page.get_by_label("Français")).to_have_value(re.compile(r"\{staff-"))
    page.get_by_label("Français").fill("Notre texte.")
    page.get_by_label("English").fill("Our words.")
    page.get_by_role("button", name="Enregistrer et valider").click()
    expect(page.get_by_text("Texte enregistré et chapitre validé.")).to_be_visible()
    page.goto("/report/2023")
    expect(page.get_by_role("row", name=re.compile("Effectifs"))).to_contain_text("Validé")
    page.get_by_role("button", name="Figer une version").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    db.session.rollback()
    run_all()
    if not javascript:
        page.reload()
    expect(page.get_by_role("progressbar")).to_have_count(0)
    page.get_by_role("link", name="Version 1").click()
    expect(page.get_by_role("link", name=re.compile("Télécharger"))).to_have_count(14)
    assert not javascript or axe_violations(page) == []
    page.get_by_role("button", name="Valider comme Ressources humaines").click()
    expect(page.get_by_text("Validé par les Ressources humaines").first).to_be_visible()
    db.session.rollback()
    version = brought_to(versions.latest_version(2023, Layout.BUDGET), Step.PRESENTED)
    build(version.id)
    db.session.commit()
    page.reload()
    page.get_by_label("Je sais que les agents").check()
    page.get_by_role("button", name="Dire qu’il est publié").click()
    expect(page.get_by_text("La version 1 est publiée")).to_be_visible()
    run_all()
    page.goto("/agents-file/")
    expect(page.get_by_role("cell", name=re.compile("Supprimés le"))).to_be_visible()


def test_the_language_switch_keeps_the_page(app, open_page, javascript):
    page = open_page(make_person("mission"), javascript)
    page.goto("/roadmaps/?x=1")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Roadmaps")
    assert page.url.endswith("/roadmaps/?x=1")


def test_no_request_leaves_the_site(app, open_page):
    asked = []
    page = open_page(make_person("mission"))
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/")
    origin = "/".join(page.url.split("/")[:3])
    assert len(asked) >= 5
    assert [url for url in asked if not url.startswith(origin)] == []
