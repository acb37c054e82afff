"""Surveys as people use them: written by a newcomer, answered on a phone, typed from paper."""

import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from app.extensions import db
from app.jobs.service import run_all
from app.surveys.campaigns.core import Audience
from app.surveys.campaigns.models import Ballot, Participation
from app.surveys.campaigns.service import answering, campaigns, inviting
from tests.browser.axe import axe_violations
from tests.browser.test_journeys import press_until_focused
from tests.people import make_person
from tests.surveys import factories

pytestmark = pytest.mark.once


def add(page: Page, kind: str, french: str, english: str) -> None:
    """Add a question on the only page and write its words; its form stays open."""
    page.get_by_label("Ajouter une question").select_option(kind)
    page.get_by_role("button", name="Ajouter", exact=True).click()
    words = page.get_by_role("group", name=re.compile("^(Question|Texte à lire)"))
    words.get_by_label("Français").fill(french)
    words.get_by_label("English").fill(english)


def save(page: Page) -> None:
    page.get_by_role("button", name="Enregistrer", exact=True).click()


def option(page: Page, line: int, french: str, english: str) -> None:
    page.get_by_label(f"Ligne {line} Français").fill(french)
    page.get_by_label(f"Ligne {line} English").fill(english)


def test_a_newcomer_builds_opens_and_closes_a_survey(app, open_page, javascript):
    """Six questions, one of them asked of some only, twenty people: without help."""
    factories.make_managers(20)
    page = open_page(make_person("mission"), javascript)
    page.goto("/surveys/")
    page.get_by_role("link", name="Écrire un questionnaire").first.click()
    page.get_by_label("Titre en français").fill("Nos formations")
    page.get_by_label("Titre en anglais").fill("Our trainings")
    page.get_by_role("button", name="Passer aux questions").click()
    add(page, "statement", "Merci de votre aide.", "Thank you for your help.")
    save(page)
    add(page, "yes_no", "Avez-vous suivi une formation ?", "Did you attend a training?")
    save(page)
    add(page, "single", "Laquelle ?", "Which one?")
    option(page, 1, "Stéréotypes", "Stereotypes")
    option(page, 2, "Violences", "Violence")
    page.get_by_label("Quand est-elle posée").select_option("${q2} = 'yes'")
    assert not javascript or axe_violations(page) == []
    save(page)
    add(page, "scale", "Elle m’est utile.", "It is useful to me.")
    save(page)
    add(page, "number", "Combien d’heures ?", "How many hours?")
    save(page)
    # one language is forgotten: it is said, and publishing is refused
    add(page, "text", "Un souhait ?", "")
    save(page)
    expect(page.get_by_text("le texte manque dans cette langue").first).to_be_visible()
    page.get_by_role("button", name="Publier").click()
    expect(page.get_by_role("alert")).to_contain_text("Non publié")
    page.get_by_role("link", name="Un souhait ?").click()
    page.get_by_role("group", name="Question", exact=True).get_by_label("English").fill("A wish?")
    save(page)
    page.get_by_role("button", name="Monter, Un souhait ?").click()
    page.get_by_role("link", name="Comme une personne qui répond").click()
    page.get_by_role("group", name="formation").get_by_label("Oui").check()
    page.get_by_role("button", name="Montrer ce que changent").click()
    expect(page.get_by_role("group", name="Laquelle")).to_be_visible()
    page.go_back()
    page.go_back()
    page.get_by_role("button", name="Publier").click()
    page.get_by_role("link", name="Nouvelle campagne").click()
    expect(page.get_by_label("Titre en français")).to_have_value("Nos formations")
    page.get_by_label("Dernier jour").fill(factories.in_a_month())
    page.get_by_role("button", name="Créer la campagne").click()
    expect(page.get_by_role("link", name="20 personnes")).to_be_visible()
    page.locator("summary", has_text="Ouvrir la campagne").click()
    page.get_by_label("Phrase secrète").fill(factories.PASSPHRASE)
    page.get_by_role("button", name="Ouvrir la campagne").click()
    expect(page.get_by_text("Ouverte", exact=True)).to_be_visible()
    [campaign] = campaigns.all_campaigns()
    for position, invitation in enumerate(inviting.invitations(campaign)):
        sent = {"q2": "yes" if position < 13 else "no"}
        assert answering.submit_answers(invitation, sent, factories.OPENED)
    db.session.commit()
    page.reload()
    expect(page.get_by_role("cell", name=re.compile("100,0")).first).to_be_visible()
    page.locator("summary", has_text="Clôturer").click()
    page.get_by_role("button", name="Clôturer la campagne").click()
    expect(page.get_by_role("button", name="Clôturer la campagne")).to_have_count(0)
    db.session.rollback()
    run_all()
    page.reload()
    page.get_by_role("link", name="Lire les résultats").click()
    publish(page, javascript)
    expect(page.get_by_role("heading", level=1)).to_have_text("Nos formations")
    expect(page.get_by_role("heading", name="Écrit par la mission.")).to_be_visible()
    expect(page.get_by_text("Combien d’heures ?")).to_have_count(0)
    page.get_by_role("link", name="Page publique").click()
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", name="Written by the mission.")).to_be_visible()
    assert not javascript or axe_violations(page) == []


def publish(page: Page, javascript: bool) -> None:
    """Word one question, keep one back, look at the page, publish: with the keyboard alone."""
    page.get_by_role("link", name="Avez-vous suivi une formation").press("Enter")
    page.get_by_role("link", name="Choisir et rédiger").press("Enter")
    first = page.get_by_label("Français").first
    expect(first).to_be_visible()
    assert not javascript or axe_violations(page) == []
    first.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("Écrit par la mission.")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+A")
    page.keyboard.type("Written by the mission.")
    page.get_by_role("button", name="Enregistrer").press("Enter")
    page.get_by_role("link", name="Nos formations").press("Enter")
    page.get_by_role("checkbox", name="Combien d’heures ?").press("Space")
    page.get_by_role("checkbox", name="Toute personne peut lire").press("Space")
    assert not javascript or axe_violations(page) == []
    page.get_by_role("button", name="Enregistrer et voir un aperçu").press("Enter")
    expect(page.get_by_text("Aperçu : cette page n’est pas encore visible")).to_be_visible()
    assert not javascript or axe_violations(page) == []
    page.get_by_role("link", name="Revenir à la préparation").press("Enter")
    page.get_by_role("button", name="Publier les résultats").press("Enter")


@pytest.fixture
def campaign(app, settings):
    return factories.make_campaign(settings, factories.make_managers(14))


def begin(page: Page, settings, campaign) -> None:
    token = inviting.invitations(campaign)[0].token(settings.secret_key)
    page.goto(f"/a/{token}")
    page.get_by_role("button", name="Commencer").click()


def test_each_answer_is_saved_as_it_is_given(open_page, settings, campaign):
    page = open_page(phone=True)
    begin(page, settings, campaign)
    page.get_by_label("Choix B").check()
    expect(page.get_by_role("status").filter(has_text="Enregistré à")).to_be_visible()
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Oui", exact=True).check()
    # the follow-up comes without leaving the page, the focus stays where it was
    expect(page.get_by_label("Pourquoi")).to_be_visible()
    expect(page.get_by_label("Oui", exact=True)).to_be_focused()
    page.get_by_label("Pourquoi").press_sequentially("abc")
    expect(page.get_by_text("297 caractères restants")).to_be_visible()
    page.get_by_label("Nombre").fill("onze")
    page.get_by_label("Nombre").blur()
    expect(page.locator("#saved")).to_contain_text("Écrivez un nombre")
    page.reload()
    expect(page.get_by_label("Oui", exact=True)).to_be_checked()
    assert axe_violations(page) == []


def test_an_ended_session_loses_nothing(open_page, settings, campaign, javascript):
    page = open_page(javascript=javascript)
    begin(page, settings, campaign)
    page.get_by_label("Choix A").check()
    page.context.clear_cookies(name="session")
    page.get_by_role("button", name="Continuer").click()
    page.wait_for_url("**/2")
    page.go_back()
    page.reload()
    expect(page.get_by_label("Choix A")).to_be_checked()


def test_changing_the_language_keeps_what_was_typed(open_page, settings, campaign, javascript):
    page = open_page(javascript=javascript)
    begin(page, settings, campaign)
    page.get_by_label("Choix A").check()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("First page")
    expect(page.get_by_label("Choice A")).to_be_checked()


def test_stopping_and_going_on_elsewhere_with_the_code(open_page, settings, campaign, javascript):
    page = open_page(javascript=javascript)
    begin(page, settings, campaign)
    page.get_by_label("Choix B").check()
    page.get_by_role("button", name="reprendre plus tard").click()
    code = page.locator("dd code").last.inner_text()
    page.get_by_role("button", name="oublier ici").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("oublié")
    other = open_page(javascript=javascript, phone=True)
    token = inviting.invitations(campaign)[0].token(settings.secret_key)
    other.goto(f"/a/{token}")
    other.get_by_label("Code de reprise").fill(code)
    other.get_by_role("button", name=re.compile("^(Continuer|Reprendre)")).click()
    expect(other.get_by_label("Choix B")).to_be_checked()


def test_a_young_person_answers_by_the_public_link(app, open_page, settings, javascript):
    campaign = factories.make_public_campaign(settings)
    page = open_page(javascript=javascript, phone=True)
    page.goto(f"/s/{campaign.code}")
    expect(page.get_by_role("heading", name="moins de 18 ans")).to_be_visible()
    page.get_by_role("button", name="Commencer").click()
    page.get_by_label("Choix A").check()
    for _ in range(3):
        page.get_by_role("button", name="Continuer").click()
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vos réponses sont envoyées")
    page.context.clear_cookies(name="session")
    page.goto(f"/s/{campaign.code}")
    expect(page.get_by_text("déjà répondu")).to_be_visible()
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Ballot)) == 1
    assert campaign.audience is Audience.PUBLIC


def test_a_sheet_of_paper_is_typed_with_the_keyboard(app, open_page, settings, campaign):
    invitation = inviting.invitations(campaign)[3]
    page = open_page(make_person("mission"))
    page.goto(f"/surveys/{campaign.id}/paper")
    press_until_focused(page, "input[name=slip]")
    page.keyboard.type(invitation.slip(settings.secret_key))
    for typed in ("3", "2", "1 2", "1"):
        page.keyboard.press("Tab")
        page.keyboard.type(typed)
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Voici la suivante")
    db.session.rollback()
    assert db.session.get(Participation, invitation.id) is not None


def test_enter_in_a_field_goes_on(app, open_page, javascript, settings):
    """Neither the language of the header nor « take back my answer » answers to the Enter key."""
    campaign = factories.make_public_campaign(settings)
    page = open_page(javascript=javascript)
    page.goto(f"/s/{campaign.code}")
    page.get_by_role("button", name="Commencer").click()
    page.get_by_label("Choix A").check()
    page.get_by_label("Choix A").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Deuxième page")
    page.get_by_label("Nombre").fill("3")
    page.get_by_label("Nombre").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Profil")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
