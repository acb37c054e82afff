"""*My update* loses no word: what was typed without its tick, of rows that are gone, at one moment."""

import datetime as dt

import pytest

from app.extensions import db
from app.roadmaps.core.actions import ActionStatus
from app.roadmaps.core.periods import code_of
from app.roadmaps.core.plans import MandateRole
from app.roadmaps.models import Change, Draft, Note, Update, Value
from app.roadmaps.service import mandates, requests, updates
from tests.marking import every_day
from tests.people import Page, held, make_person, sign_in
from tests.roadmaps.factories import make_indicator, make_risk
from tests.roadmaps.test_updating import kept  # noqa: F401  (a fixture)

TODAY = dt.datetime.now(dt.UTC).date()


@pytest.fixture
def mission(app):  # type: ignore[no-untyped-def]
    return sign_in(app, make_person("mission"))


def test_each_field_of_the_page_is_read(kept):  # noqa: F811
    """Of each row, what the page shows is what an update owns: nothing that is typed falls out."""
    from app.roadmaps.forms.updating import OF_ROADMAP, OWN

    roadmap, [first, _second], client, address = kept
    rows = {
        "action": first.id,
        "indicator": make_indicator(roadmap).id,
        "risk": make_risk(roadmap).id,
        "request": requests.ask(roadmap, "Combien ?", "fr", client.person_id, TODAY).id,
    }
    db.session.commit()
    page = Page(client.get(address).get_data(as_text=True))
    shown = {field["name"] for field in page.fields if field.get("name")}
    for kind, number in rows.items():
        prefix = f"{kind}-{number}-"
        own = {name.removeprefix(prefix) for name in shown if name.startswith(prefix)}
        assert own == set(OWN[kind]) - {"replaces", "keep_date"}  # asked after an error
    assert {f"all-{name}" for name in OF_ROADMAP} <= shown


@pytest.mark.parametrize("pill", ["other", ""])
def test_another_date_is_kept(kept, pill):  # noqa: F811
    _roadmap, [first, _second], client, address = kept
    sent = {f"action-{first.id}-postpone": pill, f"action-{first.id}-date": "06/2031"}
    page = client.post(address, held(client, address) | sent | {"go": "send"}, 422)
    assert "Le programme va jusqu’au" in page.get_data(as_text=True)
    sent |= {f"action-{first.id}-keep_date": "1", "go": "send"}
    client.post(address, held(client, address) | sent)
    assert code_of(first.due) == "2031-06"


def test_a_date_that_is_past_is_asked_about(kept):  # noqa: F811
    _roadmap, [first, _second], client, address = kept
    day = TODAY - dt.timedelta(days=3)
    sent = {f"action-{first.id}-date": day.isoformat(), "go": "send"}
    page = client.post(address, held(client, address) | sent, 422)
    assert "Cette date est passée" in page.get_data(as_text=True)
    client.post(address, held(client, address) | sent | {f"action-{first.id}-keep_date": "1"})
    assert first.due.last == day


def test_a_date_is_not_put_off_beyond_what_dates_can_be(kept):  # noqa: F811
    _roadmap, [first, _second], client, address = kept
    client.post(
        address,
        held(client, address)
        | {
            f"action-{first.id}-date": "31/12/2100",
            f"action-{first.id}-keep_date": "1",
            "go": "send",
        },
    )
    sent = {f"action-{first.id}-postpone": "6", "go": "send"}
    page = client.post(address, held(client, f"{address}?all=1") | sent, 422)
    assert "jusqu’en 2100" in page.get_data(as_text=True)
    client.get(f"/roadmaps/actions/{first.id}")


def test_what_blocks_is_kept_without_the_tick(kept):  # noqa: F811
    _roadmap, [first, _second], client, address = kept
    sent = {f"action-{first.id}-blocked_by": "le budget"}
    page = client.post(address, held(client, address) | sent | {"go": "send"})
    assert (first.blocked_on, first.blocked_by) == (TODAY, "le budget")
    assert "le budget" in client.get(page.location).get_data(as_text=True)
    mine = held(client, address)
    del mine[f"action-{first.id}-blocked"]  # the tick is taken out, the words are as they were
    client.post(address, mine | {"go": "send"})
    assert first.blocked_on is None


def test_a_tick_taken_out_with_other_words_is_asked_about(kept):  # noqa: F811
    _roadmap, [first, _second], client, address = kept
    sent = {f"action-{first.id}-blocked": "1", f"action-{first.id}-blocked_by": "le budget"}
    client.post(address, held(client, address) | sent | {"go": "send"})
    mine = held(client, address)
    del mine[f"action-{first.id}-blocked"]
    mine |= {f"action-{first.id}-blocked_by": "les délais", "go": "send"}
    page = client.post(address, mine, 422).get_data(as_text=True)
    assert "cochez" in page
    assert "les délais" in page


def remove(mission, action):  # type: ignore[no-untyped-def]
    mission.post(f"/roadmaps/edit/action/{action.id}/act", {"go": "remove"})


@pytest.mark.parametrize("go", every_day(["send", "save", "nothing"], "send"))
def test_every_button_keeps_what_was_typed_of_a_row_that_is_gone(kept, mission, go):  # noqa: F811
    roadmap, [first, _second], client, address = kept
    number, risk, measured = first.id, make_risk(roadmap), make_indicator(roadmap)
    db.session.commit()
    sent = held(client, address) | {
        f"action-{number}-status": "done",
        f"action-{number}-note": "Une phrase",
        f"action-{number}-blocked_by": "le budget",
        f"action-{number}-date": "06/2031",
        f"risk-{risk.id}-still": "no",
        f"indicator-{measured.id}-numerator": "31",
        f"indicator-{measured.id}-denominator": "90",
        "go": go,
    }
    remove(mission, first)
    for kind, row in (("indicator", measured), ("risk", risk)):
        act = f"/roadmaps/edit/{kind}/{row.id}/act"
        mission.post(act, {"go": "end", "reason": "Remplacé"})
    page = client.post(address, sent, 422).get_data(as_text=True)
    said = [
        "Première mesure",
        "Faite",
        "Une phrase",
        "le budget",
        "06/2031",
        "Essoufflement",
        "n’est plus vrai",
        "Combien 31",
        "90",
    ]
    for words in said:
        assert words in page, words
    assert db.session.query(Update).count() == 0
    again = held(client, address)["all-note"]
    assert again.count("Une phrase") == 1
    client.post(address, held(client, address) | {"go": "send"})
    assert [note.text for note in db.session.query(Note)] == [again]


def test_an_internal_line_of_a_row_that_is_gone_stays_internal(kept, mission):  # noqa: F811
    _roadmap, [first, _second], client, address = kept
    line = {f"action-{first.id}-note": "Entre nous", f"action-{first.id}-internal": "1"}
    sent = held(client, address) | line | {"go": "send"}
    remove(mission, first)
    client.post(address, sent, 422)
    client.post(address, held(client, address) | {"go": "send"})
    [note] = db.session.query(Note)
    assert "Entre nous" in note.text
    assert note.internal


def test_a_draft_outlives_the_row_that_it_is_about(kept, mission):  # noqa: F811
    _roadmap, [first, _second], client, address = kept
    name = f"action-{first.id}-note"
    client.post(f"{address}/draft", {"field": name, name: "Précieux"}, 200)
    number = first.id
    remove(mission, first)
    other = f"action-{number}-blocked_by"  # the page is still open somewhere
    client.post(f"{address}/draft", {"field": other, other: "le budget"}, 200)
    line = held(client, address)["all-note"]
    assert "Précieux" in line
    assert "le budget" in line


def test_a_draft_of_a_figure_that_is_not_due_is_shown(kept):  # noqa: F811
    roadmap, _actions, client, address = kept
    measured = make_indicator(roadmap)
    measured.entries.append(Value(on=TODAY - dt.timedelta(days=1), numerator=3, denominator=9))
    db.session.commit()
    name = f"indicator-{measured.id}-numerator"
    assert name not in client.get(address).get_data(as_text=True)
    client.post(f"{address}/draft", {"field": name, name: "31"}, 200)
    assert held(client, address)[name] == "31"


def test_a_value_of_the_same_day_is_not_replaced_in_silence(kept):  # noqa: F811
    roadmap, _actions, client, address = kept
    measured = make_indicator(roadmap)
    db.session.commit()
    prefix = f"indicator-{measured.id}-"
    five = {f"{prefix}numerator": "5", f"{prefix}denominator": "20", "go": "send"}
    client.post(address, held(client, f"{address}?all=1") | five)
    six = held(client, f"{address}?all=1") | five | {f"{prefix}numerator": "6"}
    page = client.post(address, six, 422)
    assert "5 / 20" in page.get_data(as_text=True)
    assert len(measured.entries) == 1
    [value] = measured.values
    client.post(address, six | {f"{prefix}replaces": str(value.id)})
    assert [each.numerator for each in measured.entries] == [5, 6]
    changes = db.session.query(Change).filter_by(part="indicator", field="value")
    assert [change.new for change in changes] == [f"{TODAY}: 5 / 20", f"{TODAY}: 6 / 20"]


def test_nothing_new_is_said_whatever_somebody_else_changed(kept, app):  # noqa: F811
    roadmap, [first, _second], client, address = kept
    deputy = make_person("ambassador")
    mandates.appoint(roadmap, deputy, MandateRole.DEPUTY, TODAY)
    db.session.commit()
    mine = held(client, address)
    other = sign_in(app, deputy)
    other.post(address, held(other, address) | {f"action-{first.id}-status": "done", "go": "send"})
    client.post(address, mine | {"go": "nothing"})
    assert first.status is ActionStatus.DONE
    assert [update.nothing_new for update in updates.updates_of(roadmap.id)] == [True, False]


def test_a_clash_on_the_level_of_a_risk_is_worded(kept, app):  # noqa: F811
    roadmap, _actions, client, address = kept
    risk = make_risk(roadmap)
    deputy = make_person("ambassador", name="Suppléance 2")
    mandates.appoint(roadmap, deputy, MandateRole.DEPUTY, TODAY)
    db.session.commit()
    mine, name = held(client, address), f"risk-{risk.id}-level"
    other = sign_in(app, deputy)
    other.post(address, held(other, address) | {name: "high", "go": "send"})
    page = client.post(address, mine | {name: "low", "go": "send"}, 409).get_data(as_text=True)
    for words in ("Suppléance 2", "Moyen", "Élevé", "Faible"):
        assert words in page


def test_signs_that_no_database_keeps_are_left_out(kept):  # noqa: F811
    _roadmap, [first, _second], client, address = kept
    sent = {f"action-{first.id}-note": "Une\x00 phrase", "go": "send"}
    client.post(address, held(client, address) | sent)
    assert [note.text for note in db.session.query(Note)] == ["Une phrase"]


def test_a_request_that_was_withdrawn_keeps_its_answer(kept, mission):  # noqa: F811
    roadmap, _actions, client, address = kept
    request = requests.ask(roadmap, "Combien ?", "fr", client.person_id, TODAY)
    db.session.commit()
    sent = held(client, address) | {f"request-{request.id}-answer": "Vingt.", "go": "send"}
    mission.post(f"/roadmaps/requests/{request.id}/withdraw")
    page = client.post(address, sent, 422).get_data(as_text=True)
    assert "Combien ?" in page
    assert "Vingt." in page


@pytest.fixture
def devices(kept):  # noqa: F811
    """Two pages of one update, opened one after the other, with what is typed on the second."""
    _roadmap, [first, second], client, address = kept
    tab = held(client, address)
    phone = held(client, address) | {f"action-{first.id}-note": "Du téléphone", "go": "save"}
    client.post(address, phone)
    return first, second, client, address, tab


@pytest.mark.parametrize("go", every_day(["send", "nothing", "save"], "send"))
def test_what_was_typed_on_another_device_is_not_lost(devices, go):
    first, second, client, address, tab = devices
    mine = {} if go == "nothing" else {f"action-{second.id}-note": "De l’ordinateur"}
    page = client.post(address, tab | mine | {"go": go})
    receipt = client.get(page.location).get_data(as_text=True)
    left = held(client, address)
    assert left[f"action-{first.id}-note"] == "Du téléphone"
    assert (f"action-{second.id}-note" in left) is (go == "save")
    assert ("reste gardé dans votre mise à jour" in receipt) is (go != "save")


def test_a_refused_form_of_another_device_keeps_both(devices):
    first, second, client, address, tab = devices
    mine = {f"action-{second.id}-note": "Ici", f"action-{second.id}-blocked": "1", "go": "send"}
    client.post(address, tab | mine, 422)
    left = held(client, address)
    assert left[f"action-{first.id}-note"] == "Du téléphone"
    assert left[f"action-{second.id}-note"] == "Ici"


def test_what_is_taken_out_again_is_forgotten(kept):  # noqa: F811
    _roadmap, [first, _second], client, address = kept
    name = f"action-{first.id}-note"
    client.post(address, held(client, address) | {name: "Non", "go": "save"})
    client.post(address, held(client, address) | {name: "", "go": "save"})
    assert name not in held(client, address)
    assert db.session.query(Draft).count() == 0


def test_a_field_that_comes_after_its_form_was_sent_is_no_draft(kept):  # noqa: F811
    _roadmap, [first, _second], client, address = kept
    name = f"action-{first.id}-note"
    form = {"once": "b" * 32, name: "Dit"}
    client.post(address, held(client, address) | form | {"go": "send"})
    client.post(f"{address}/draft", form | {"field": name}, 200)
    assert db.session.query(Draft).count() == 0
    assert name not in held(client, address)


def test_nothing_typed_is_not_sent_as_nothing_new(kept):  # noqa: F811
    _roadmap, _actions, client, address = kept
    page = client.post(address, held(client, address) | {"go": "send"}, 422)
    assert "dites-le en haut" in page.get_data(as_text=True)
    assert db.session.query(Update).count() == 0


def test_what_is_done_is_no_longer_blocked(kept):  # noqa: F811
    _roadmap, [first, _second], client, address = kept
    blocked = {f"action-{first.id}-blocked_by": "le budget", "go": "send"}
    client.post(address, held(client, address) | blocked)
    client.post(
        address, held(client, address) | {f"action-{first.id}-status": "done", "go": "send"}
    )
    assert (first.blocked_on, first.blocked_by) == (None, "")


def test_a_long_line_is_kept_whole_and_lines_count_once(kept):  # noqa: F811
    _roadmap, _actions, client, address = kept
    long = "x" * 3000
    client.post(f"{address}/draft", {"field": "all-note", "all-note": long}, 200)
    assert held(client, address)["all-note"] == long
    lines = "\r\n".join(["x" * 53] * 11)  # 593 signs, each end of a line being one
    client.post(address, held(client, address) | {"all-note": lines, "go": "send"})
    assert db.session.query(Note).one().text == lines.replace("\r\n", "\n")


def test_signs_that_look_like_numbers_are_none(kept, mission):  # noqa: F811
    _roadmap, [first, _second], client, address = kept
    sent = {f"action-{first.id}-postpone": "²", f"action-{first.id}-note": "Mot", "go": "send"}
    sent = held(client, address) | sent
    remove(mission, first)
    assert "Mot" in client.post(address, sent, 422).get_data(as_text=True)


def test_words_on_a_page_that_is_refused_are_given_back(kept, mission, app):  # noqa: F811
    roadmap, [first, _second], client, address = kept
    page = f"/roadmaps/edit/action/{first.id}"
    remove(mission, first)
    words = "Une longue explication."
    gone = client.post(page, {"purpose_fr": words, "title_fr": "Mesure"}, 404)
    assert words in gone.get_data(as_text=True)
    mandates.end(mandates.mandates(roadmap.id)[0], TODAY - dt.timedelta(days=1))
    db.session.commit()
    barred = client.post(address, {"all-note": words, "go": "send"}, 403)
    assert words in barred.get_data(as_text=True)


def test_an_answer_corrected_by_two_people_shows_both(kept, mission):  # noqa: F811
    roadmap, _actions, client, address = kept
    request = requests.ask(roadmap, "Combien ?", "fr", client.person_id, TODAY)
    db.session.commit()
    sent = {f"request-{request.id}-answer": "Vingt de trop", "go": "send"}
    client.post(address, held(client, address) | sent)
    assert "Vingt de trop" in mission.get("/").get_data(as_text=True)
    page = f"/roadmaps/requests/{request.id}/correct"
    mine, theirs = held(client, page), held(mission, page)
    mission.post(page, theirs | {"text": "Trente"})
    both = client.post(page, mine | {"text": "Quarante"}, 422).get_data(as_text=True)
    assert "Trente" in both
    assert "Quarante" in both
    reader = sign_in(client.app, make_person("reader"))
    history = reader.get(f"/roadmaps/history/roadmap/{roadmap.id}?all=1").get_data(as_text=True)
    assert "Vingt de trop" not in history
