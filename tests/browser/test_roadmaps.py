"""Roadmaps kept in a browser: how many acts it takes, on a phone, by keyboard, without JavaScript."""

import datetime as dt
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from app.accounts.core import OrganisationKind
from app.accounts.service.organisations import add_organisation
from app.extensions import db
from app.roadmaps.core.actions import ActionStatus
from app.roadmaps.models import Action, Note, Update
from app.roadmaps.service import links, updates
from tests.browser.axe import axe_violations
from tests.browser.hand import Hand, press_until
from tests.people import make_person
from tests.roadmaps import factories
from tests.roadmaps.factories import make_action, make_indicator, make_risk, make_roadmap
from tests.roadmaps.importing import workbook

TODAY = dt.datetime.now(dt.UTC).date()
DAY = dt.timedelta(days=1)


@pytest.fixture
def kept(app, monkeypatch):  # type: ignore[no-untyped-def]
    """A roadmap of today with three actions that are asked about, and its ambassador."""
    monkeypatch.setattr(factories, "STARTS", TODAY - 400 * DAY)
    monkeypatch.setattr(factories, "ENDS", TODAY + 400 * DAY)
    ambassador = make_person("ambassador", name="Ambassade 1")
    roadmap = make_roadmap(ambassador)
    first = updates.actions_of(roadmap.id)[0]
    make_action(first.placements[0].objective, "Troisième mesure", ActionStatus.IN_PROGRESS)
    make_indicator(roadmap), make_risk(roadmap)
    db.session.commit()
    return roadmap, ambassador


def rows(page: Page) -> list[Locator]:
    return [page.locator("article").filter(has_text=f"{name} mesure") for name in NAMES]


NAMES = ("Première", "Deuxième", "Troisième")


def test_nothing_new_takes_two_acts(open_page, kept, javascript):
    roadmap, ambassador = kept
    page, hand = open_page(ambassador, javascript, phone=True), Hand()
    hand.goes(page, "/roadmaps/my-update")  # the address of each reminder
    assert not javascript or axe_violations(page) == []
    hand.clicks(page.get_by_role("button", name="Rien de nouveau"))
    expect(page.locator("#said")).to_contain_text("Rien de nouveau")
    assert hand.acts <= 2
    db.session.rollback()
    assert [update.nothing_new for update in updates.updates_of(roadmap.id)] == [True]


def test_three_actions_take_eight_acts(open_page, kept, javascript):
    roadmap, ambassador = kept
    page, hand = open_page(ambassador, javascript, phone=True), Hand()
    hand.goes(page, "/roadmaps/my-update")
    for row, status in zip(rows(page), ("Faite", "En cours", "En pause"), strict=True):
        hand.clicks(row.get_by_role("radio", name=status, exact=True))
        hand.writes(row.get_by_label("Quoi de neuf"), f"Une ligne : {status}.")
    hand.clicks(page.get_by_role("button", name="Envoyer"))
    expect(page.locator("#said")).to_contain_text("Une ligne : En pause.")
    assert not javascript or axe_violations(page) == []
    assert hand.acts <= 8
    db.session.rollback()
    states = [action.status.value for action in updates.actions_of(roadmap.id)]
    assert states == ["done", "in_progress", "paused"]


def test_an_update_with_the_keyboard_alone(open_page, kept):
    roadmap, ambassador = kept
    first = updates.actions_of(roadmap.id)[0]
    page = open_page(ambassador)
    page.goto("/roadmaps/my-update")
    press_until(page, f"input[name=action-{first.id}-status]")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")  # in progress, paused, done
    press_until(page, f"input[name=action-{first.id}-note]")
    page.keyboard.type("Au clavier.")
    page.keyboard.press("Enter")  # keeps: what is sent is never sent by mistake
    expect(page.get_by_text("Gardé pour plus tard")).to_be_visible()
    press_until(page, "button[name=go][value=send].btn")
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_contain_text("Au clavier.")
    db.session.rollback()
    assert updates.actions_of(roadmap.id)[0].status is ActionStatus.DONE


def test_what_is_typed_is_kept_at_each_field(open_page, kept):
    _roadmap, ambassador = kept
    page, other = open_page(ambassador), open_page(ambassador, phone=True)
    page.goto("/roadmaps/my-update")
    row = rows(page)[0]
    row.get_by_label("Quoi de neuf").fill("Interrompue par le téléphone")
    expect(page.locator("#kept")).to_contain_text("Gardé à")
    with page.expect_response(lambda kept: "status" in (kept.request.post_data or "")):
        row.get_by_role("radio", name="Faite", exact=True).check()
    other.goto("/roadmaps/my-update")  # on another device
    row = rows(other)[0]
    expect(row.get_by_label("Quoi de neuf")).to_have_value("Interrompue par le téléphone")
    expect(row.locator("input[value=done]")).to_be_checked()


def test_without_javascript_every_button_keeps_the_form(open_page, kept):
    _roadmap, ambassador = kept
    page = open_page(ambassador, False)
    page.goto("/roadmaps/my-update")
    rows(page)[0].get_by_label("Quoi de neuf").fill("À finir")
    page.get_by_role("button", name="Garder pour plus tard").click()
    expect(rows(page)[0].get_by_label("Quoi de neuf")).to_have_value("À finir")
    page.get_by_role("button", name="Rien de nouveau").click()  # loses nothing either
    expect(page.get_by_role("alert")).to_contain_text("Vous avez saisi quelque chose")
    expect(rows(page)[0].get_by_label("Quoi de neuf")).to_have_value("À finir")


def test_two_people_at_one_action(open_page, kept, javascript):
    _roadmap, ambassador = kept
    mission = make_person("mission", name="Mission 1")
    db.session.commit()
    first, second = open_page(ambassador, javascript), open_page(mission, javascript)
    first.goto("/roadmaps/my-update")
    second.goto(first.url)
    rows(second)[0].get_by_role("radio", name="Abandonnée", exact=True).click()
    second.get_by_role("button", name="Envoyer").click()
    expect(second.locator("#said")).to_contain_text("Abandonnée")
    rows(first)[0].get_by_role("radio", name="Faite", exact=True).click()
    rows(first)[0].get_by_label("Quoi de neuf").fill("Ma ligne")
    first.get_by_role("button", name="Envoyer").click()
    expect(first.get_by_role("alert")).to_contain_text("Mission 1")
    expect(first.get_by_role("alert")).to_contain_text("Abandonnée")
    assert not javascript or axe_violations(first) == []
    expect(rows(first)[0].get_by_label("Quoi de neuf")).to_have_value("Ma ligne")
    first.get_by_role("button", name="Envoyer").click()
    expect(first.locator("#said")).to_contain_text("Ma ligne")


def test_an_organisation_without_account(open_page, settings, kept, javascript):
    roadmap, _ambassador = kept
    town = add_organisation("Ville d’Anzin", OrganisationKind.MUNICIPALITY)
    owned = make_roadmap(None, "owned", town, roadmap.programme)
    link = links.make_link(owned, "Mairie", "", TODAY)
    db.session.commit()
    page = open_page(None, javascript, phone=True)
    page.goto(f"/roadmaps/by-link/{link.token(settings.secret_key)}")
    assert not javascript or axe_violations(page) == []
    rows(page)[0].get_by_label("Quoi de neuf").fill("Depuis la mairie.")
    page.get_by_role("button", name="Envoyer").click()
    expect(page.locator("#said")).to_contain_text("Depuis la mairie.")
    page.get_by_role("link", name="Retour à la mise à jour").click()
    expect(page.get_by_role("button", name="Envoyer")).to_be_visible()
    db.session.rollback()
    assert db.session.query(Update).one().link_id == link.id


def test_a_mistyped_action_is_added_changed_and_removed(open_page, kept, javascript):
    _roadmap, ambassador = kept
    page = open_page(ambassador, javascript)
    page.goto("/roadmaps/?show=mine")
    page.get_by_role("link", name=re.compile("Cohésion")).click()
    page.get_by_role("link", name=re.compile("Ajouter une action")).click()
    page.get_by_label("Titre, en français").fill("Acton")
    page.get_by_label("Échéance").fill("jamais")
    page.get_by_role("button", name="Ajouter").click()
    expect(page.get_by_role("alert")).to_contain_text("Écrivez un jour, un mois")
    expect(page.get_by_label("Titre, en français")).to_have_value("Acton")
    page.get_by_label("Échéance").fill("T2 2099")
    page.get_by_role("button", name="Ajouter").click()
    page.get_by_label("Garder des dates hors du programme").check()
    page.get_by_role("button", name="Ajouter").click()
    expect(page.get_by_text("2e trimestre 2099")).to_be_visible()
    page.get_by_role("link", name="Modifier").click()
    expect(page.get_by_role("button", name=re.compile("Supprimer"))).to_be_visible()
    assert not javascript or axe_violations(page) == []
    page.get_by_role("button", name=re.compile("Supprimer")).click()
    expect(page.get_by_text("Suppression faite.")).to_be_visible()
    expect(page.get_by_text("Acton")).to_have_count(0)
    page.get_by_role("link", name="Historique").click()
    page.get_by_role("button", name=re.compile("Rétablir.*Acton")).click()
    expect(page.get_by_role("heading", level=1, name="Acton")).to_be_visible()
    db.session.rollback()
    assert db.session.query(Note).count() == 0


def test_what_is_typed_as_somebody_leaves_is_kept(open_page, kept):
    roadmap, ambassador = kept
    first = updates.actions_of(roadmap.id)[0]
    page = open_page(ambassador)
    page.goto("/roadmaps/my-update")
    page.locator(f"#action-{first.id}-note").press_sequentially("Vite")
    page.goto("/")  # before any pause; what is sent then arrives beside the next page
    for _ in range(50):
        page.goto("/roadmaps/my-update")
        if page.locator(f"#action-{first.id}-note").input_value():
            break
    expect(page.locator(f"#action-{first.id}-note")).to_have_value("Vite")
    page.locator(f"#action-{first.id}-note").fill("Vite fait")
    page.get_by_role("button", name="Envoyer", exact=True).last.click()
    expect(page.locator("#said")).to_contain_text("Vite fait")
    page.goto("/roadmaps/my-update")  # what was sent is no draft any more
    expect(page.locator(f"#action-{first.id}-note")).to_have_value("")


def test_signed_out_elsewhere_nothing_is_lost(open_page, kept):
    roadmap, ambassador = kept
    first = updates.actions_of(roadmap.id)[0]
    page = open_page(ambassador)
    page.goto("/roadmaps/my-update")
    other = page.context.new_page()
    other.goto("/")
    other.get_by_text("Ambassade 1").first.click()
    other.get_by_role("button", name="Se déconnecter").click()
    expect(other.get_by_role("heading", level=1, name="Se connecter")).to_be_visible()
    page.locator(f"#action-{first.id}-note").fill("Précieux")
    page.locator("#all-note").focus()
    expect(page.locator("#kept")).to_contain_text("Votre connexion a pris fin")
    page.get_by_role("button", name="Envoyer", exact=True).last.click()
    expect(page.get_by_text("ce que vous avez saisi est conservé")).to_be_visible()
    kept_words = page.locator("input[name=kept_value]").evaluate_all("f => f.map(x => x.value)")
    assert "Précieux" in kept_words


#: A plan as people keep it: a title, a blank line, their own headings and words.
OWN_PLAN = [
    ["Plan d’actions pour l’égalité entre les femmes et les hommes"],
    [],
    [
        *("Politique publique", "Objectif", "Action", "Échéance", "Statut"),
        "Ambassadrice / ambassadeur",
    ],
    ["Sport", "Ouvrir les équipements", "Compter les usages", TODAY.year, "Réalisé", "Zoé Durand"],
    ["", "", "Former les clubs", f"T4 {TODAY.year}", "À faire", ""],
    ["Culture", "Programmer à parité", "Suivre la saison", TODAY.year, "En cours", "ROUX Ève"],
    ["Mobilités", "Rendre sûrs les trajets", "Marches", TODAY.year, "Non commencé", "ida blanc"],
]


def test_a_plan_from_the_file_that_people_have(open_page, app, javascript):
    mission = make_person("mission", name="Mission 1")
    for name in ("Zoé Durand", "Eve Roux", "Ida Blanc"):
        make_person("ambassador", name=name)
    db.session.commit()
    page, hand = open_page(mission, javascript), Hand()
    hand.goes(page, "/roadmaps/")
    hand.clicks(page.get_by_role("link", name="Programmes", exact=True))
    hand.clicks(page.get_by_role("link", name="Commencer un programme"))
    hand.writes(page.get_by_label("Titre, en français"), "Plan d’égalité")
    hand.writes(page.get_by_label("Premier jour"), f"{TODAY.year}-01-01")
    hand.writes(page.get_by_label("Dernier jour"), f"{TODAY.year + 2}-12-31")
    hand.clicks(page.get_by_role("button", name="Commencer"))
    hand.clicks(page.get_by_role("link", name="Importer un fichier"))
    hand.sends(page.get_by_label("Fichier du plan"), "plan.xlsx", workbook(OWN_PLAN))
    hand.clicks(page.get_by_role("button", name="Contrôler le fichier"))
    expect(page.get_by_role("button", name="Importer")).to_be_visible()
    assert not javascript or axe_violations(page) == []
    hand.clicks(page.get_by_role("button", name="Importer"))
    expect(page.get_by_text("3 feuilles de route, 4 actions")).to_be_visible()
    for name in ("Zoé Durand", "Eve Roux", "Ida Blanc"):
        expect(page.get_by_role("cell", name=name)).to_be_visible()
    assert hand.acts <= 12
    db.session.rollback()
    statuses = [action.status.value for action in db.session.query(Action).order_by(Action.id)]
    assert statuses == ["done", "planned", "in_progress", "planned"]
