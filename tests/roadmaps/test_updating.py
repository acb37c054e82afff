"""*My update*: sent, kept, refused, merged; nothing typed is lost."""

import datetime as dt
import re

import pytest

from app.extensions import db
from app.roadmaps.core.actions import ActionStatus
from app.roadmaps.core.periods import code_of
from app.roadmaps.core.plans import MandateRole
from app.roadmaps.models import Action, Change, Draft, Note, RiskReview, Update, Value
from app.roadmaps.service import mandates, requests, updates
from tests.people import Page, held, make_person, sign_in
from tests.roadmaps import factories
from tests.roadmaps.factories import make_indicator, make_risk, make_roadmap

TODAY = dt.datetime.now(dt.UTC).date()
DAY = dt.timedelta(days=1)


@pytest.fixture
def kept(app, monkeypatch):  # type: ignore[no-untyped-def]
    """A roadmap of today, its ambassador's client, and the address of its update."""
    monkeypatch.setattr(factories, "STARTS", TODAY - 400 * DAY)
    monkeypatch.setattr(factories, "ENDS", TODAY + 400 * DAY)
    ambassador = make_person("ambassador", name="Ambassade 1")
    roadmap = make_roadmap(ambassador)
    client = sign_in(app, ambassador)
    actions = updates.actions_of(roadmap.id)
    return roadmap, actions, client, f"/roadmaps/{roadmap.id}/update"


def test_nothing_new_counts_as_news(kept):
    roadmap, _actions, client, address = kept
    page = client.post(address, held(client, address) | {"go": "nothing"})
    [update] = updates.updates_of(roadmap.id)
    assert update.nothing_new
    assert update.on == TODAY
    assert "Rien de nouveau" in client.get(page.location).get_data(as_text=True)


def test_nothing_new_drops_no_word(kept):
    roadmap, actions, client, address = kept
    sent = held(client, address) | {"go": "nothing", f"action-{actions[0].id}-note": "Si, ceci."}
    page = client.post(address, sent, 422).get_data(as_text=True)
    assert "Si, ceci." in page
    assert updates.updates_of(roadmap.id) == []


def test_an_update_says_everything_at_once(kept):
    roadmap, [first, second], client, address = kept
    indicator, risk = make_indicator(roadmap), make_risk(roadmap)
    request = requests.ask(roadmap, "Combien ?", "fr", client.person_id, TODAY)
    db.session.commit()
    sent = held(client, address) | {
        "go": "send",
        f"action-{first.id}-status": "done",
        f"action-{first.id}-note": "C’est fait.",
        f"action-{second.id}-postpone": "6",
        f"action-{second.id}-blocked": "1",
        f"action-{second.id}-blocked_by": "le budget",
        f"action-{second.id}-unblocked_by": "le conseil",
        f"action-{second.id}-note": "Entre nous.",
        f"action-{second.id}-internal": "1",
        f"indicator-{indicator.id}-numerator": "5",
        f"indicator-{indicator.id}-denominator": "20",
        f"indicator-{indicator.id}-women": "5",
        f"risk-{risk.id}-still": "no",
        f"request-{request.id}-answer": "Vingt.",
        "all-note": "Tout va bien.",
    }
    page = client.post(address, sent)
    assert first.status is ActionStatus.DONE
    assert code_of(second.due) == "2026-06"  # 2025, put off by six months, is a month
    assert (second.blocked_on, second.blocked_by) == (TODAY, "le budget")
    assert [v.counts.value for v in db.session.query(Value)] == [0.25]
    assert risk.ended_on == TODAY
    assert db.session.query(RiskReview).one().still_true is False
    assert request.answer == "Vingt."
    receipt = client.get(page.location).get_data(as_text=True)
    for words in ("C’est fait.", "le budget", "2025", "juin 2026", "Vingt.", "Entre nous."):
        assert words in receipt
    reader = sign_in(client.app, make_person("reader"))
    assert "Entre nous." not in reader.get(page.location).get_data(as_text=True)
    assert "Entre nous." not in reader.get(f"/roadmaps/{roadmap.id}").get_data(as_text=True)
    action = reader.get(f"/roadmaps/actions/{second.id}").get_data(as_text=True)
    assert "Entre nous." not in action
    assert "au lieu de" in action


BAD = [
    ({"action-1-status": "flying"}, "Choisissez un statut"),
    ({"action-1-blocked": "1"}, "Dites ce qui bloque"),
    (
        {"action-1-postpone": "other", "action-1-date": "bientôt"},
        "Écrivez un jour ou un mois, jusqu’en 2100",
    ),
    ({"action-1-postpone": "3", "action-1-date": "2027"}, "Choisissez l’un des deux"),
    ({"action-1-unblocked_by": "le conseil"}, "Dites ce qui bloque"),
    ({"action-1-note": "x" * 601}, "600 caractères au plus"),
    ({"indicator-1-numerator": "21", "indicator-1-denominator": "20"}, "plus que le tout"),
    ({"indicator-1-numerator": "5"}, "sur combien"),
    ({"indicator-1-denominator": "20"}, "le nombre lui-même"),
    ({"indicator-1-numerator": "beaucoup"}, "Écrivez un nombre"),
    ({"indicator-1-numerator": "-5", "indicator-1-denominator": "20"}, "Écrivez un nombre"),
    (
        {"indicator-1-numerator": "5", "indicator-1-denominator": "20"}
        | {"indicator-1-women": "9" * 12},
        "Écrivez un nombre",
    ),
    (
        {"indicator-1-numerator": "5", "indicator-1-denominator": "20", "indicator-1-women": "15"}
        | {"indicator-1-men": "6"},
        "dépassent leur total",
    ),
    (
        {"indicator-1-numerator": "5", "indicator-1-denominator": "9"}
        | {"indicator-1-on": "2099-01-01"},
        "pas encore venu",
    ),
]


@pytest.mark.parametrize(("changed", "words"), BAD)
def test_bad_input_keeps_everything_and_saves_nothing(kept, changed, words):
    roadmap, [first, second], client, address = kept
    indicator = make_indicator(roadmap)
    db.session.commit()
    named = {
        name.replace("action-1-", f"action-{first.id}-").replace(
            "indicator-1-", f"indicator-{indicator.id}-"
        ): value
        for name, value in changed.items()
    }
    other = {f"action-{second.id}-note": "À garder."}
    page = client.post(address, held(client, address) | named | other | {"go": "send"}, 422)
    text = page.get_data(as_text=True)
    assert words in text
    assert "À garder." in text
    assert db.session.query(Update).count() == 0
    assert db.session.query(Change).filter(Change.update_id.is_not(None)).count() == 0
    later = client.get(address).get_data(as_text=True)  # and it is there on another day
    assert "À garder." in later


def test_a_draft_is_kept_field_by_field(kept):
    _roadmap, [first, second], client, address = kept
    one, two = f"action-{first.id}-note", f"action-{second.id}-note"
    client.post(f"{address}/draft", {"field": one, one: "Onglet un"}, 200)
    client.post(f"{address}/draft", {"field": two, two: "Onglet deux"}, 200)
    sent = held(client, address)
    assert (sent[one], sent[two]) == ("Onglet un", "Onglet deux")
    client.post(f"{address}/draft", {"field": one, one: ""}, 200)  # taken out again
    assert one not in held(client, address)
    client.post(address, held(client, address) | {"go": "send"})
    assert [note.text for note in db.session.query(Note)] == ["Onglet deux"]
    assert db.session.query(Draft).count() == 0


def test_every_button_keeps_the_whole_form(kept):
    _roadmap, [first, second], client, address = kept
    typed = {f"action-{first.id}-status": "done", f"action-{second.id}-note": "Plus tard."}
    client.post(address, held(client, address) | typed | {"go": "save"})
    assert db.session.query(Update).count() == 0
    sent = held(client, address)
    assert {name: sent[name] for name in typed} == typed
    client.post(f"{address}/forget")
    assert f"action-{second.id}-note" not in held(client, address)


def test_a_draft_is_its_author_s_alone(kept, app):
    roadmap, [first, _second], client, address = kept
    deputy = make_person("ambassador")
    mandates.appoint(roadmap, deputy, MandateRole.DEPUTY, TODAY)
    db.session.commit()
    name = f"action-{first.id}-note"
    client.post(f"{address}/draft", {"field": name, name: "Secret"}, 200)
    assert "Secret" not in sign_in(app, deputy).get(address).get_data(as_text=True)


def test_a_field_of_another_roadmap_is_not_read(kept):
    _roadmap, _actions, client, address = kept
    other = make_roadmap(code="other")
    foreign = updates.actions_of(other.id)[0]
    sent = {f"action-{foreign.id}-status": "done", f"action-{foreign.id}-note": "Intrus"}
    client.post(address, held(client, address) | sent | {"go": "send"}, 422)  # nothing was typed
    client.post(f"{address}/draft", sent | {"field": f"action-{foreign.id}-note"}, 200)
    assert db.session.get(Action, foreign.id).status is ActionStatus.IN_PROGRESS
    assert db.session.query(Note).count() == 0
    assert all(not draft.content for draft in db.session.query(Draft))


@pytest.fixture
def two(kept, app):  # type: ignore[no-untyped-def]
    """The forms that the ambassador and the deputy have both opened."""
    roadmap, actions, client, address = kept
    deputy = make_person("ambassador", name="Suppléance 2")
    mandates.appoint(roadmap, deputy, MandateRole.DEPUTY, TODAY)
    other = sign_in(app, deputy)
    return actions, (client, held(client, address)), (other, held(other, address)), address


def test_two_people_at_once_merge_what_is_disjoint(two):
    [first, second], (client, mine), (other, theirs), address = two
    other.post(address, theirs | {"go": "send", f"action-{first.id}-status": "done"})
    changed = {f"action-{second.id}-status": "in_progress"}
    client.post(address, mine | changed | {"go": "send"})
    assert (first.status, second.status) == (ActionStatus.DONE, ActionStatus.IN_PROGRESS)


def test_two_people_at_one_field_see_both(two):
    [first, _second], (client, mine), (other, theirs), address = two
    name = f"action-{first.id}-status"
    other.post(address, theirs | {"go": "send", name: "done"})
    sent = mine | {"go": "send", name: "abandoned", f"action-{first.id}-note": "Ma phrase."}
    page = client.post(address, sent, 409).get_data(as_text=True)
    for words in ("Suppléance 2", "En cours", "Faite", "Abandonnée", "Ma phrase."):
        assert words in page
    assert first.status is ActionStatus.DONE
    again = Page(page)
    names = {f["name"] for f in again.fields if f.get("name")} - {"csrf_token", "once", "next"}
    sent = {n: again.held(n)[0] for n in names if again.held(n)}
    client.post(address, sent | {"go": "send"})
    assert first.status is ActionStatus.ABANDONED
    history = client.get(f"/roadmaps/history/action/{first.id}").get_data(as_text=True)
    assert re.search(r"Suppléance 2.*En cours.*Faite", history, re.S)


def test_a_draft_that_is_overtaken_clashes_too(two):
    [first, _second], (client, _mine), (other, theirs), address = two
    name = f"action-{first.id}-status"
    drafted = {"field": name, name: "paused", f"was-{name}": "in_progress"}
    client.post(f"{address}/draft", drafted, 200)
    other.post(address, theirs | {"go": "send", name: "done"})
    client.post(address, held(client, address) | {"go": "send"}, (303, 409))
    assert first.status is ActionStatus.DONE


def test_the_mission_types_for_somebody(kept, app):
    roadmap, [first, _second], client, address = kept
    mission = sign_in(app, make_person("mission", name="Mission 3"))
    sent = held(mission, address) | {f"action-{first.id}-note": "Au téléphone.", "go": "send"}
    page = mission.post(address, sent)
    [update] = updates.updates_of(roadmap.id)
    assert (update.typed_for_id, update.confirmed_on) == (client.person_id, None)
    assert "À confirmer" in client.get("/").get_data(as_text=True)
    receipt = client.get(page.location).get_data(as_text=True)
    assert "Confirmer" in receipt
    client.post(f"{page.location}/confirm")
    assert update.confirmed_on == TODAY
    assert "À confirmer" not in client.get("/").get_data(as_text=True)


def test_a_sentence_is_corrected_and_kept(kept):
    _roadmap, [first, _second], client, address = kept
    sent = held(client, address) | {f"action-{first.id}-note": "Faux.", "go": "send"}
    receipt = client.post(address, sent).location
    note = db.session.query(Note).one()
    correct = f"/roadmaps/notes/{note.id}/correct"
    mine = held(client, correct)
    client.post(correct, mine | {"text": "Juste."})
    page = client.get(receipt).get_data(as_text=True)
    assert "Juste." in page
    assert "Faux." not in page
    assert {each.text for each in db.session.query(Note)} == {"Faux.", "Juste."}
    # The page that was open elsewhere overrules nobody in silence, and loses nothing.
    late = client.post(correct, mine | {"text": "Plus juste."}, 422).get_data(as_text=True)
    assert "Juste." in late
    assert "Plus juste." in late
    assert held(client, correct)["text"] == "Juste."
    client.post(correct, held(client, correct) | {"text": ""})
    assert "Juste." not in client.get(receipt).get_data(as_text=True)


def test_an_answer_is_corrected_and_withdrawn_questions_are_not_asked(kept, app):
    roadmap, _actions, client, address = kept
    asked = [
        requests.ask(roadmap, text, "fr", client.person_id, TODAY) for text in ("Un ?", "Deux ?")
    ]
    db.session.commit()
    sent = {f"request-{asked[0].id}-answer": "Vingt.", "go": "send"}
    receipt = client.post(address, held(client, address) | sent).location
    correct = f"/roadmaps/requests/{asked[0].id}/correct"
    client.post(correct, held(client, correct) | {"text": ""}, 422)
    client.post(correct, held(client, correct) | {"text": "Trente."})
    assert "Trente." in client.get(receipt).get_data(as_text=True)
    mission = sign_in(app, make_person("mission"))
    page = mission.get(f"/roadmaps/{roadmap.id}").get_data(as_text=True)
    assert "Trente." in page
    mission.post(f"/roadmaps/requests/{asked[0].id}/withdraw")  # it was answered
    mission.post(f"/roadmaps/requests/{asked[1].id}/withdraw")
    assert "Deux ?" not in client.get(address).get_data(as_text=True)
    assert "Trente." in mission.get(f"/roadmaps/{roadmap.id}").get_data(as_text=True)
    client.get(f"/roadmaps/requests/{asked[1].id}/correct", 404)


def test_an_update_sent_twice_is_one(kept):
    roadmap, _actions, client, address = kept
    sent = held(client, address) | {"go": "nothing", "once": "a" * 32}
    client.post(address, sent)
    client.post(address, sent)
    assert len(updates.updates_of(roadmap.id)) == 1


def test_only_what_is_due_is_asked(kept):
    _roadmap, actions, client, address = kept
    objective = actions[0].placements[0].objective
    far = factories.make_action(objective, "Lointaine", due=f"{TODAY.year + 3}")
    over = factories.make_action(objective, "Finie", ActionStatus.DONE)
    db.session.commit()
    page = client.get(address).get_data(as_text=True)
    assert "Lointaine" not in page
    assert "Finie" not in page
    page = client.get(f"{address}?all=1").get_data(as_text=True)
    assert f"action-{far.id}-status" in page
    assert f"action-{over.id}-status" in page


def test_what_was_typed_of_a_hidden_action_is_shown_again(kept):
    _roadmap, actions, client, address = kept
    far = factories.make_action(actions[0].placements[0].objective, "Lointaine", due="2099")
    db.session.commit()
    name = f"action-{far.id}-note"
    client.post(f"{address}/draft", {"field": name, name: "Précieux"}, 200)
    assert "Précieux" in client.get(address).get_data(as_text=True)
    client.post(address, held(client, address) | {"go": "nothing"}, 422)


def test_words_on_what_was_removed_are_kept(kept, app):
    roadmap, [first, _second], client, address = kept
    measured = make_indicator(roadmap)
    db.session.commit()
    sent = held(client, address) | {f"action-{first.id}-note": "Une phrase", "go": "send"}
    sent |= {
        f"indicator-{measured.id}-numerator": "31",
        f"indicator-{measured.id}-denominator": "90",
    }
    mission = sign_in(app, make_person("mission"))
    mission.post(f"/roadmaps/edit/action/{first.id}/act", {"go": "remove"})
    end = {"go": "end", "reason": "Remplacé"}
    mission.post(f"/roadmaps/edit/indicator/{measured.id}/act", end)
    page = client.post(address, sent, 422).get_data(as_text=True)
    assert "Une phrase" in page
    assert "31" in page
    assert db.session.query(Update).count() == 0


def test_a_level_chosen_is_a_risk_looked_at(kept, app):
    roadmap, _actions, client, address = kept
    risk = make_risk(roadmap)
    db.session.commit()
    mine = held(client, address)
    client.post(address, held(client, address) | {"go": "send", f"risk-{risk.id}-level": "high"})
    assert risk.level == "high"
    assert [review.still_true for review in db.session.query(RiskReview)] == [True]
    stale = mine | {"go": "send", f"risk-{risk.id}-still": "yes"}  # its level was not touched
    client.post(address, stale)
    assert risk.level == "high"
