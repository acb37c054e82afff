"""Tenders, annexes, and what the annual report says of the clause."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from app.extensions import db
from app.indicators.following import Followed
from app.procurement import core
from app.procurement.core import Completeness
from app.procurement.models import Annex, Tender
from app.statistics.figures import Column, Figure, Row, Table, Unit, number, ratio
from app.surveys.campaigns.core import Audience, CampaignMode
from app.surveys.campaigns.keys import KeyStore
from app.surveys.campaigns.service import campaigns, inviting
from app.surveys.questionnaires.models import QuestionnaireVersion
from app.surveys.questionnaires.service import versions as questionnaire_versions
from app.text import Text, both, dashed

ANNEX_CODE = "equality-annex"


def annex_questionnaires() -> list[QuestionnaireVersion]:
    """Questionnaires that may serve as an annex: their code begins with `equality-annex`."""
    return [
        version
        for version in questionnaire_versions.latest_versions()
        if version.code.startswith(ANNEX_CODE)
    ]


def create_tender(
    number: str,
    title: Text,
    launched_on: dt.date,
    deadline: dt.date,
    clause: bool,
    keys: KeyStore,
) -> Tender | None:
    """A tender; with the clause, the annex is open to bidders at once until the deadline.

    None when the clause is asked for and no questionnaire may serve as its annex.
    """
    tender = Tender(number=number, title=title, launched_on=launched_on, deadline=deadline)
    if clause:
        versions = annex_questionnaires()
        if not versions:
            return None
        name = Text(f"Annexe égalité, {number}", f"Equality annex, {number}")
        campaign = campaigns.create_campaign(
            versions[-1], name, CampaignMode.NOMINATIVE, deadline, Audience.GUESTS
        )
        campaigns.open_campaign(campaign, keys, "", 0, launched_on)
        tender.campaign_id = campaign.id
    db.session.add(tender)
    db.session.flush()
    return tender


def add_bidder(tender: Tender, name: str) -> Annex:
    """Ask one more bidder for the annex."""
    assert tender.campaign is not None
    invitation = inviting.add_guest(tender.campaign, name)
    annex = Annex(tender_id=tender.id, bidder=name, invitation_id=invitation.id)
    db.session.add(annex)
    db.session.flush()
    return annex


def tenders() -> list[Tender]:
    """Tenders, the latest first."""
    return list(db.session.scalars(select(Tender).order_by(Tender.launched_on.desc(), Tender.id)))


def find_tender(number: str) -> Tender | None:
    return db.session.scalar(select(Tender).where(Tender.number == number))


def completeness(annex: Annex) -> Completeness | None:
    """How complete a returned annex is; None while it is awaited."""
    campaign = annex.tender.campaign
    if annex.response is None or campaign is None:
        return None
    questionnaire = questionnaire_versions.questionnaire_of(campaign.version)
    return core.completeness(questionnaire, annex.response.answers)


def clause_table() -> Table | None:
    """Tenders with the clause and annexes returned, by year; None without tenders."""
    all_tenders = tenders()
    if not all_tenders:
        return None
    years = sorted({tender.launched_on.year for tender in all_tenders})
    rows = [
        Row(str(y), both(str(y)), _cells([t for t in all_tenders if t.launched_on.year == y]))
        for y in years
    ]
    rows.append(Row("total", Text("Ensemble", "All"), _cells(all_tenders), total=True))
    return Table(
        code="clause",
        title=Text("Clause d’égalité dans les consultations", "Equality clause in tenders"),
        columns=(
            Column("tenders", Text("Consultations", "Tenders"), Unit.COUNT),
            Column("with_clause", Text("Avec la clause", "With the clause"), Unit.COUNT),
            Column("share", Text("Part avec la clause", "Share with the clause"), Unit.SHARE),
            Column("asked", Text("Annexes demandées", "Annexes asked for"), Unit.COUNT),
            Column("returned", Text("Annexes remises", "Annexes returned"), Unit.COUNT),
            Column("complete", Text("Annexes complètes", "Complete annexes"), Unit.COUNT),
        ),
        rows=tuple(rows),
        population=Text("consultations lancées", "tenders launched"),
        source=Text("suivi de la commande publique", "procurement follow-up"),
        as_of=max(tender.launched_on for tender in all_tenders),
        note=Text(
            "L’annexe informe et n’élimine personne.", "The annex informs and eliminates nobody."
        ),
    )


def clause_figures() -> list[Followed]:
    """The columns of the table on the clause, year by year."""
    table = clause_table()
    if table is None:
        return []
    years = [row.code for row in table.rows if not row.total]
    followed = []
    for column in table.columns:
        cells = [(year, number(table.cell(year, column.code))) for year in years]
        points = tuple((dt.date(int(y), 12, 31), value) for y, value in cells if value is not None)
        if points:
            label, code = dashed(table.title, column.label), f"procurement:clause:{column.code}"
            followed.append(Followed(code, label, table.source, column.unit, points))
    return followed


def _cells(counted: list[Tender]) -> tuple[Figure, ...]:
    annexes = [annex for tender in counted for annex in tender.annexes]
    states = [completeness(annex) for annex in annexes]
    clause = sum(tender.has_clause for tender in counted)
    return (
        len(counted),
        clause,
        ratio(clause, len(counted)),
        len(annexes),
        sum(state is not None for state in states),
        sum(state is not None and state.complete for state in states),
    )
