"""What people are told apart by: category, stream, age."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from app.indicators.core import labels
from app.indicators.core.columns import BIRTH_YEAR
from app.text import Text, both

SEX = "sex"
NOT_GIVEN = Text("Non renseigné", "Not given")
AGE_BANDS: tuple[tuple[int, int], ...] = (
    (0, 24),
    (25, 29),
    (30, 34),
    (35, 39),
    (40, 44),
    (45, 49),
    (50, 54),
    (55, 59),
    (60, 120),
)


@dataclass(frozen=True, eq=False)
class Attribute:
    """What splits people into groups: `value` is a text, of that column of the file, "" where the
    file says nothing; `names` are what groups are called, in their order, and others follow. Each
    group lies in one group of the attribute `inside`: that of `outer`."""

    code: str
    words: Text
    column: str
    value: Callable[[int], pl.Expr]
    names: Mapping[str, Text]
    inside: Attribute | None = None
    outer: Mapping[str, str] | None = None

    def label(self, value: str, names: Mapping[str, Text] | None = None) -> Text:
        """What a group is called."""
        known = self.names.get(value) or (names or {}).get(value)
        return known or (both(value) if value else NOT_GIVEN)


#: Attributes by which people are crossed; one table has a line for each group.
Cross = tuple[Attribute, ...]


def _of_column(code: str, words: Text, column: str, names: Mapping[str, Text]) -> Attribute:
    return Attribute(code, words, column, lambda year: pl.col(column), names)


def _band(year: int) -> pl.Expr:
    bands = {age: f"age-{low}" for low, high in AGE_BANDS for age in range(low, high + 1)}
    age = (year - pl.col(BIRTH_YEAR)).cast(pl.Int64)
    return age.replace_strict(bands, default=None, return_dtype=pl.String)


def _band_label(low: int, high: int) -> Text:
    if not low:
        return Text(f"Moins de {high + 1} ans", f"Under {high + 1}")
    if high >= 100:
        return Text(f"{low} ans et plus", f"{low} and over")
    return Text(f"{low}-{high} ans", f"{low}-{high}")


EMPLOYMENT = Attribute(
    "employment",
    Text("par nature d’emploi", "by kind of employment"),
    "statut",
    lambda year: (
        pl.col("statut").cast(pl.String).replace_strict(labels.EMPLOYMENT_OF, default=None)
    ),
    labels.EMPLOYMENTS,
)
STATUS = Attribute(
    "status",
    Text("par statut", "by status"),
    "statut",
    lambda year: pl.col("statut"),
    labels.STATUSES,
    EMPLOYMENT,
    labels.EMPLOYMENT_OF,
)
CATEGORY = _of_column(
    "category", Text("par catégorie", "by category"), "categorie", labels.CATEGORIES
)
STREAM = _of_column("stream", Text("par filière", "by stream"), "filiere", labels.STREAMS)
FRAMEWORK = _of_column(
    "framework", Text("par cadre d’emplois", "by employment framework"), "cadre_emplois", {}
)
DIRECTORATE = _of_column("directorate", Text("par direction", "by directorate"), "direction", {})
AGE = Attribute(
    "age",
    Text("par âge", "by age"),
    "date_naissance",
    _band,
    {f"age-{low}": _band_label(low, high) for low, high in AGE_BANDS},
)
