"""What people are told apart by: category, stream, age."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import polars as pl

from app.indicators.core import labels
from app.indicators.core.columns import BIRTH_YEAR
from app.indicators.core.counts.people import place_by_pay
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
    file says nothing; `names` are what groups are called, in their order, and others follow; all
    of them have a line where they are `complete`. Each group lies in one group of the attribute
    `inside`: that of `outer`. How many are in a group is `known` to whoever knows how many there
    are."""

    code: str
    words: Text
    column: str
    value: Callable[[int], pl.Expr]
    names: Mapping[str, Text]
    inside: Attribute | None = None
    outer: Mapping[str, str] | None = None
    complete: bool = False
    known: bool = False

    def label(self, value: str, names: Mapping[str, Text] | None = None) -> Text:
        """What a group is called."""
        known = self.names.get(value) or (names or {}).get(value)
        return known or (both(value) if value else NOT_GIVEN)


#: How what files say in these columns begins.
BEGINNINGS: dict[str, dict[str, str]] = {
    "voie_recrut": {
        "CONCOURS": "concours",
        "DIRECT": "direct|recrutement direct|sans concours",
        "MUTATION": "mut",
        "DETACH": "d[ée]tach",
        "REINTEG": "r[ée]int[ée]g",
        "PROMO": "promo",
        "CONTRAT": "contr|cdd|cdi",
        "TITULARISATION": "titul|stagiairis",
    },
    "motif_sortie": {
        "RETRAITE": "retrait|d[ée]part (?:en|à la) retraite",
        "MUTATION": "mut",
        "DEMISSION": "d[ée]mis",
        "FIN_CDD": "fin",
        "DETACH": "d[ée]tach",
        "DISPO": "dispo",
        "LICENC": "licenc",
        "RUPTCONV": "rupt",
        "DECES": "d[ée]c[èe]s",
        "INVALID": "inval",
    },
    "emploi_direction": {
        "DGST": "dgst|.*services techniques",
        "DGS": "dgs|direct.* g[ée]n[ée]ral.* des services$",
        "DGA": "dga|direct.* g[ée]n[ée]ral.* adj",
        "EHN": "ehn|expert",
        "DPROJ": "dproj|direct.* de projet",
    },
    "niveau_encadrement": {
        "DG": "dg|direction g[ée]n",
        "DIR": "dir",
        "CHEF_SERV": "chef",
        "RESP": "resp",
        "AUCUN": "aucun|non|sans",
    },
}


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


def _words(code: str, words: Text, column: str, names: Mapping[str, Text]) -> Attribute:
    """An attribute that files say in words of their own: each is known by how it begins, and
    what nobody knows is not printed."""

    def value(year: int) -> pl.Expr:
        said = pl.col(column).str.strip_chars().str.to_lowercase()
        known = (
            pl.when(said.str.contains(f"^(?:{begins})")).then(pl.lit(name))
            for name, begins in BEGINNINGS[column].items()
        )
        return pl.coalesce(*known, pl.when(said.is_not_null()).then(pl.lit("AUTRE")))

    return Attribute(code, words, column, value, names)


def _share_band(year: int) -> pl.Expr:
    """The time share of those who work part time, by steps of ten."""
    return (pl.col("quotite") * 10).floor().clip(0, 9).cast(pl.Int64).cast(pl.String)


_IN_A = {code: "yes" if code in ("A_PLUS", "A") else "no" for code in labels.CATEGORIES}
#: Who is at the head of a directorate or a department, or above.
_HEADS = {code: "yes" if code in ("DG", "DIR", "CHEF_SERV") else "no" for code in labels.MANAGEMENT}

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
IN_CATEGORY_A = Attribute(
    "in-category-a",
    Text("en catégorie A ou non", "in category A or not"),
    "categorie",
    lambda year: pl.col("categorie").cast(pl.String).replace_strict(_IN_A, default=None),
    {"yes": Text("Catégorie A", "Category A"), "no": Text("Autres", "Others")},
)
CATEGORY = Attribute(
    "category",
    Text("par catégorie", "by category"),
    "categorie",
    lambda year: pl.col("categorie"),
    labels.CATEGORIES,
    IN_CATEGORY_A,
    _IN_A,
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
    complete=True,
)
POSITION = _of_column(
    "position", Text("par position", "by position"), "position_statutaire", labels.POSITIONS
)
ROUTE = _words("route", Text("par voie", "by route"), "voie_recrut", labels.ROUTES)
REASON = _words("reason", Text("par motif", "by reason"), "motif_sortie", labels.REASONS)
SENIOR_POST = _words("post", Text("par emploi", "by post"), "emploi_direction", labels.SENIOR_POSTS)
_BY_MANAGEMENT = _words(
    "management",
    Text("par niveau d’encadrement", "by level of management"),
    "niveau_encadrement",
    labels.MANAGEMENT,
)
HEADS = Attribute(
    "heads",
    Text("à la tête d’un service ou non", "at the head of a department or not"),
    "niveau_encadrement",
    lambda year: _BY_MANAGEMENT.value(year).replace_strict(_HEADS, default=None),
    {"yes": Text("Chefferie", "Heads"), "no": Text("Autres", "Others")},
)
MANAGEMENT = replace(_BY_MANAGEMENT, inside=HEADS, outer=_HEADS)
WORKING_TIME = _of_column(
    "kind", Text("par nature", "by kind"), "temps_travail", labels.WORKING_TIME_NAMES
)
TIME_SHARE = Attribute(
    "share",
    Text("par quotité", "by time share"),
    "quotite",
    _share_band,
    {
        **{str(n): Text(f"{n}0 à {n}9 %", f"{n}0 to {n}9%") for n in range(9, 0, -1)},
        "0": Text("Moins de 10 %", "Under 10%"),
    },
)
PAY_QUARTER = Attribute(
    "quarter",
    Text("par quart de rémunération", "by quarter of pay"),
    "remu_brute",
    lambda year: (place_by_pay(year) * 4).floor().cast(pl.Int64).cast(pl.String),
    {
        "0": Text("Le moins payé", "Least paid"),
        "1": Text("Deuxième", "Second"),
        "2": Text("Troisième", "Third"),
        "3": Text("Le mieux payé", "Best paid"),
    },
    known=True,
)
