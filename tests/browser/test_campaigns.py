"""Campaigns as the mission lives with them: prepared, tried, prolonged, copied, put back; and the
questionnaires that they ask. Each task by somebody who was never told how."""

import datetime as dt
import re

import pytest
from playwright.sync_api import Page, expect

from app.extensions import db
from app.jobs.service import run_all
from app.surveys.campaigns.core import Audience, Circle
from app.surveys.campaigns.service import campaigns, inviting
from app.surveys.questionnaires.service import versions
from app.text import Text
from tests.browser.axe import axe_violations
from tests.people import make_person
from tests.surveys import factories
from tests.surveys.examples import example

pytestmark = pytest.mark.once


@pytest.fixture
def managers(app):
    return factories.make_managers(14)


@pytest.fixture
def page(app, open_page, managers, javascript):
    """The surveys of somebody of the mission."""
    version, _ = versions.import_questionnaire(example("every-kind"), factories.OPENED)
    assert version is not None
    db.session.commit()
    shown = open_page(make_person("mission"), javascript)
    shown.goto("/surveys/")
    return shown


def in_days(count: int) -> str:
    return (dt.date.today() + dt.timedelta(days=count)).isoformat()


def press(page: Page, name: str) -> None:
    """A button or a link, with the keyboard."""
    target = page.get_by_role("button", name=name, exact=True)
    other = page.get_by_role("link", name=name, exact=True)
    target.or_(other).first.press("Enter")


def open_campaign(page: Page, passphrase: str = "") -> None:
    """Look at what the opening fixes, then open."""
    page.locator("summary", has_text="Ouvrir la campagne").press("Enter")
    page.get_by_label("Phrase secrète").fill(passphrase)
    press(page, "Ouvrir la campagne")


def no_fault(page: Page, javascript: bool) -> None:
    assert not javascript or axe_violations(page) == []


def test_a_campaign_is_prepared_changed_opened_and_prolonged(page, javascript):
    press(page, "Nouvelle campagne")
    page.get_by_label("Titre en français").fill("Nos formations")
    page.get_by_label("Titre en anglais").fill("Our trainings")
    page.get_by_label("Dernier jour").fill(in_days(10))
    press(page, "Créer la campagne")
    press(page, "Modifier")
    page.get_by_label("Titre en français").fill("Nos formations, 2027")
    no_fault(page, javascript)
    press(page, "Enregistrer")
    expect(page.get_by_role("heading", level=1)).to_have_text("Nos formations, 2027")
    press(page, "La première page")
    expect(page.get_by_text("Ce qui n’est pas su")).to_be_visible()
    expect(page.get_by_text("environ 2 minutes")).to_be_visible()
    no_fault(page, javascript)
    page.go_back()
    open_campaign(page)  # without any passphrase
    expect(page.get_by_text("il n’y a pas de copie")).to_be_visible()
    press(page, "Prolonger ou modifier")
    expect(page.get_by_role("heading", name="Ce qui ne peut plus changer")).to_be_visible()
    page.get_by_label("Dernier jour").fill("9999-12-31")
    press(page, "Enregistrer")
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("Dernier jour").fill(in_days(40))
    press(page, "Enregistrer")
    expect(page.get_by_role("status").filter(has_text="Enregistré")).to_be_visible()
    db.session.rollback()
    [campaign] = campaigns.all_campaigns()
    assert campaign.closes_on.isoformat() == in_days(40)


def test_a_campaign_is_copied_removed_and_put_back(page, settings, managers, javascript):
    factories.make_campaign(settings, managers, circle=Circle.MANAGERS)
    page.reload()
    press(page, "Enquête d’essai")
    press(page, "Copier")
    expect(page.get_by_label("Titre en français")).to_have_value("Enquête d’essai (copie)")
    press(page, "Enregistrer")
    expect(page.get_by_role("link", name="14 personnes")).to_be_visible()
    press(page, "Retirer")
    removed = page.locator("#removed")
    expect(removed).to_contain_text("Enquête d’essai (copie)")
    no_fault(page, javascript)
    removed.get_by_role("button", name="Rétablir").press("Enter")
    expect(page.get_by_text("En préparation")).to_be_visible()
    page.goto("/surveys/")
    row = page.get_by_role("row").filter(has_text="Ouverte")
    expect(row).to_contain_text("14")
    expect(row).to_contain_text("0 %")


def test_the_people_of_a_list_are_seen_added_corrected_and_put_back(page, settings, javascript):
    factories.draft(settings)
    page.reload()
    press(page, "Essai")
    page.get_by_role("link", name="Voir, ajouter ou corriger").press("Enter")
    no_fault(page, javascript)
    press(page, "Ajouter une personne")
    page.get_by_label("Adresse électronique").fill("pas une adresse")
    page.get_by_label("Nom").fill("Cheffe de projet")
    page.get_by_label("Sexe").select_option("woman")
    press(page, "Enregistrer")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Sexe")).to_have_value("woman")
    page.get_by_label("Adresse électronique").fill("projet@ailleurs.example")
    press(page, "Enregistrer")
    row = page.get_by_role("row").filter(has_text="Cheffe de projet")
    expect(row).to_contain_text("Femme")
    row.get_by_role("link", name="Corriger").press("Enter")
    page.get_by_label("Nom").fill("Cheffe de service")
    no_fault(page, javascript)
    press(page, "Enregistrer")
    row = page.get_by_role("row").filter(has_text="Cheffe de service")
    row.get_by_role("button", name="Retirer").press("Enter")
    expect(row).to_have_count(0)
    page.locator("#removed").get_by_role("button", name="Rétablir").press("Enter")
    expect(page.get_by_role("row").filter(has_text="Cheffe de service")).to_be_visible()


def test_messages_are_tried_sent_and_followed(page, settings, managers, javascript):
    factories.make_campaign(settings, managers)
    page.reload()
    press(page, "Enquête d’essai")
    page.get_by_role("link", name=re.compile("^Messages")).press("Enter")
    expect(page.get_by_text("Rien n’a encore été envoyé")).to_be_visible()
    expect(page.get_by_text("Nous vous invitons").first).to_be_visible()
    press(page, "M’envoyer les messages")
    expect(page.get_by_role("row").filter(has_text="Essai à soi-même")).to_be_visible()
    page.go_back()
    page.goto(page.url.replace("/messages", "").split("#")[0])
    press(page, "Envoyer les invitations par courriel")
    expect(page.get_by_role("row").filter(has_text="Invitation")).to_contain_text("14")
    no_fault(page, javascript)
    db.session.rollback()
    run_all(dt.datetime.now(dt.UTC) + dt.timedelta(minutes=5))
    page.reload()
    cells = page.get_by_role("row").filter(has_text="Invitation").get_by_role("cell")
    assert cells.all_inner_texts()[1:4] == ["14", "14", "0"]  # in all, sent, waiting


def test_a_published_questionnaire_is_read_duplicated_and_archived(page, javascript):
    press(page, "Toutes les sortes")
    press(page, "Lire le questionnaire")
    expect(page.get_by_text("Plusieurs choix")).to_be_visible()
    no_fault(page, javascript)
    page.go_back()
    press(page, "Archiver")
    expect(page.get_by_text("Archivé le")).to_be_visible()
    press(page, "Sortir des archives")
    press(page, "Dupliquer")
    french = page.get_by_label("Français").first
    expect(french).to_have_value("Toutes les sortes (copie)")
    french.fill("Les nôtres")
    press(page, "Enregistrer")
    expect(page.get_by_role("heading", level=1)).to_have_text("Les nôtres")


def test_what_is_removed_from_a_questionnaire_is_put_back(page, javascript):
    press(page, "Toutes les sortes")
    page.get_by_role("button", name="Modifier, en une nouvelle version").press("Enter")
    page.get_by_role("button", name="Retirer, Nombre").press("Enter")
    expect(page.get_by_role("link", name="Nombre", exact=True)).to_have_count(0)
    removed = page.locator("#removed")
    no_fault(page, javascript)
    removed.get_by_role("button", name="Rétablir").press("Enter")
    expect(page.get_by_role("link", name="Nombre", exact=True)).to_be_visible()
    page.locator("summary", has_text="Abandonner").click()
    page.get_by_role("button", name=re.compile("^Abandonner")).press("Enter")
    page.locator("#removed").get_by_role("button", name="Rétablir").press("Enter")
    expect(page.get_by_text("En cours d’écriture", exact=True)).to_be_visible()


def test_words_that_nobody_saved_are_not_left_unasked(app, open_page, managers):
    version, _ = versions.import_questionnaire(example("every-kind"), factories.OPENED)
    versions.write_on(version, factories.OPENED)
    db.session.commit()
    page = open_page(make_person("mission"))
    asked = []

    def stay(dialog):
        asked.append(dialog.type)
        dialog.dismiss()

    page.goto("/surveys/questionnaires/every-kind/edit/questions/n")
    words = page.get_by_label("Français").first
    words.fill("Combien de personnes ?")
    page.once("dialog", stay)
    page.get_by_role("link", name="Enquêtes et résultats").first.click(no_wait_after=True)
    page.wait_for_timeout(0)
    expect(words).to_have_value("Combien de personnes ?")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_role("link", name="Combien de personnes ?")).to_be_visible()
    assert asked == ["beforeunload"]
    # another form of the same page does not take them along
    page.goto("/surveys/questionnaires/every-kind/edit/sections/first")
    page.get_by_label("Français").first.fill("Autre titre")
    page.once("dialog", stay)
    page.get_by_role("button", name="English").click(no_wait_after=True)
    expect(page.get_by_label("Français").first).to_have_value("Autre titre")
    assert asked == ["beforeunload"] * 2
    page.once("dialog", lambda dialog: dialog.accept())
    page.close(run_before_unload=False)


@pytest.fixture
def asked_campaign(app, settings, managers):
    """A survey with an answer that excludes the others, and one to specify."""
    title = {"fr": "Trajets", "en": "Journeys"}
    bus = {"code": "bus", "label": {"fr": "Bus", "en": "Bus"}}
    none = {"code": "none", "label": {"fr": "Aucun", "en": "None"}, "exclusive": True}
    other = {"code": "other", "label": {"fr": "Autre, précisez", "en": "Other"}, "specify": True}
    questions = [
        {"code": "means", "type": "multiple", "label": title, "options": [bus, other, none]},
        {"code": "usual", "type": "dropdown", "label": title, "options": [bus, other]},
    ]
    pages = [{"code": "p", "title": title, "questions": questions}]
    document = {"code": "journeys", "title": title, "sections": pages}
    return factories.make_campaign(settings, managers, document=document)


def begin(page: Page, settings, campaign) -> None:
    page.goto(f"/a/{inviting.invitations(campaign)[0].token(settings.secret_key)}")
    page.get_by_role("button", name="Commencer").click()


def test_an_answer_that_excludes_the_others_does_at_the_click(open_page, settings, asked_campaign):
    page = open_page(phone=True)
    begin(page, settings, asked_campaign)
    many = page.get_by_role("group", name="Trajets").first
    many.get_by_label("Bus", exact=True).check()
    many.get_by_label("Aucun").check()
    expect(many.get_by_label("Bus", exact=True)).not_to_be_checked()
    many.get_by_label("Bus", exact=True).check()
    expect(many.get_by_label("Aucun")).not_to_be_checked()
    expect(page.locator("#saved")).to_contain_text("Enregistré à")
    page.reload()
    expect(many.get_by_label("Bus", exact=True)).to_be_checked()
    assert axe_violations(page) == []


def test_without_script_they_are_told_apart_at_the_next_page(open_page, settings, asked_campaign):
    page = open_page(javascript=False)
    begin(page, settings, asked_campaign)
    many = page.get_by_role("group", name="Trajets").first
    many.get_by_label("Bus", exact=True).check()
    many.get_by_label("Aucun").check()
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_role("alert")).to_contain_text("exclut les autres")


def test_what_to_specify_is_asked_once_it_is_chosen(
    open_page, settings, asked_campaign, javascript
):
    page = open_page(javascript=javascript)
    begin(page, settings, asked_campaign)
    text = page.locator("input[name='means.other']")
    expect(text).to_be_hidden()
    page.get_by_role("group", name="Trajets").first.get_by_label("Autre, précisez").first.check()
    expect(text).to_be_visible()
    text.fill("vélo")
    listed = page.locator("input[name='usual.other']")
    if javascript:
        expect(listed).to_be_hidden()
        page.locator("select[name=usual]").select_option("other")
    expect(listed).to_be_visible()
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_text("Autre, précisez : vélo")).to_be_visible()


def test_a_draft_is_taken_up_where_it_stopped(open_page, settings, managers, javascript):
    campaign = factories.make_campaign(settings, managers)
    page = open_page(javascript=javascript)
    begin(page, settings, campaign)
    for label in ("Choix A", "D’accord", "Lettre X"):
        page.get_by_label(label, exact=True).check()
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Deuxième page")
    page.goto(f"/answer/{campaign.code}")
    page.get_by_role("button", name=re.compile("^(Continuer|Reprendre)")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Deuxième page")


def test_a_young_person_knows_where_the_results_will_be(open_page, settings, javascript):
    words = Text("Réponds sans crainte.", "Answer without fear.")
    campaign = factories.draft(
        settings, audience=Audience.PUBLIC, for_minors=True, minors_text=words
    )
    factories.open_it(settings, campaign, passphrase="")
    page = open_page(javascript=javascript, phone=True)
    page.goto(f"/s/{campaign.code}")
    expect(page.get_by_text("Réponds sans crainte.")).to_be_visible()
    expect(page.get_by_text("intranet")).to_have_count(0)
    page.get_by_role("link", name=re.compile("results")).click()
    expect(page.get_by_text("ne sont pas encore publiés")).to_be_visible()
    page.get_by_role("link", name="English").click()
    expect(page.get_by_text("not published yet")).to_be_visible()


def test_a_recovery_copy_is_downloaded_and_checked(page, settings, managers, tmp_path):
    factories.make_campaign(settings, managers, opened=False)
    page.reload()
    press(page, "Enquête d’essai")
    open_campaign(page, factories.PASSPHRASE)
    expect(page.get_by_text("Pas encore vérifiée")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Télécharger la copie").click()
    download.value.save_as(tmp_path / "cle.recovery")
    page.locator("summary", has_text="Vérifier la copie").click()
    page.get_by_label("La copie que vous avez").set_input_files(tmp_path / "cle.recovery")
    page.get_by_label("Sa phrase secrète").fill("une autre phrase")
    press(page, "Vérifier la copie")
    expect(page.get_by_role("alert")).to_contain_text("n’ouvre pas cette campagne")
    page.get_by_label("La copie que vous avez").set_input_files(tmp_path / "cle.recovery")
    page.get_by_label("Sa phrase secrète").fill(factories.PASSPHRASE)
    press(page, "Vérifier la copie")
    expect(page.get_by_role("status").filter(has_text="ouvrent cette campagne")).to_be_visible()


def test_an_answer_given_by_mistake_is_taken_back(open_page, settings, managers, javascript):
    """As soon as it is given, where the browser alone would not let go of it."""
    campaign = factories.make_campaign(settings, managers)
    page = open_page(javascript=javascript, phone=True)
    begin(page, settings, campaign)
    scale = page.get_by_role("group", name="Échelle")
    back = scale.get_by_role("button", name="Retirer ma réponse")
    expect(back).to_be_hidden()
    scale.get_by_label("D’accord", exact=True).check()
    back.click()
    expect(scale.get_by_label("D’accord", exact=True)).not_to_be_checked()
    expect(back).to_be_hidden()


def test_options_are_written_on_a_phone(app, open_page, managers, javascript):
    version, _ = versions.import_questionnaire(example("every-kind"), factories.OPENED)
    versions.write_on(version, factories.OPENED)
    db.session.commit()
    page = open_page(make_person("mission"), javascript, phone=True)
    page.goto("/surveys/questionnaires/every-kind/edit/questions/many")
    words = page.get_by_label("Ligne 1 Français")
    assert words.bounding_box()["width"] > 150
    assert page.evaluate("document.documentElement.scrollWidth") <= 390 if javascript else True
    words.fill("Lettre Z")
    press(page, "Enregistrer")
    page.get_by_role("link", name="Plusieurs choix").press("Enter")
    expect(page.get_by_label("Ligne 1 Français")).to_have_value("Lettre Z")


def test_an_answer_and_its_text_are_one_line_of_the_check(open_page, settings, asked_campaign):
    page = open_page(phone=True)
    begin(page, settings, asked_campaign)
    page.get_by_role("group", name="Trajets").first.get_by_label("Autre, précisez").first.check()
    page.locator("input[name='means.other']").fill("vélo")
    page.get_by_role("button", name="Continuer").click()
    answer = page.locator("#line-means dd > .typed")
    expect(answer).to_have_text("Autre, précisez : vélo")
    expect(page.locator("#line-means dd > *")).to_have_count(2)  # the answer, and how to change it
