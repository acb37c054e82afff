"""Response rates while a campaign is open and after; where people stop, where it may be known."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import func, select

from app.accounts.models import Directorate
from app.extensions import db
from app.statistics.disclosure import Thresholds, rates_by_group
from app.statistics.figures import Column, Figure, Row, Table, Unit, ratio
from app.surveys.campaigns.core import CampaignMode, CampaignState
from app.surveys.campaigns.models import Campaign, Draft, Invitation, Participation
from app.surveys.campaigns.service.answering import shows_pages
from app.surveys.questionnaires.engine import Section
from app.surveys.questionnaires.service.versions import questionnaire_of
from app.text import Text, both

ALL = Text("Ensemble", "All")
#: Titles of the tables of rates, for the attributes of the directory.
TITLES = {
    "sex": Text("Participation par sexe", "Response rate by sex"),
    "category": Text("Participation par catégorie", "Response rate by category"),
    "directorate": Text("Participation par direction", "Response rate by directorate"),
}
#: Words for the values of attributes that no question gives words to.
VALUES = {
    "woman": Text("Femmes", "Women"),
    "man": Text("Hommes", "Men"),
    "a_plus": both("A+"),
    "a": both("A"),
    "b": both("B"),
    "c": both("C"),
}

#: Rows that stand for no group of their own.
_SUMS = ("rest", "total")
#: Invited and answered.
Pair = tuple[int, int]


def as_of(campaign: Campaign) -> dt.date:
    return campaign.closed_on or campaign.opened_on or campaign.closes_on


def count_by_attribute(campaign: Campaign) -> dict[str, dict[str, Pair]]:
    """How many were invited and answered, by each attribute of the invited; all under `""`. People
    added since the opening are in no group: each of them would tell more of the others' rate."""
    if campaign.counted:
        return {
            name: {v: (p[0], p[1]) for v, p in pairs.items()}
            for name, pairs in campaign.counted.items()
        }
    rows = db.session.execute(
        select(Invitation.attributes, Invitation.late, Participation.day)
        .outerjoin(Participation)
        .where(Invitation.campaign_id == campaign.id)
    ).all()
    names = {name for attributes, *_rest in rows for name in attributes}
    counts: dict[str, dict[str, list[int]]] = {
        name: defaultdict(lambda: [0, 0]) for name in ["", *sorted(names)]
    }
    for attributes, late, day in rows:
        for name, pairs in counts.items():
            if late and name:
                continue
            pair = pairs[attributes.get(name, "") if name else ""]
            pair[0] += 1
            pair[1] += day is not None
    return {
        name: {value: (pair[0], pair[1]) for value, pair in pairs.items()}
        for name, pairs in counts.items()
    }


def invited_and_answered(among: Sequence[Campaign]) -> dict[int, Pair]:
    """How many people were invited to each of these campaigns and how many answered; as counted
    when the list was erased."""
    rows = db.session.execute(
        select(Invitation.campaign_id, func.count(), func.count(Participation.invitation_id))
        .outerjoin(Participation)
        .where(Invitation.campaign_id.in_([campaign.id for campaign in among]))
        .group_by(Invitation.campaign_id)
    )
    counts = {campaign_id: (invited, answered) for campaign_id, invited, answered in rows}
    return {c.id: _counted(c) or counts.get(c.id, (0, 0)) for c in among}


def _counted(campaign: Campaign) -> Pair | None:
    everybody = campaign.counted.get("", {}).get("")
    return (everybody[0], everybody[1]) if everybody else None


def rate_tables(campaign: Campaign, thresholds: Thresholds, hide: str = "") -> list[Table]:
    """Response rates by directorate, category and sex while a campaign is open, as far as they are
    known; afterwards of all people, since rates by group are published with the results.

    `hide` is the code of a directorate to group with the small ones, since its head reads the page
    while the campaign is open. Rates of an anonymous campaign are coarse: how many of a group
    answered, less how many its tables are about, would tell who hid an attribute.
    """
    if campaign.state is not CampaignState.OPEN:
        return [participation_table(campaign)]
    counts = count_by_attribute(campaign)
    tables = [
        _rates(campaign, name, counts[name], thresholds, hide if name == "directorate" else "")
        for name in TITLES
        if name in counts
    ]
    telling = [table for table in tables if any(row.code not in _SUMS for row in table.rows)]
    if campaign.mode is CampaignMode.ANONYMOUS:
        return [participation_table(campaign), *(_coarse(table) for table in telling)]
    return telling or [participation_table(campaign)]


def participation_table(campaign: Campaign) -> Table:
    """Invited, answered and rate of all people."""
    return _table(campaign, "", [], count_by_attribute(campaign)[""].get("", (0, 0)), Text())


def _rates(
    campaign: Campaign, name: str, sizes: dict[str, Pair], thresholds: Thresholds, hide: str
) -> Table:
    labels = _labels(campaign, name)
    total = (sum(pair[0] for pair in sizes.values()), sum(pair[1] for pair in sizes.values()))
    lines = []
    shown, rest = rates_by_group(sizes, thresholds.group, always_hidden=hide)
    order = {value: place for place, value in enumerate(VALUES)}
    for value, pair in sorted(shown.items(), key=lambda item: (order.get(item[0], 99), item)):
        label = VALUES.get(value) or labels.get(value) or both(value)
        lines.append(Row(value or "unknown", label, (*pair, ratio(pair[1], pair[0]))))
    if rest[0]:
        label = Text("Autres, regroupés", "Others, together")
        lines.append(Row("rest", label, (*rest, ratio(rest[1], rest[0]))))
    return _table(campaign, name, lines, total, _note(thresholds))


def _table(campaign: Campaign, name: str, lines: list[Row], total: Pair, note: Text) -> Table:
    everybody = Row("total", ALL, (*total, ratio(total[1], total[0])), total=True)
    return Table(
        code=f"participation-{name or 'all'}-{campaign.code}",
        title=TITLES.get(name, Text("Participation", "Response rate")),
        columns=(
            Column("invited", Text("Personnes invitées", "People invited"), Unit.COUNT),
            Column("answered", Text("Réponses", "Answers"), Unit.COUNT),
            Column("rate", Text("Taux de réponse", "Response rate"), Unit.SHARE),
        ),
        rows=(*lines, everybody),
        population=Text("personnes invitées", "people invited"),
        source=campaign.title,
        as_of=as_of(campaign),
        note=note,
    )


def _coarse(table: Table) -> Table:
    """The rates of groups to five points, without counts of answers."""
    rows = [
        Row(row.code, row.label, (row.cells[0], _rounded(row.cells[2])))
        for row in table.rows
        if not row.total
    ]
    assert table.note
    return replace(
        table,
        columns=(table.columns[0], table.columns[2]),
        rows=tuple(rows),
        note=Text(
            f"{table.note.fr} Taux à 5 points près : plus précis, ils diraient avec les résultats qui "
            "a tu un critère.",
            f"{table.note.en} Rates to 5 points: more precise, they would tell with the results who "
            "hid an attribute.",
        ),
    )


def _rounded(rate: Figure) -> Figure:
    return round(rate * 20) / 20 if isinstance(rate, float) else rate


def _note(thresholds: Thresholds) -> Text:
    return Text(
        f"Les groupes de moins de {thresholds.group} personnes invitées sont réunis, avec d’autres "
        "s’il le faut pour qu’aucun ne se déduise.",
        f"Groups of fewer than {thresholds.group} people invited are put together, with others "
        "where one of them would follow from the total.",
    )


def _labels(campaign: Campaign, name: str) -> dict[str, Text]:
    """Words for the values of an attribute: those of the directory, else of the questionnaire."""
    if name == "directorate":
        rows = db.session.execute(select(Directorate.code, Directorate.name))
        return {"": Text("Sans direction", "None")} | {code: text for code, text in rows}
    asked = [q for q in questionnaire_of(campaign.version).profile if q.profile == name]
    known = {option.code: option.label for q in asked for option in q.options}
    return {"": Text("Non renseigné", "Unknown")} | known


def stops_by_page(campaign: Campaign) -> Table | None:
    """How far people got who began and did not send; None where it may not be known."""
    if not shows_pages(campaign):
        return None
    furthest = db.session.scalars(
        select(Draft.page).join(Invitation).where(Invitation.campaign_id == campaign.id)
    ).all()
    sections = questionnaire_of(campaign.version).sections
    rows = [
        Row(section.code, _numbered(section), (sum(page == number for page in furthest),))
        for number, section in enumerate(sections, start=1)
    ]
    return Table(
        code=f"stops-{campaign.code}",
        title=Text("Où s’arrêtent les réponses en cours", "Where answers in progress stop"),
        columns=(Column("drafts", Text("Brouillons", "Drafts"), Unit.COUNT),),
        rows=tuple(rows),
        population=Text("réponses commencées, non envoyées", "answers begun, not sent"),
        source=campaign.title,
        as_of=as_of(campaign),
    )


def _numbered(section: Section) -> Text:
    if not section.instance:
        return section.title
    return Text(*(f"{text} {section.instance}" for text in (section.title.fr, section.title.en)))
