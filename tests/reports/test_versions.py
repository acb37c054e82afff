"""Versions: frozen, approved, corrected, withdrawn; who may; what two of them tell."""

import datetime as dt
import re

import pytest
from sqlalchemy import select

from app.accounts.models import AuditEntry
from app.documents.pdf import PdfFailure
from app.extensions import db, utcnow
from app.indicators import service as indicators
from app.indicators.models import HrFigures
from app.jobs.models import Job
from app.jobs.service import run_all
from app.reports import making, tasks
from app.reports.core.approval import Step
from app.reports.core.files import Kind
from app.reports.core.layouts import Layout
from app.reports.models import ReportFile, ReportVersion
from app.reports.rendering import printed
from app.reports.service import choosing, versions
from app.reports.service.comparing import told_beside_others
from app.text import Text
from app.web.formats import local_day
from app.web.settings import settings
from tests.reports.conftest import import_agents
from tests.reports.factories import NOW, brought_to, frozen

FREEZE = "/report/2023/budget/freeze"


def body(answer):
    return answer.get_data(as_text=True)


def step(client, version, name, status=303, **more):
    data = {"step": name, "on": "2024-11-04", **more}
    return client.post(f"/report/versions/{version.id}/step", data, status)


@pytest.fixture
def quick(monkeypatch):
    """Files of a few bytes, in place of those that take seconds to print."""
    monkeypatch.setattr(making, "make", lambda *_: b"%PDF-quick")


def the_version():
    return db.session.scalars(select(ReportVersion).order_by(ReportVersion.id.desc())).first()


def test_a_version_is_made_in_the_background(as_role, imported, quick):
    client = as_role("hr").speak("en")
    client.post(FREEZE)
    version = the_version()
    part = body(client.get("/report/2023/budget", headers={"HX-Request": "true"}))
    assert 'hx-trigger="every 2s"' in part
    assert "<progress" in part
    client.get(f"/report/versions/{version.id}/fr/pdf", 404)
    run_all()
    db.session.expire_all()
    assert version.progress == version.progress_max
    assert db.session.query(ReportFile).count() == 2 * len(Kind)
    part = body(client.get("/report/2023/budget", headers={"HX-Request": "true"}))
    assert "hx-trigger" not in part
    for kind in Kind:
        assert client.get(f"/report/versions/{version.id}/fr/{kind}").data == b"%PDF-quick"
    for path in ("de/pdf", "fr/doc"):
        client.get(f"/report/versions/{version.id}/{path}", 404)


def test_two_versions_are_not_made_at_once(as_role, imported, quick):
    client = as_role("hr").speak("en")
    client.post(FREEZE)
    client.post(FREEZE)
    assert "being made already" in body(client.get("/report/2023/budget"))
    assert db.session.query(ReportVersion).count() == 1
    client.post("/report/2023/comparative/freeze")  # another report
    assert db.session.query(ReportVersion).count() == 2


def test_its_making_is_stopped_and_taken_up(as_role, imported, quick):
    client = as_role("hr").speak("en")
    client.post(FREEZE)
    version = the_version()
    client.post(f"/report/versions/{version.id}/stop")
    run_all()
    assert db.session.query(ReportFile).count() == 0
    assert "was stopped" in body(client.get(f"/report/versions/{version.id}"))
    client.post(f"/report/versions/{version.id}/again")
    run_all()
    assert db.session.query(ReportFile).count() == 2 * len(Kind)


def test_a_failure_says_why_and_leaves_what_there_was(as_role, imported, monkeypatch, quick):
    client = as_role("hr").speak("en")
    client.post(FREEZE)
    run_all()
    first = the_version()
    brought_to(first, Step.PUBLISHED)

    def broken(*_):
        raise PdfFailure("the document took more than 120 seconds")

    monkeypatch.setattr(making, "make", broken)
    client.post(FREEZE, {"changes_fr": "Un.", "changes_en": "One."})
    run_all()
    second = the_version()
    page = body(client.get("/report/2023/budget"))
    assert "the document took more than 120 seconds" in page
    reader = as_role("reader")
    assert reader.get(f"/report/versions/{first.id}/fr/pdf").data == b"%PDF-quick"
    reader.get(f"/report/versions/{second.id}/fr/pdf", 404)


def test_a_killed_worker_leaves_what_it_kept(as_role, imported, monkeypatch):
    """The next one goes on from the files that were made."""
    done = []

    def slow(content, kind, state, pdf):
        if len(done) == 3:
            raise KeyboardInterrupt
        done.append((content.language, kind))
        return b"%PDF"

    monkeypatch.setattr(making, "make", slow)
    version = versions.freeze(2023, Layout.BUDGET, Text(), None, NOW)
    db.session.commit()
    with pytest.raises(KeyboardInterrupt):
        tasks.build(version.id)
    db.session.rollback()
    assert db.session.query(ReportFile).count() == 3
    monkeypatch.setattr(making, "make", lambda *given: done.append(given[:2]) or b"%PDF")
    tasks.build(version.id)
    db.session.commit()
    assert len(done) == 2 * len(Kind)


def test_a_chapter_in_one_language_is_refused(as_role, imported):
    client = as_role("hr").speak("en")
    data = {"text-fr": "Seulement en français.", "text-en": "", "base": "0"}
    client.post("/report/2023/budget/pay", data)
    assert "the text in English is missing" in body(client.get("/report/2023/budget"))
    client.post(FREEZE)
    assert db.session.query(ReportVersion).count() == 0
    assert "in one language alone" in body(client.get("/report/2023/budget"))


def test_a_version_goes_from_step_to_step(as_role, imported):
    version = frozen()
    hr, mission = as_role("hr"), as_role("mission")
    hr.speak("en")
    step(mission, version, "hr", 403)
    step(hr, version, "mission")  # not the next one: nothing happens
    assert version.step is Step.DRAFT
    step(hr, version, "hr")
    db.session.execute(Job.__table__.update().values(state="done"))
    db.session.commit()
    step(hr, version, "mission", 403)
    step(mission, version, "mission")
    db.session.execute(Job.__table__.update().values(state="done"))
    db.session.commit()
    step(hr, version, "opinion", 422)
    step(hr, version, "opinion", 422, opinion="x" * 60_001)
    for day in ("2024-11-03", "2999-01-01", "hier", ""):
        step(hr, version, "opinion", 422, opinion="Favorable.", on=day)
    step(hr, version, "opinion", opinion="Favorable.\n\nÀ l’unanimité.")
    assert version.opinion == "Favorable.\n\nÀ l’unanimité."
    assert [own.step for own in version.steps] == [Step.HR, Step.MISSION, Step.OPINION]
    acts = [entry.act for entry in db.session.scalars(select(AuditEntry))]
    assert acts.count("report.step.mission") == 1


def test_the_mission_finds_what_it_has_to_validate(as_role, imported):
    version = frozen()
    mission = as_role("mission").speak("en")
    words = "the next step is yours"
    assert words not in body(mission.get("/"))
    brought_to(version, Step.HR)
    assert words in body(mission.get("/"))
    assert words not in body(as_role("hr").speak("en").get("/"))
    brought_to(version, Step.MISSION)
    assert words not in body(mission.get("/"))


def test_a_step_is_taken_back_by_who_may_take_it(as_role, imported):
    version = brought_to(frozen(), Step.OPINION)
    client = as_role("hr")
    client.post(f"/report/versions/{version.id}/back")
    assert (version.step, version.opinion) == (Step.MISSION, "")
    db.session.execute(Job.__table__.update().values(state="done"))
    db.session.commit()
    client.post(f"/report/versions/{version.id}/back", status=403)
    as_role("mission").post(f"/report/versions/{version.id}/back")
    assert version.step is Step.HR


def test_documents_say_where_the_version_stands(imported):
    version = frozen()
    seen = {}
    for each in (Step.DRAFT, Step.HR, Step.OPINION, Step.PUBLISHED):
        brought_to(version, each)
        content = versions.content_of_version(version, "en")
        seen[each] = printed(content, making.state_of(version))
    marked = {each: re.search(r'version 1[^"]*"; \} \}', html)[0] for each, html in seen.items()}
    assert "Draft" in marked[Step.DRAFT]
    assert "validated by Human resources" in marked[Step.HR]
    assert "Draft" not in marked[Step.PUBLISHED]
    assert "Avis favorable." not in seen[Step.HR]
    assert "Avis favorable." in seen[Step.PUBLISHED]


def test_readers_see_the_latest_published_version_alone(as_role, imported, now):
    first = brought_to(frozen(), Step.PUBLISHED)
    second = frozen()
    reader = as_role("reader")
    reader.get(f"/report/versions/{first.id}/read")
    reader.get(f"/report/versions/{second.id}/read", 404)
    reader.get(f"/report/versions/{first.id}", 403)
    for act in ("step", "back", "withdraw", "comment", "stop", "again"):
        reader.post(f"/report/versions/{second.id}/{act}", status=403)
    brought_to(second, Step.PUBLISHED)
    reader.get(f"/report/versions/{first.id}/read", 404)
    hr = as_role("hr")
    hr.post(f"/report/versions/{second.id}/withdraw", {"why": ""}, 422)
    hr.post(f"/report/versions/{second.id}/withdraw", {"why": "Un chiffre faux."})
    reader.get(f"/report/versions/{first.id}/read")
    reader.get(f"/report/versions/{second.id}/read", 404)
    hr.post(f"/report/versions/{second.id}/withdraw", {"why": "Encore."})
    assert second.withdrawn_why == "Un chiffre faux."


def test_a_correction_says_what_it_changes(as_role, imported, quick):
    brought_to(frozen(), Step.PUBLISHED)
    client = as_role("hr")
    client.post(FREEZE, {"changes_fr": "Une paie corrigée."}, 422)
    client.post(FREEZE, {"changes_fr": "Une paie corrigée.", "changes_en": "One pay corrected."})
    own = the_version()
    assert own.changes == Text("Une paie corrigée.", "One pay corrected.")
    tasks.freeze_content(own.id)
    content = versions.content_of_version(own, "en")
    assert "One pay corrected." in printed(content, making.state_of(own))
    assert versions.published(choosing.report_of(2023, Layout.BUDGET)).number == 1


def test_the_legal_date_of_publication_is_told(as_role, imported):
    version = brought_to(frozen(), Step.OPINION)
    client = as_role("hr").speak("en")
    assert "3 January 2025" not in body(client.get("/"))
    assert "by 31 December 2024" in body(client.get(f"/report/versions/{version.id}"))
    assert versions.due(version) == dt.date(2024, 12, 31)
    brought_to(version, Step.PUBLISHED)
    assert versions.due(version) is None


def test_nothing_is_frozen_while_a_version_is_approved(as_role, imported):
    brought_to(frozen(), Step.HR)
    as_role("hr").post(FREEZE)
    assert db.session.query(ReportVersion).count() == 1


def test_a_version_is_commented(as_role, imported):
    version = frozen()
    client = as_role("mission").speak("en")
    client.post(f"/report/versions/{version.id}/comment", {"text": " ", "chapter": ""}, 422)
    client.post(f"/report/versions/{version.id}/comment", {"text": "x", "chapter": "poem"}, 422)
    client.post(
        f"/report/versions/{version.id}/comment", {"text": "<b>Chapter 9?</b>", "chapter": "pay"}
    )
    assert "&lt;b&gt;Chapter 9?" in body(client.get(f"/report/versions/{version.id}"))


def test_two_versions_that_tell_of_few_agents_are_warned_about(as_role, imported, now):
    """The attack: who has both documents subtracts one table from the other."""
    first = brought_to(frozen(), Step.PUBLISHED)
    before = versions.content_of_version(first, "fr")
    import_agents(61, 2023, now + dt.timedelta(days=1))
    held = indicators.held_figures(2023)
    assert held is not None  # not shown to anybody before the mission decides
    indicators.release(held)
    db.session.commit()
    second = frozen()
    after = versions.content_of_version(second, "fr")
    tables = {block.table.code: block.table for block in before.blocks()}
    learned = [
        (block.table.code, row.code)
        for block in after.blocks()
        if block.table.code in tables
        for row in block.table.rows
        for column in block.table.columns
        if column.code in ("women", "men")
        and block.table.cell(row.code, column.code)
        != tables[block.table.code].cell(row.code, column.code)
    ]
    assert learned  # the attack works: it is why the versions are compared
    key = settings().secret_key
    assert told_beside_others(second, 11, key) == 1
    assert told_beside_others(first, 11, key) is None
    mission = as_role("mission").speak("en")
    brought_to(second, Step.HR)
    assert "tells of 1 agent" in body(mission.get(f"/report/versions/{second.id}"))
    step(mission, second, "mission", 422)
    assert second.step is Step.HR
    step(mission, second, "mission", knowing="y")
    assert second.step is Step.MISSION


def test_versions_that_cannot_be_compared_any_more_are_warned_about(as_role, imported, now):
    brought_to(frozen(), Step.PUBLISHED)
    import_agents(90, 2023, now + dt.timedelta(days=1))
    second = frozen()
    assert told_beside_others(second, 11, settings().secret_key) is None  # of thirty
    for imported_ in indicators.imports():
        imported_.shown_digests = None
        db.session.get(HrFigures, imported_.id).digests = None
    db.session.commit()
    assert told_beside_others(second, 11, settings().secret_key) == 0
    page = body(as_role("mission").speak("en").get(f"/report/versions/{second.id}"))
    assert "cannot be known any more" in page


def test_the_same_content_is_frozen_twice(imported):
    first = frozen()
    db.session.execute(Job.__table__.update().values(state="done"))
    second = frozen()
    assert (first.content_fr, first.content_en) == (second.content_fr, second.content_en)


def other_import(now, rows, days):
    """A corrected file that readers are shown by the mission's decision."""
    import_agents(rows, 2023, now + dt.timedelta(days=days))
    held = indicators.held_figures(2023)
    if held is not None:
        indicators.release(held)
        db.session.commit()


@pytest.mark.parametrize("path", ["other layout", "withdrawn first", "told to the committee"])
def test_no_way_round_the_warning(imported, now, path):
    """Whatever happened to the version that somebody has, and in whichever layout it was."""
    key = settings().secret_key
    if path == "other layout":
        brought_to(frozen(layout=Layout.COMPARATIVE), Step.PUBLISHED)
        other_import(now, 61, 1)
        assert told_beside_others(frozen(), 11, key) == 1
        return
    draft = frozen()
    other_import(now, 61, 1)
    second = frozen()
    step_of_second = Step.PUBLISHED if path == "withdrawn first" else Step.OPINION
    brought_to(second, step_of_second)
    versions.withdraw(second, "Erreur.", NOW)
    db.session.commit()
    assert versions.current(choosing.report_of(2023, Layout.BUDGET)).id == draft.id
    assert told_beside_others(draft, 11, key) == 1


def test_the_same_figures_imported_again_tell_nothing(imported, now):
    brought_to(frozen(), Step.PUBLISHED)
    other_import(now, 60, 1)
    assert told_beside_others(frozen(), 11, settings().secret_key) is None


def test_the_mission_publishes_what_tells_of_few(as_role, imported, now, quick):
    brought_to(frozen(), Step.PUBLISHED)
    other_import(now, 61, 1)
    second = brought_to(frozen(files=True), Step.PRESENTED)
    tasks.build(second.id)
    db.session.commit()
    hr, mission = as_role("hr").speak("en"), as_role("mission")
    step(hr, second, "published", 422, sure="y")
    step(hr, second, "published", sure="y", knowing="y")
    assert second.step is Step.PRESENTED
    step(mission, second, "published", 422, sure="y")
    step(mission, second, "published", 422, knowing="y")
    step(mission, second, "published", sure="y", knowing="y")
    assert second.step is Step.PUBLISHED


def test_a_version_that_is_not_whole_takes_no_step(as_role, imported, quick, monkeypatch):
    """Stopped before its content was frozen, or with files that could not be made."""
    client = as_role("hr").speak("en")
    stopped = versions.freeze(2023, Layout.BUDGET, Text(), None, NOW)
    stopped.progress, stopped.stopped_at = 4, NOW
    db.session.commit()
    step(client, stopped, "hr")
    assert stopped.step is Step.DRAFT
    client.get(f"/report/versions/{stopped.id}/read", 404)
    versions.withdraw(stopped, "x", NOW)
    db.session.commit()
    failed = frozen()
    failed.failure = "the document took more than 120 seconds"
    db.session.commit()
    step(client, failed, "hr")
    assert failed.step is Step.DRAFT
    failed.failure = ""
    brought_to(failed, Step.PRESENTED)
    step(client, failed, "published", sure="y")  # its files are missing
    assert failed.step is Step.PRESENTED
    assert "Some files are missing" in body(client.get(f"/report/versions/{failed.id}"))


def test_nobody_overtakes_a_version_that_is_approved(as_role, imported, quick):
    first = frozen()
    client = as_role("hr")
    client.post(FREEZE)  # the second is being made
    step(client, first, "hr")
    assert first.step is Step.DRAFT
    run_all()
    step(client, the_version(), "hr", on=local_day(utcnow()).isoformat())
    assert versions.freeze(2023, Layout.BUDGET, Text(), None, NOW) is None


def test_a_step_taken_back_keeps_the_days(as_role, imported):
    version = brought_to(frozen(), Step.OPINION)
    by = versions.due(version)
    versions.take(version, Step.PRESENTED, dt.date(2024, 11, 20), None, NOW)
    db.session.execute(Job.__table__.update().values(state="done"))
    db.session.commit()
    client = as_role("hr")
    client.post(f"/report/versions/{version.id}/back")
    assert versions.due(version) == by
    assert [own.on for own in version.steps][-1] == NOW.date()
    db.session.execute(Job.__table__.update().values(state="done"))
    db.session.commit()
    step(client, version, "presented", on="2024-11-20")
    assert version.step is Step.PRESENTED


def test_the_archive_copy_is_of_the_step_of_its_pdf(imported, monkeypatch):
    """A step taken while files are made: the PDF comes first, then the copy of it."""
    version, seen = frozen(), []

    def make(content, kind, state, pdf):
        if kind is Kind.SUMMARY and state.step is Step.DRAFT and content.language == "fr":
            brought_to(version, Step.HR)
        seen.append((kind, state.step))
        return f"{kind} {state.step}".encode() if kind is not Kind.ARCHIVE else b"copy of " + pdf

    monkeypatch.setattr(making, "make", make)
    tasks.build(version.id)
    db.session.commit()
    for language in ("fr", "en"):
        assert versions.file_of(version, language, Kind.PDF).content == b"pdf hr"
        assert versions.file_of(version, language, Kind.ARCHIVE).content == b"copy of pdf hr"
    assert versions.to_make(version) == []
