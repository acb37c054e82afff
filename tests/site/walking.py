"""The pages of the product, from the map of its routes: each is walked, or named with its reason.

A page without argument is walked as soon as it exists. One that needs an argument is walked at the
addresses that `addresses` gives it. Whatever is neither here nor there is told by `unwalked`.
"""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask, url_for

from app.accounts.core import OrganisationKind
from app.accounts.service import organisations, passwords
from app.extensions import db, utcnow
from app.indicators.core.entered import SUBJECTS
from app.indicators.service import files
from app.indicators.service.entered import rows_of
from app.jobs.service import run_all
from app.permissions import Permission, Role
from app.reports.core.approval import Step
from app.surveys.campaigns.core import Audience, CampaignMode
from app.surveys.campaigns.service import answering, campaigns, changing, inviting, listing
from app.surveys.questionnaires.service import versions
from app.surveys.results.service import publishing
from app.text import LANGUAGES, Text
from tests.indicators.factories import csv_file
from tests.people import Client, make_person, sign_in
from tests.procurement.walked import fill_tenders
from tests.reports.factories import brought_to, frozen
from tests.roadmaps.factories import make_roadmap
from tests.roadmaps.walked import fill_roadmap
from tests.surveys import factories
from tests.surveys.examples import example

#: Addresses that give no page, and why.
NO_PAGE = {
    "static": "files of the interface",
    "health": "a word for machines",
    "annex.copy": "a PDF",
    "annex.enter": "goes on at once to where the firm stands",
    "answering.copy": "a PDF",
    "answering.enter": "goes on at once to the first page",
    "answering.thanks": "shown once, after answering: journeys walk it",
    "entered.export": "a CSV",
    "hr.errors": "a CSV",
    "hr.template": "a workbook",
    "indicators.export": "a CSV",
    "indicators.official": "a CSV",
    "indicators.open_data": "a CSV",
    "indicators.open_data_schema": "a JSON file",
    "indicators.workbook": "a workbook",
    "procurement.analysis": "a workbook",
    "procurement.model": "a workbook",
    "procurement.notice": "a PDF",
    "procurement.qr": "a picture",
    "published.public_pdf": "a PDF",
    "reports.download": "a file",
    "roadmaps.enter_by_link": "goes on at once to the update of the roadmap",
    "roadmaps.correct_note_by_link": "for the holder of a link alone: its tests walk it",
    "roadmaps.receipt_by_link": "for the holder of a link alone: its tests walk it",
    "roadmaps.update_by_link": "for the holder of a link alone: its tests walk it",
    "reports.index": "goes on at once to the latest year",
    "reports.year": "goes on at once to one of its layouts",
    "roadmaps.calendar_feed": "a calendar",
    "roadmaps.calendar_pdf": "a PDF",
    "roadmaps.calendar_xlsx": "a workbook",
    "roadmaps.export_actions": "a CSV",
    "roadmaps.export_workbook": "a workbook",
    "roadmaps.matrix_pdf": "a PDF",
    "roadmaps.matrix_xlsx": "a workbook",
    "roadmaps.minutes": "a PDF",
    "roadmaps.monitoring_pdf": "a PDF",
    "roadmaps.note": "a PDF",
    "roadmaps.plan_template": "a workbook",
    "roadmaps.steer": "goes on at once to a page of the main programme",
    "surveys.export": "a file",
    "surveys.paper": "a PDF",
    "surveys.poster_pdf": "a PDF",
    "surveys.preview_paper": "a PDF",
    "surveys.slips": "a PDF",
    "surveys.qr_code": "a picture",
    "surveys.recovery_copy": "a file",
    "surveys.results_csv": "a CSV",
    "surveys.results_pdf": "a PDF",
    "surveys.results_sav": "a file",
    "surveys.results_xlsx": "a workbook",
}
#: Pages for who is not signed in: signed-in people are sent elsewhere.
SIGNED_OUT = {"accounts.sign_in", "accounts.lost_password", "accounts.choose_password"}


@dataclass(frozen=True)
class Site:
    """One thing of each kind, somebody with every role, and where all pages are."""

    app: Flask
    client: Client
    pages: dict[str, list[str]]

    @property
    def paths(self) -> list[str]:
        """Every page for who is signed in."""
        return [p for name, each in self.pages.items() if name not in SIGNED_OUT for p in each]

    @property
    def signed_out(self) -> list[str]:
        return [path for name in sorted(SIGNED_OUT) for path in self.pages.get(name, [])]

    def permission(self, endpoint: str) -> Permission | None:
        """What a page asks of people; None where anybody may come."""
        found: Permission | None = self.app.view_functions[endpoint].permission  # type: ignore[attr-defined]
        return found


def readable_routes(app: Flask) -> dict[str, set[str]]:
    """Every address that can be read, and the arguments it needs."""
    return {
        rule.endpoint: set(rule.arguments)
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ())
    }


def pages_of(app: Flask, addresses: dict[str, list[dict[str, Any]]]) -> dict[str, list[str]]:
    """Where each page is: those without argument, and those at these addresses."""
    found: dict[str, list[str]] = {}
    with app.test_request_context():
        for endpoint, arguments in readable_routes(app).items():
            if endpoint in NO_PAGE:
                continue
            values = addresses.get(endpoint, [] if arguments else [{}])
            if values:
                found[endpoint] = [url_for(endpoint, **each) for each in values]
    return found


def unwalked(app: Flask, pages: dict[str, list[str]]) -> set[str]:
    """Addresses that are neither walked nor named with their reason."""
    return set(readable_routes(app)) - set(pages) - set(NO_PAGE)


def _closed(settings, people, now):  # type: ignore[no-untyped-def]
    """A campaign whose results are published, for everybody."""
    closed = factories.make_campaign(settings, people, title=Text("Enquête close", "Trial, closed"))
    for position, invitation in enumerate(inviting.invitations(closed)):
        sent = {
            "one": "ab"[position // 2 % 2],
            "s1": "agree",
            "sex": invitation.person.sex,
            "yn": "yes",
            "why": f"Xyz {position}",
        }
        answering.submit_answers(invitation, sent, factories.OPENED)
    factories.close_and_mix(closed, now)
    publishing.draft_of(closed, to_write=True).public = True
    publishing.publish_results(closed, now.date())
    return closed


def _organisations(now):  # type: ignore[no-untyped-def]
    """One that is proposed, and one that is no longer."""
    rows = [organisations.add_organisation(f"Zonta {n}", OrganisationKind.OTHER) for n in (1, 2)]
    organisations.end_organisation(rows[1], now.date())
    db.session.commit()
    return rows


def _act(client: Client, opened, builder: str) -> None:  # type: ignore[no-untyped-def]
    """What makes things by the pages themselves: an import, a tender, a draft, a text."""
    sent = {"file": (io.BytesIO(csv_file(60)), "f.csv"), "year": "2023"}
    address = client.post("/agents-file/", sent).location
    run_all()
    client.post(f"{address}/confirm")
    for changes in ({}, {"categorie": "D"}, {"date_naissance": "hier"}):  # checked, asking, refused
        file = (io.BytesIO(csv_file(61, **changes)), "f.csv")
        client.post("/agents-file/", {"file": file, "year": "2023"})
    run_all()
    client.post("/agents-file/", {"file": (io.BytesIO(csv_file(62)), "f.csv"), "year": "2024"})
    tender = {
        "number": "2024-1",
        "title_fr": "Objet",
        "title_en": "Subject",
        "launched_on": "2024-01-01",
        "deadline": "2999-01-01T12:00",
        "level": "2",
        "procedure": "open",
        "purchase": "works",
        "lots": "1",
    }
    client.post("/tenders/new", tender)
    line = {"year": "2023", "label_fr": "Tous", "share": "1", "source": "x", "dated": "2023-12-31"}
    client.post("/typed-figures/territory/2023", line)
    client.post(f"/surveys/{opened.id}/answer")
    client.post(f"/answer/{opened.code}", {"how": "begin"})
    client.post("/report/2023/budget/staff", {"text-fr": "fr", "text-en": "en", "base": "0"})
    for code in (builder, "kinds"):
        client.post(f"/surveys/questionnaires/{code}/write")
    run_all()


@pytest.fixture
def site(app, settings, now):  # type: ignore[no-untyped-def]
    """One thing of each kind; somebody who sees them all."""
    roadmap = make_roadmap(make_person("ambassador", name="Ambassade 1"))
    plan = fill_roadmap(roadmap, now)
    people = factories.make_managers(24)
    closed = _closed(settings, people, now)
    wave = factories.make_campaign(settings, people, title=Text("Enquête reprise", "Trial, again"))
    wave.wave_of_id = closed.id
    db.session.commit()
    factories.close_and_mix(wave, now)
    opened = factories.make_campaign(settings, people)
    everybody = make_person(*Role, name="Compte de test", sex="woman")
    db.session.commit()
    inviting.invite_people(opened, [everybody])
    versions.import_questionnaire(example("kinds"), now.date())
    db.session.commit()
    client = sign_in(app, everybody)
    builder = "every-kind"
    _act(client, opened, builder)
    public = factories.make_public_campaign(settings)
    listed = campaigns.create_campaign(
        closed.version, closed.title, CampaignMode.NOMINATIVE, factories.CLOSES, Audience.LIST
    )
    db.session.commit()
    named = factories.make_campaign(settings, people, CampaignMode.NOMINATIVE)
    factories.answer_all(named, 1)
    first = inviting.invitations(named)[0]
    guest = inviting.add_guest(opened, "Une invitée")
    guest.email = "invitee@ailleurs.example"
    inviting.invite_people(listed, people)
    listing.remove(listed, inviting.invitations(listed)[:2])
    gone = factories.draft(settings)
    changing.remove_campaign(gone, now.date())
    db.session.commit()
    listed_ids = [{"campaign_id": each.id} for each in (listed, opened, closed)]
    campaign, edited = {"campaign_id": closed.id}, {"code": builder}
    answered = {"code": opened.code}
    report = {"year": 2023, "layout": "budget"}
    published, draft = brought_to(frozen(), Step.PUBLISHED), frozen()
    addresses: dict[str, list[dict[str, Any]]] = {
        "accounts.choose_password": [{"token": _password_token(everybody)}],
        "answering.enter_publicly": [{"code": public.code}],
        "answering.later": [answered],
        "answering.page": [answered | {"number": number} for number in (1, 2, 3)],
        "answering.review": [answered],
        "answering.start": [answered],
        "answering.stop_messages": [{"token": first.token(settings.secret_key)}],
        "entered.file": [{"code": "platform", "year": 2023}],
        "entered.history": [{"code": "territory"}],
        "entered.line": [{"line_id": row.id} for row in rows_of(SUBJECTS["territory"])],
        "entered.subject": [
            {"code": code, "year": 2023} for code in ("territory", "platform", "elected")
        ],
        "indicators.show": [{"year": 2023}],
        "indicators.card": [{"year": 2023}],
        "indicators.withheld": [{"year": 2023}],
        "indicators.typed": [
            {"year": 2023, "code": code} for code in ("sanctions", "senior-appointments")
        ],
        "indicators.one": [{"year": 2023, "code": code} for code in ("staff", "pay", "promotions")],
        "organisations.edit": [{"organisation_id": row.id} for row in _organisations(now)],
        "people.edit": [{"person_id": everybody.id}],
        "hr.columns": [{"file_id": file.id} for file in files.waiting()[-1:]],
        "hr.show": [{"file_id": file.id} for file in files.waiting()],
        **fill_tenders(client),
        "published.public_results": [{"code": closed.code, "language": each} for each in LANGUAGES],
        "reports.chapter": [report | {"chapter": own} for own in ("staff", "survey", "method")],
        "reports.choices": [report],
        "reports.outline": [report, report | {"layout": "comparative"}],
        "reports.preview": [report],
        "reports.read": [{"version_id": published.id}],
        "reports.version": [{"version_id": own.id} for own in (published, draft)],
        **plan,
        "surveys.add_person": [{"campaign_id": listed.id}],
        "surveys.correct_person": [
            {"campaign_id": opened.id, "invitation_id": guest.id},
            {"campaign_id": listed.id, "invitation_id": inviting.invitations(listed)[0].id},
        ],
        "surveys.edit_campaign": [
            {"campaign_id": each.id} for each in (listed, opened, public, closed, wave)
        ],
        "surveys.first_page": [{"campaign_id": each.id} for each in (listed, public)],
        "surveys.messages": [{"campaign_id": each.id} for each in (listed, opened)],
        "surveys.people_invited": listed_ids,
        "surveys.read_version": [{"code": code, "number": 1} for code in (builder, "kinds")],
        "surveys.choose_results": [campaign | {"code": "one"}],
        "surveys.forecast": [{"campaign_id": factories.draft(settings).id}],
        "surveys.classes": [
            {"campaign_id": factories.draft(settings).id, "code": each} for each in ("sex", "one")
        ],
        "surveys.edit": [edited],
        "surveys.edit_dimensions": [edited],
        "surveys.edit_question": [edited | {"question": code} for code in ("many", "n")],
        "surveys.edit_section": [edited | {"section": "first"}],
        "surveys.edit_texts": [edited],
        "surveys.library": [edited],
        "surveys.links": [{"campaign_id": opened.id}],
        "surveys.moderate_texts": [campaign | {"code": "why"}],
        "surveys.named_answer": [{"campaign_id": named.id, "invitation_id": first.id}],
        "surveys.named_answers": [{"campaign_id": named.id}],
        "surveys.poster": [{"campaign_id": public.id}],
        "surveys.prepare_results": [campaign, {"campaign_id": wave.id}],
        "surveys.preview": [edited, {"code": "kinds"}],
        "surveys.preview_results": [campaign],
        "surveys.question_results": [campaign | {"code": "one"}],
        "surveys.results": [campaign, campaign | {"by": "sex", "section": 1}],
        "surveys.show": [
            {"campaign_id": c.id} for c in (opened, closed, public, listed, named, gone)
        ],
        "surveys.show_differences": [edited],
        "surveys.trial": [edited],
        "surveys.type_in": [{"campaign_id": opened.id}],
        "surveys.unpublished_differences": [edited],
        "surveys.versions": [edited],
        "surveys.wave_results": [{"campaign_id": wave.id}, {"campaign_id": wave.id, "by": "sex"}],
        "surveys.write_letters": [{"campaign_id": opened.id}],
    }
    assert set(addresses) <= set(readable_routes(app)), "the arguments of an address that is gone"
    return Site(app, client, pages_of(app, addresses))


def _password_token(person) -> str:  # type: ignore[no-untyped-def]
    token = passwords.make_password_link(person, dt.timedelta(days=1), utcnow())
    db.session.commit()
    return token
