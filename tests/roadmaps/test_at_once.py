"""Two people, or one in two tabs, at one moment: nothing is lost, nothing is doubled, nobody fails."""

import datetime as dt
import threading

import pytest

from app.extensions import db
from app.roadmaps.core.actions import ActionStatus
from app.roadmaps.core.plans import MandateRole
from app.roadmaps.models import Draft, Note, PolicyCategory, Roadmap
from app.roadmaps.service import mandates, plans, updates
from app.text import both
from app.web.once import new_number
from tests.people import held, make_person, sign_in
from tests.roadmaps.factories import make_roadmap
from tests.roadmaps.test_updating import kept  # noqa: F401  (a fixture)

TODAY = dt.datetime.now(dt.UTC).date()


def together(*forms):  # type: ignore[no-untyped-def]
    """Send these forms, each a client with an address and its fields, all at one moment."""
    ready, answers = threading.Barrier(len(forms)), [None] * len(forms)
    sent = [
        (client.app, client.token(), list(client.browser._cookies.values()), path, data)
        for client, path, data in forms
    ]
    db.session.rollback()

    def send(place, app, token, cookies, path, data):  # type: ignore[no-untyped-def]
        browser = app.test_client()
        for cookie in cookies:
            browser.set_cookie(cookie.key, cookie.value)
        ready.wait(10)
        fields = {"csrf_token": token, "once": new_number(), **data}
        answers[place] = browser.post(path, data=fields)

    threads = [threading.Thread(target=send, args=(n, *each)) for n, each in enumerate(sent)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    return answers


@pytest.fixture
def two(kept, app):  # noqa: F811
    roadmap, actions, client, address = kept
    deputy = make_person("ambassador", name="Suppléance 2")
    mandates.appoint(roadmap, deputy, MandateRole.DEPUTY, TODAY)
    db.session.commit()
    return roadmap, actions, client, sign_in(app, deputy), address


def test_two_edits_of_one_action_are_both_kept(two):
    _roadmap, [first, _second], client, other, _address = two
    page = f"/roadmaps/edit/action/{first.id}"
    mine, theirs = held(client, page), held(other, page)
    answers = together(
        (client, page, mine | {"title_en": "Renamed"}), (other, page, theirs | {"code": "9.9"})
    )
    assert [answer.status_code for answer in answers] == [303, 303]
    assert (first.title.en, first.code) == ("Renamed", "9.9")


def test_two_updates_of_one_field_do_not_overrule_each_other(two):
    _roadmap, [first, _second], client, other, address = two
    name = f"action-{first.id}-status"
    forms = [held(each, address) | {"go": "send"} for each in (client, other)]
    answers = together(
        (client, address, forms[0] | {name: "done"}),
        (other, address, forms[1] | {name: "paused"}),
    )
    assert sorted(answer.status_code for answer in answers) == [303, 409]


def test_a_removal_and_a_sentence_lose_no_word(two, app):
    _roadmap, [first, _second], client, _other, address = two
    mission = sign_in(app, make_person("mission"))
    sent = held(client, address) | {f"action-{first.id}-note": "Précieux", "go": "send"}
    answers = together(
        (client, address, sent),
        (mission, f"/roadmaps/edit/action/{first.id}/act", {"go": "remove"}),
    )
    if answers[0].status_code == 303:  # it was sent first, so that nothing could be removed
        assert [note.text for note in db.session.query(Note)] == ["Précieux"]
        assert len(updates.actions_of(first.roadmap_id)) == 2
    else:
        assert "Précieux" in answers[0].get_data(as_text=True)


def test_two_fields_kept_as_they_are_typed_are_both_kept(two):
    _roadmap, [first, second], client, _other, address = two
    names = [f"action-{each.id}-note" for each in (first, second)]
    answers = together(
        *((client, f"{address}/draft", {"field": name, name: "Tapé"}) for name in names)
    )
    assert [answer.status_code for answer in answers] == [200, 200]
    [draft] = db.session.query(Draft)
    assert {name: draft.content.get(name) for name in names} == dict.fromkeys(names, "Tapé")


def test_a_sentence_corrected_twice_has_one_correction(two):
    _roadmap, [first, _second], client, other, address = two
    client.post(address, held(client, address) | {f"action-{first.id}-note": "Faux", "go": "send"})
    [note] = db.session.query(Note)
    page = f"/roadmaps/notes/{note.id}/correct"
    forms = [held(each, page) for each in (client, other)]
    answers = together(
        (client, page, forms[0] | {"text": "Juste"}), (other, page, forms[1] | {"text": "Exact"})
    )
    assert sorted(answer.status_code for answer in answers) == [303, 422]
    assert db.session.query(Note).count() == 2


@pytest.fixture
def mission(app):  # type: ignore[no-untyped-def]
    return sign_in(app, make_person("mission"))


def test_one_roadmap_of_a_policy(app, mission):
    roadmap = make_roadmap()
    policy = plans.add_policy(both("Sport"))
    db.session.commit()
    page = f"/roadmaps/programmes/{roadmap.programme_id}/new-roadmap"
    sent = {"policy": str(policy.id), "organisation": "", "category": ""}
    answers = together(*[(mission, page, sent | {"name_en": f"{n}"}) for n in range(3)])
    assert sorted(answer.status_code for answer in answers) == [303, 422, 422]
    assert db.session.query(Roadmap).filter_by(policy_id=policy.id).count() == 1


def test_new_policies_and_categories_of_one_moment(app, mission):
    roadmap = make_roadmap()
    page = f"/roadmaps/programmes/{roadmap.programme_id}/new-roadmap"
    sent = {"policy": "", "organisation": "", "category": "launch"}
    together(*[(mission, page, sent | {"name_fr": f"Politique {n}"}) for n in range(3)])
    assert db.session.query(Roadmap).count() == 4
    page = f"/roadmaps/policies/{roadmap.policy_id}/category"
    kinds = ("launch", "sustain")
    answers = together(
        *[(mission, page, {"since": "2025-01-01", "category": kind}) for kind in kinds]
    )
    assert [answer.status_code for answer in answers] == [303, 303]
    of_day = db.session.query(PolicyCategory).filter_by(since=dt.date(2025, 1, 1))
    assert of_day.filter_by(policy_id=roadmap.policy_id).count() == 1


def test_a_hand_over_and_an_appointment(app, mission):
    roadmap = make_roadmap(make_person("ambassador"))
    [mandate] = mandates.mandates(roadmap.id)
    new = [make_person("ambassador") for _ in range(2)]
    db.session.commit()
    hand_over = {"person": str(new[0].id), "on": "2026-02-01", "handover": "À savoir"}
    appoint = {"person": str(new[1].id), "role": "ambassador", "starts_on": "2026-02-01"}
    answers = together(
        (mission, f"/roadmaps/mandates/{mandate.id}/hand-over", hand_over),
        (mission, f"/roadmaps/{roadmap.id}/people", appoint),
    )
    assert sorted(answer.status_code for answer in answers) == [303, 422]
    assert len(mandates.mandates(roadmap.id)) == 2
    assert updates.actions_of(roadmap.id)[0].status is ActionStatus.IN_PROGRESS
