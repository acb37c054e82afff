"""Tables of the territory. Elected members are public by law: no disclosure control there."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from app.extensions import db
from app.network.models import BodyMembers, TerritoryFigure
from app.statistics.figures import Column, Figure, Row, Table, Unit, ratio
from app.text import Text

FIRST_DAY_OF_TERM = dt.date(2020, 7, 10)


def elected_table() -> Table | None:
    """Women and men of each body by term; None when nothing was entered."""
    bodies = db.session.scalars(select(BodyMembers).order_by(BodyMembers.id)).all()
    if not bodies:
        return None
    rows = []
    for row in bodies:
        total: Figure = None
        if row.women is not None and row.men is not None:
            total = row.women + row.men
        label = Text(f"{row.body.fr}, {row.term}", f"{row.body.en}, {row.term}")
        cells = (row.women, row.men, total, ratio(row.women, total))
        rows.append(Row(f"{row.body.en}-{row.term}", label, cells))
    return Table(
        code="elected",
        title=Text("Membres élus par mandat", "Elected members by term"),
        columns=(
            Column("women", Text("Femmes", "Women"), Unit.COUNT),
            Column("men", Text("Hommes", "Men"), Unit.COUNT),
            Column("total", Text("Ensemble", "All"), Unit.COUNT),
            Column("share", Text("Part des femmes", "Share of women"), Unit.SHARE),
        ),
        rows=tuple(rows),
        population=Text("membres élus, données publiques", "elected members, public data"),
        source=Text("assemblées de la métropole", "the metropolis’s assemblies"),
        as_of=FIRST_DAY_OF_TERM,
    )


_FAMILIES = (
    Column("share", Text("Part, métropole", "Share, metropolis"), Unit.SHARE),
    Column("reference_share", Text("Part, France", "Share, France"), Unit.SHARE),
    Column(
        "change", Text("Évolution 2009-2020, métropole", "Change 2009-2020, metropolis"), Unit.GAP
    ),
    Column(
        "reference_change",
        Text("Évolution 2009-2020, France", "Change 2009-2020, France"),
        Unit.GAP,
    ),
)


def territory_table() -> Table | None:
    """Families of the territory against metropolitan France; None when nothing was entered."""
    territory = db.session.scalars(select(TerritoryFigure).order_by(TerritoryFigure.id)).all()
    if not territory:
        return None
    rows = [
        Row(
            str(row.id),
            row.label,
            (row.share, row.reference_share, row.change, row.reference_change),
        )
        for row in territory
    ]
    return Table(
        code="territory",
        title=Text("Familles monoparentales, 2020", "Lone-parent families, 2020"),
        columns=_FAMILIES,
        rows=tuple(rows),
        population=Text("familles monoparentales", "lone-parent families"),
        source=Text(
            "données publiées par la métropole ; France métropolitaine en comparaison",
            "data published by the metropolis; metropolitan France for comparison",
        ),
        as_of=territory[0].as_of,
        note=Text(
            "Valeurs telles que publiées : les parties ne s’additionnent pas au total, rien n’en "
            "est déduit.",
            "Values as published: the parts do not add up to the whole, nothing is derived from "
            "them.",
        ),
    )
