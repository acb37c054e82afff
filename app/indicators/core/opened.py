"""Figures as open data: one in a line, with a Table Schema; the ten highest pays in their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.statistics.figures import SUPPRESSED, Table, printed

#: The columns of the open data: name, type, what it holds.
FIELDS: tuple[tuple[str, str, str], ...] = (
    ("annee", "year", "Année civile"),
    ("tableau", "string", "Code du tableau"),
    ("titre", "string", "Titre du tableau"),
    ("population", "string", "Personnes que le tableau compte"),
    ("ligne", "string", "Code de la ligne"),
    ("libelle", "string", "Libellé de la ligne"),
    ("colonne", "string", "Code de la colonne"),
    ("mesure", "string", "Libellé de la colonne"),
    (
        "unite",
        "string",
        "Unité : count (nombre), share et gap (de 0 à 1), points (différence de deux parts), number, "
        "score, alpha (rapport), euros, fte (équivalents temps plein), years, year, days, hours",
    ),
    ("valeur", "number", "Valeur, vide si elle n’est pas publiée"),
    ("statut", "string", "publie, secret (masquée par le secret statistique) ou inconnu"),
)
#: Table Schema (Frictionless Standards).
SCHEMA: dict[str, object] = {
    "$schema": "https://frictionlessdata.io/schemas/table-schema.json",
    "name": "rapport-situation-comparee",
    "title": "Situation comparée des femmes et des hommes",
    "fields": [
        {
            "name": name,
            "type": kind,
            "description": words,
            "constraints": {"required": name != "valeur"}
            | ({"enum": ["publie", "secret", "inconnu"]} if name == "statut" else {}),
        }
        for name, kind, words in FIELDS
    ],
    "primaryKey": ["annee", "tableau", "ligne", "colonne"],
}
#: The columns of `etalab/schema-hautes-remunerations` 0.1.0, read on schema.data.gouv.fr [V].
OFFICIAL = (
    "siren",
    "denomination_employeur",
    "type_administration",
    "annee",
    "somme_10_plus_hautes_remunerations_brutes",
    "nb_femmes_beneficiaires",
    "nb_hommes_beneficiaires",
    "duree_cumulee_mois",
    "commentaires",
)


def opened(year: int, table: Table) -> Iterator[Sequence[object]]:
    """The figures of a table, one in a line, as `FIELDS` says."""
    for row in table.rows:
        for column, cell in zip(table.columns, row.cells, strict=True):
            value: object = ""
            state = "secret" if cell is SUPPRESSED else "inconnu"
            if cell is not None and cell is not SUPPRESSED:
                value, state = printed(cell, column.unit), "publie"
            yield (
                int(row.code) if table.code.endswith("-series") else year,
                table.code,
                table.title.fr,
                table.population.fr,
                row.code,
                row.label.fr,
                column.code,
                column.label.fr,
                column.unit.value,
                value,
                state,
            )


def official_row(year: int, authority: str, table: Table | None) -> Sequence[object] | None:
    """The ten highest pays under `OFFICIAL`; the SIREN is for the authority to fill in."""
    if table is None:
        return None
    names = ("sum", "women", "men", "months")
    euros, women, men, months = (table.cell("total", name) for name in names)
    return ("", authority, "EPCI", year, euros, women, men, months, "")
