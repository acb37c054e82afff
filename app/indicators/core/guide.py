"""The guide to the indicators, in Markdown: everything that is declared about each one."""

from __future__ import annotations

from collections.abc import Iterator

from app.indicators.core.catalogue import INDICATORS, THEMES
from app.indicators.core.catalogue.declaring import Indicator
from app.law import Evidence, LegalBasis

_EVIDENCE = {
    Evidence.READ: "lu dans le texte / read in the text",
    Evidence.PRACTICE: "aucun texte ne le demande / no text asks for it",
    Evidence.SECONDARY: "à vérifier dans le texte / to be checked in the text",
}
_INTRODUCTION = """\
# Indicateurs / Indicators

Made from the catalogue in `app/indicators/core/catalogue/`, by `make guide`; a test keeps the two
alike. An indicator whose columns are not in the year's file has no table that year.
"""


def guide() -> str:
    """Theme by theme: what each indicator is, how it is computed, from which columns, by which
    rule and whether that rule was read."""
    parts = [_INTRODUCTION]
    for theme in THEMES:
        parts.append(f"## {theme.title.fr} / {theme.title.en}\n")
        parts += ["\n".join(_indicator(each)) for each in INDICATORS if each.theme is theme]
    return "\n".join(parts)


def _indicator(each: Indicator) -> Iterator[str]:
    columns = [" ou / or ".join(f"`{name}`" for name in need.split("|")) for need in each.needs]
    yield f"### {each.number} {each.name.fr} / {each.name.en}\n"
    yield f"- {each.definition.fr}\n  {each.definition.en}"
    yield f"- Calcul / formula: {each.formula.fr}\n  {each.formula.en}"
    yield f"- Population: {each.of.label.fr} / {each.of.label.en}"
    yield f"- Colonnes / columns: {', '.join(columns)}"
    for cut in each.cuts:
        yield f"- `{each.table_code(cut)}`: {cut.words.fr} / {cut.words.en}"
    for basis in each.bases:
        yield f"- {_basis(basis)}"
    yield ""


def _basis(basis: LegalBasis) -> str:
    return f"{basis.article}, {basis.subject.fr} / {basis.subject.en} ({_EVIDENCE[basis.evidence]})"
