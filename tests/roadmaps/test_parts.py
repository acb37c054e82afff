"""Writing a plan: added, changed, merged, moved, ended, put back, removed."""

import datetime as dt

import pytest

from app.accounts.core import OrganisationKind
from app.accounts.service.organisations import add_organisation, remove_organisation
from app.extensions import db
from app.roadmaps.core.actions import ActionStatus
from app.roadmaps.core.news import ActionNews
from app.roadmaps.core.periods import code_of
from app.roadmaps.core.plans import Category, MandateRole
from app.roadmaps.core.shapes import OUTLINES, Shape
from app.roadmaps.models import (
    Action,
    Axis,
    Indicator,
    Mandate,
    Objective,
    Policy,
    Programme,
    Risk,
    Roadmap,
    Step,
)
from app.roadmaps.service import mandates, plans, updates
from app.roadmaps.service.history import Author
from app.roadmaps.service.updates import News, Sender
from tests.marking import every_day
from tests.people import Page, held, make_person, sign_in
from tests.roadmaps.factories import make_action, make_roadmap


@pytest.fixture
def steered(app):  # type: ignore[no-untyped-def]
    """A roadmap, and the mission's client."""
    roadmap = make_roadmap(make_person("ambassador", name="Ambassade 1"))
    return roadmap, sign_in(app, make_person("mission", name="Mission 1"))


ADDED = {
    "axis": ({"title_fr": "Axe"}, Axis),
    "objective": ({"title_fr": "Objectif neuf", "code": "2", "axis_id": ""}, Objective),
    "action": ({"title_fr": "Action neuve", "status": "planned", "due": "mi-2026"}, Action),
    "step": ({"title_fr": "Étape", "due": "2025", "starred": "y"}, Step),
    "indicator": (
        {"title_fr": "Part", "kind": "result", "unit": "share", "direction": "up"}
        | {"frequency": "yearly", "base_value": "12,5", "base_on": "2024-01-01"},
        Indicator,
    ),
    "risk": ({"title_fr": "Risque", "kind": "data", "level": "medium_high"}, Risk),
}


def parent_of(kind, roadmap):  # type: ignore[no-untyped-def]
    action = updates.actions_of(roadmap.id)[0]
    parents = {"axis": roadmap.programme, "step": action}
    return parents.get(kind, action.placements[0].objective if kind == "action" else roadmap)


@pytest.mark.parametrize("kind", every_day(ADDED, "action", "indicator"))
def test_each_part_is_added_changed_moved_and_removed(steered, kind):
    roadmap, client = steered
    values, model = ADDED[kind]
    if kind == "action":
        values = values | {
            "objectives": str(parent_of(kind, roadmap).id),
            "applicability": "unrated",
        }
    client.post(f"/roadmaps/new/{kind}/{parent_of(kind, roadmap).id}", {"title_fr": ""}, 422)
    client.post(f"/roadmaps/new/{kind}/{parent_of(kind, roadmap).id}", values)
    row = db.session.query(model).order_by(model.id.desc()).first()
    number = row.id
    assert row.title.fr == values["title_fr"]
    address = f"/roadmaps/edit/{kind}/{number}"
    client.post(address, held(client, address) | {"title_en": "English"})
    assert row.title.en == "English"
    history = client.get(f"/roadmaps/history/{kind}/{row.id}").get_data(as_text=True)
    assert "English" in history
    client.post(f"{address}/act", {"go": "up"})
    client.post(f"{address}/act", {"go": "remove"})
    assert db.session.get(model, number) is None


@pytest.mark.parametrize(
    "kind",
    every_day(["axis", "objective", "indicator", "risk", "roadmap", "programme"], "objective"),
)
def test_what_is_ended_is_put_back(steered, kind):
    roadmap, client = steered
    if kind in ADDED:
        client.post(f"/roadmaps/new/{kind}/{parent_of(kind, roadmap).id}", ADDED[kind][0])
        row = db.session.query(ADDED[kind][1]).order_by(ADDED[kind][1].id.desc()).first()
    else:
        row = roadmap if kind == "roadmap" else roadmap.programme
    address = f"/roadmaps/edit/{kind}/{row.id}/act"
    client.post(address, {"go": "end", "reason": ""})
    assert row.ended_on is None
    client.post(address, {"go": "end", "reason": "Fusion avec une autre"})
    assert (row.ended_on, row.end_reason) != (None, "")
    client.get(f"/roadmaps/edit/{kind}/{row.id}")
    client.post(address, {"go": "put-back"})
    assert row.ended_on is None


def test_what_was_reported_on_is_not_removed(steered):
    roadmap, client = steered
    action = updates.actions_of(roadmap.id)[0]
    objective = action.placements[0].objective
    client.post(f"/roadmaps/edit/objective/{objective.id}/act", {"go": "remove"})
    page = client.get(f"/roadmaps/edit/objective/{objective.id}").get_data(as_text=True)
    assert "Suppression impossible" in page
    assert db.session.query(Roadmap).count() == 1
    said = ActionNews(action.id, action.status, action.due, False, "", "", "Dit.")
    sender = Sender(Author(client.person_id), "fr")
    updates.send(roadmap, News(actions=[said]), sender, dt.datetime.now(dt.UTC))
    db.session.commit()
    client.post(f"/roadmaps/edit/action/{action.id}/act", {"go": "remove"})
    client.post(f"/roadmaps/edit/roadmap/{roadmap.id}/act", {"go": "remove"})
    client.post(f"/roadmaps/edit/programme/{roadmap.programme_id}/act", {"go": "remove"})
    assert db.session.get(Action, action.id) is not None


def edit_of(client, action):  # type: ignore[no-untyped-def]
    address = f"/roadmaps/edit/action/{action.id}"
    return address, held(client, address)


def test_disjoint_changes_merge_and_say_so(steered, app):
    roadmap, client = steered
    action = updates.actions_of(roadmap.id)[0]
    address, mine = edit_of(client, action)
    other = sign_in(app, make_person("mission", name="Mission 2"))
    other.post(address, mine | {"due": "S2 2025"})
    client.post(address, mine | {"title_en": "Changed"})
    assert (code_of(action.due), action.title.en) == ("2025-H2", "Changed")
    assert "Échéance" in client.get("/roadmaps/").get_data(as_text=True)  # said in a flash


def test_lines_are_lines_whatever_a_browser_ends_them_with(steered):
    roadmap, client = steered
    action = updates.actions_of(roadmap.id)[0]
    address, mine = edit_of(client, action)
    client.post(address, mine | {"purpose_fr": "Une\r\nDeux"})
    again = held(client, address) | {"was-purpose_fr": "Une\r\nDeux"}
    client.post(address, again | {"purpose_fr": "Une\r\nDeux\r\nTrois"})
    assert action.purpose.fr.split() == ["Une", "Deux", "Trois"]


def test_the_same_field_shows_theirs_mine_and_the_base(steered, app):
    roadmap, client = steered
    action = updates.actions_of(roadmap.id)[0]
    address, mine = edit_of(client, action)
    sign_in(app, make_person("mission", name="Mission 2")).post(address, mine | {"due": "S2 2025"})
    page = client.post(address, mine | {"due": "T1 2026", "pilot": ""}, 409).get_data(as_text=True)
    for words in ("31 juillet 2024", "2e semestre 2025", "1er trimestre 2026", "Mission 2"):
        assert words in page
    assert code_of(action.due) == "2025-H2"
    again = Page(page)
    names = {f["name"] for f in again.fields if f.get("name")} - {"csrf_token", "once", "next"}
    sent = {n: again.held(n)[0] for n in names - {"reason", "language"} if again.held(n)}
    client.post(address, sent)
    assert code_of(action.due) == "2026-Q1"


BAD = [
    ({"title_fr": "", "title_en": ""}, "Écrivez un titre"),
    ({"title_fr": "x" * 201}, "200 caractères"),
    ({"starts": "2025", "due": "2024"}, "avant le début"),
    ({"due": "bientôt"}, "Écrivez un jour, un mois"),
    ({"due": "2031"}, "Le programme va du"),
    ({"pilot": "Inconnue"}, "ne porte le nom « Inconnue »"),
    ({"partners": "Inconnue"}, "ne porte le nom « Inconnue »"),
    ({"at_no_cost": "y", "planned_euros": "100"}, "pas les deux"),
    ({"planned_euros": "beaucoup"}, "Écrivez un nombre"),
    ({"planned_euros": "1,5"}, "nombre entier"),
    ({"status": "flying"}, "Ce choix n’existe pas"),
]


@pytest.mark.parametrize(("changed", "words"), BAD)
def test_bad_input_of_an_action(steered, changed, words):
    roadmap, client = steered
    action = updates.actions_of(roadmap.id)[0]
    address, mine = edit_of(client, action)
    page = client.post(address, mine | changed, 422).get_data(as_text=True)
    assert words in page.replace("\u00a0", " ")
    db.session.expire_all()
    assert action.title.fr == "Première mesure"
    assert code_of(action.due) == "2024-07-31"


def test_dates_outside_the_programme_are_kept_when_confirmed(steered):
    roadmap, client = steered
    action = updates.actions_of(roadmap.id)[0]
    address, mine = edit_of(client, action)
    client.post(address, mine | {"due": "2031", "keep_dates": "y"})
    assert code_of(action.due) == "2031"
    client.post(address, held(client, address) | {"title_en": "Again"})  # and stay so


def test_pilots_partners_and_several_objectives(steered):
    roadmap, client = steered
    action = updates.actions_of(roadmap.id)[0]
    own, partner = (
        add_organisation(n, OrganisationKind.ASSOCIATION) for n in ("CIDFF 63", "ACEPP")
    )
    db.session.commit()
    client.post(f"/roadmaps/new/objective/{roadmap.id}", {"title_fr": "Autre", "axis_id": ""})
    objectives = [str(each.id) for each in plans.objectives_of(roadmap.id)]
    address, mine = edit_of(client, action)
    sent = mine | {"pilot": "cidff 63", "partners": "ACEPP\n\n", "objectives": objectives}
    client.post(address, sent)
    assert (action.pilot_organisation_id, [p.id for p in action.partners]) == (own.id, [partner.id])
    assert len(action.placements) == 2
    assert action.code == "1.1"
    assert not remove_organisation(own)
    page = client.get(f"/roadmaps/?pilot={own.id}").get_data(as_text=True)
    assert "1 feuille de route" in page
    client.post(address, held(client, address) | {"pilot": "Mission 1", "objectives": objectives})
    assert action.pilot.name == "Mission 1"


@pytest.mark.parametrize("shape", Shape)
def test_a_programme_begins_from_a_shape(app, shape):
    client = sign_in(app, make_person("mission"))
    values = {"title_fr": "Plan", "title_en": "", "starts_on": "2024-01-01", "rhythm": "monthly"}
    client.post("/roadmaps/programmes/new", values | {"ends_on": "2023-01-01", "shape": shape}, 422)
    client.post("/roadmaps/programmes/new", values | {"ends_on": "2026-12-31", "shape": shape})
    [programme] = db.session.query(Programme)
    outline = OUTLINES[shape]
    assert db.session.query(Axis).count() == len(outline.axes)
    assert db.session.query(Roadmap).count() == len(outline.policies)
    under = len(outline.axes) * len(outline.policies) * len(outline.objectives)
    assert db.session.query(Objective).count() == under
    assert programme.rhythm == "monthly"
    client.get(f"/roadmaps/programmes/{programme.id}")


def test_a_roadmap_of_a_new_policy_once(steered):
    roadmap, client = steered
    address = f"/roadmaps/programmes/{roadmap.programme_id}/new-roadmap"
    values = {"policy": "", "name_fr": "Climat", "category": "launch", "organisation": ""}
    client.post(address, values | {"name_fr": ""}, 422)
    client.post(address, values)
    policy = db.session.query(Policy).order_by(Policy.id.desc()).first()
    assert policy.category(dt.date(2025, 1, 1)) is Category.LAUNCH
    client.post(address, values | {"policy": str(policy.id)}, 422)


def test_a_category_is_dated_and_stays_written(steered):
    roadmap, client = steered
    address = f"/roadmaps/policies/{roadmap.policy_id}/category"
    client.post(address, {"category": "sustain", "since": "2026-01-01"})
    of = roadmap.policy.category
    assert (of(dt.date(2025, 1, 1)), of(dt.date(2026, 1, 1))) == (
        Category.PRIORITY,
        Category.SUSTAIN,
    )


def test_carrying_over(steered):
    roadmap, client = steered
    later = Programme(
        code="later",
        title=roadmap.programme.title,
        starts_on=dt.date(2027, 1, 1),
        ends_on=dt.date(2029, 12, 31),
    )
    db.session.add(later)
    objective = updates.actions_of(roadmap.id)[0].placements[0].objective
    make_action(objective, "Finie", ActionStatus.DONE)
    db.session.commit()
    address = f"/roadmaps/programmes/{later.id}/carry"
    client.post(address, {"from": str(roadmap.programme_id)}, 422)
    sent = {"from": str(roadmap.programme_id), "roadmap": str(roadmap.id), "open_actions": "y"}
    client.post(address, sent)
    [new] = db.session.query(Roadmap).filter(Roadmap.programme_id == later.id)
    titles = [action.title.fr for action in updates.actions_of(new.id)]
    assert titles == ["Première mesure", "Deuxième mesure"]
    client.post(address, sent)  # again: nothing twice
    assert db.session.query(Roadmap).count() == 2


def test_mandates_given_handed_over_ended_and_prolonged(steered):
    roadmap, client = steered
    [first] = mandates.mandates(roadmap.id)
    new, reader = make_person("ambassador", name="Ambassade 2"), make_person("reader")
    db.session.commit()
    address = f"/roadmaps/{roadmap.id}/people"
    values = {"role": "ambassador", "person": str(new.id), "starts_on": "2024-06-01"}
    page = client.post(address, values, 422).get_data(as_text=True)
    assert "Ambassade 1" in page
    client.post(address, values | {"role": "deputy", "person": str(reader.id)}, 422)
    client.post(address, values | {"role": "elected", "person": str(reader.id)})
    client.post(address, values | {"role": "deputy", "ends_on": "2024-01-01"}, 422)
    client.post(address, values | {"person": "999"}, 422)
    over = f"/roadmaps/mandates/{first.id}/hand-over"
    client.post(over, {"person": "", "on": "2024-07-01"}, 422)
    client.post(over, {"person": str(new.id), "on": "2024-07-01", "handover": "Voir le dossier."})
    assert first.ends_on == dt.date(2024, 6, 30)
    assert "Voir le dossier." in client.get(address).get_data(as_text=True)
    client.post(f"/roadmaps/mandates/{first.id}", {"go": "prolong"})
    assert first.ends_on == dt.date(2024, 6, 30)  # somebody has taken over since
    second = db.session.query(Mandate).filter(Mandate.person_id == new.id).one()
    client.post(f"/roadmaps/mandates/{second.id}", {"go": "end"})
    assert second.ends_on is not None
    client.post(f"/roadmaps/mandates/{second.id}", {"go": "prolong"})
    assert second.ends_on is None
    assert mandates.mandates(roadmap.id)[0].role in MandateRole


def test_values_and_targets_are_kept_whatever_comes_after(steered, app):
    roadmap, client = steered
    client.post(f"/roadmaps/new/indicator/{roadmap.id}", ADDED["indicator"][0])
    [indicator] = db.session.query(Indicator)
    address = f"/roadmaps/indicators/{indicator.id}"
    client.post(address, {"go": "value", "on": "2024-05-01", "numerator": "4"}, 422)
    good = {"go": "value", "on": "2024-05-01", "numerator": "4", "denominator": "20", "women": "4"}
    client.post(address, good)
    client.post(address, good | {"numerator": "3", "women": "3"}, 422)
    three = {"numerator": "3", "women": "3", "replaces": str(indicator.values[0].id)}
    client.post(address, good | three)
    assert [p.value for p in indicator.points] == [15.0]
    assert len(indicator.entries) == 2
    client.post(address, {"go": "target", "by": "2026-12-31", "value": "25"})
    client.post(address, {"go": "target", "by": "2026-12-31", "value": "30"})
    assert [t.value for t in indicator.aims] == [30.0]
    assert len(indicator.targets) == 2
    whole = client.get(address).get_data(as_text=True)
    assert "15" in whole
    reader = sign_in(app, make_person("reader")).get(address).get_data(as_text=True)
    assert "s : masqué" in reader.replace("\u00a0", " ")
    assert "15\u00a0%" not in reader  # three women of twenty are few
    client.post(address, {"go": "withdraw", "value": str(indicator.values[0].id)})
    assert indicator.values == []
    client.post(address, {"go": "withdraw", "value": "1"})
    client.post(address, {"go": "withdraw", "target": str(indicator.aims[0].id)})
    assert indicator.aims == []
    client.post(address, {"go": "target", "by": "2026-12-31", "value": "450"}, 422)
    client.post(address, {"go": "target", "by": "2026-12-31", "value": "45 %"})
    assert [target.value for target in indicator.aims] == [45.0]
    client.post(address, {"go": "fly"}, 400)


def test_a_light_set_by_hand_has_its_reason_and_its_end(steered):
    roadmap, client = steered
    address = f"/roadmaps/edit/roadmap/{roadmap.id}"
    client.post(address, held(client, address) | {"judged_light": "green"}, 422)
    sent = {
        "judged_light": "green",
        "judged_reason": "Retard convenu",
        "judged_until": "2999-01-01",
    }
    client.post(address, held(client, address) | sent)
    page = client.get(f"/roadmaps/{roadmap.id}").get_data(as_text=True)
    assert "En bonne voie" in page or "Non évaluée" in page


def test_a_programme_that_another_one_follows_is_not_removed(steered):
    roadmap, client = steered
    later = Programme(
        code="later",
        title=roadmap.programme.title,
        starts_on=dt.date(2027, 1, 1),
        ends_on=dt.date(2028, 12, 31),
        previous_id=roadmap.programme_id,
    )
    db.session.add(later)
    db.session.commit()
    client.post(f"/roadmaps/edit/programme/{roadmap.programme_id}/act", {"go": "remove"})
    assert db.session.query(Programme).count() == 2


def test_a_number_is_of_nothing(steered):
    roadmap, client = steered
    values = ADDED["indicator"][0] | {"unit": "number"}
    client.post(f"/roadmaps/new/indicator/{roadmap.id}", values)
    [indicator] = db.session.query(Indicator)
    sent = {"go": "value", "on": "2024-05-01", "numerator": "4", "denominator": "0"}
    client.post(f"/roadmaps/indicators/{indicator.id}", sent)
    assert [point.value for point in indicator.points] == [4]
    client.get("/roadmaps/")
