"""How pay is spread, and its bonuses."""

from __future__ import annotations

import polars as pl

from app.indicators.core.catalogue.declaring import Cut, Indicator
from app.indicators.core.catalogue.pay import THEME
from app.indicators.core.catalogue.shared import (
    BONUSES,
    FTE_OF_YEAR,
    PAY,
    PAY_IN_ORDER,
    by_sex,
    heads,
    in_units,
    one,
    per,
    quotient,
    rates,
    rates_of_year,
)
from app.indicators.core.counts.attributes import (
    CATEGORY,
    EMPLOYMENT,
    PAY_QUARTER,
    STREAM,
)
from app.indicators.core.counts.measures import Measure
from app.indicators.core.counts.people import (
    PAID,
    STAFF,
    TOP_TENTH,
    WITH_CIA,
    WITH_IFSE,
    WITH_NBI,
    Population,
)
from app.indicators.core.counts.terms import MEN, WOMEN, Amount, Rank, Term
from app.indicators.core.legal import PRACTICE, decree, law
from app.law import Evidence, LegalBasis
from app.statistics.figures import Column, Unit
from app.text import Text

DIRECTIVE = LegalBasis(
    "Directive (UE) 2023/970, article 9",
    Text("quartiles de rémunération", "pay quartiles"),
    Evidence.READ,
)
_SEXES = ((WOMEN, "women", Text("femmes", "women")), (MEN, "men", Text("hommes", "men")))
_RANKS = (
    (0.1, "d1", Text("D1", "D1")),
    (0.25, "q1", Text("Q1", "Q1")),
    (0.75, "q3", Text("Q3", "Q3")),
    (0.9, "d9", Text("D9", "D9")),
)
_DECILES = (
    *(
        one(
            f"{code}_{name}",
            Text(f"{label.fr} {word.fr}", f"{label.en} {word.en}"),
            Unit.EUROS,
            Rank(PAY_IN_ORDER, share),
            sex,
        )
        for sex, name, word in _SEXES
        for share, code, label in _RANKS
    ),
    *(
        Measure(
            Column(f"spread_{name}", Text(f"D9/D1 {word.fr}", f"D9/D1 {word.en}"), Unit.NUMBER),
            (Term(Rank(PAY_IN_ORDER, 0.9), sex), Term(Rank(PAY_IN_ORDER, 0.1), sex)),
            quotient,
        )
        for sex, name, word in _SEXES
    ),
)
_TOP = rates(
    TOP_TENTH,
    PAID,
    Text("Femmes du dixième le mieux payé", "Women of the best-paid tenth"),
    Text("Hommes du dixième le mieux payé", "Men of the best-paid tenth"),
    Text("Part des femmes qui en sont", "Share of women who are there"),
    Text("Part des hommes qui en sont", "Share of men who are there"),
)


def _money(code: str, column: str, of: Population) -> Amount:
    return Amount(code, of, lambda year: in_units(pl.col(column), 100), columns=(column,))


_BONUSES = per(
    "bonus_share",
    Text("Primes / brut, femmes", "Bonuses / gross, women"),
    Text("Primes / brut, hommes", "Bonuses / gross, men"),
    Unit.SHARE,
    BONUSES,
    PAY,
)


def _per_fte(code: str, label: Text, of: Population, column: str) -> tuple[Measure, ...]:
    """An amount of those who have it, for each full-time equivalent of everybody."""
    return per(
        code,
        Text(f"{label.fr} par EQTP, femmes", f"{label.en} per FTE, women"),
        Text(f"{label.fr} par EQTP, hommes", f"{label.en} per FTE, men"),
        Unit.EUROS,
        _money(code, column, of),
        FTE_OF_YEAR,
    )


_NBI = (
    one("women", Text("Femmes avec NBI", "Women with NBI"), Unit.COUNT, WITH_NBI, WOMEN),
    one("men", Text("Hommes avec NBI", "Men with NBI"), Unit.COUNT, WITH_NBI, MEN),
    *by_sex(
        "points",
        Text("Points", "Points"),
        Unit.NUMBER,
        Amount("nbi-points", WITH_NBI, lambda year: in_units(pl.col("nbi_points"), 1), 1.0),
    ),
)

INDICATORS = (
    Indicator(
        code="pay-spread",
        number="REM1",
        name=Text("Dispersion des rémunérations", "How pay is spread"),
        theme=THEME,
        chapter="pay",
        of=STAFF,
        definition=Text(
            "Ce que gagnent au plus le dixième et le quart les moins payés, au moins le quart et le "
            "dixième les mieux payés, des femmes et des hommes.",
            "What the least-paid tenth and quarter earn at most, and the best-paid quarter and tenth "
            "at least, of women and of men.",
        ),
        formula=Text(
            "Rémunération brute / EQTP de chaque personne, en ordre ; la moyenne des cinq qui "
            "entourent le rang, arrondie à 10 €.",
            "Gross pay / FTE of each person, in order; the mean of the five about the rank, rounded "
            "to €10.",
        ),
        bases=(
            law("R232-2, 5° b à d", "rémunérations", "pay"),
            decree("rémunérations par décile", "pay by decile"),
        ),
        measures=_DECILES,
        cuts=(Cut((CATEGORY,)), Cut((EMPLOYMENT,))),
    ),
    Indicator(
        code="pay-quarters",
        number="REM8",
        name=Text(
            "Femmes et hommes dans l’échelle des rémunérations", "Women and men along the pay scale"
        ),
        theme=THEME,
        chapter="pay",
        of=PAID,
        definition=Text(
            "La part des femmes dans chaque quart des agents, du moins au mieux payé.",
            "The share of women in each quarter of the staff, from the least to the best paid.",
        ),
        formula=Text(
            "Les agents en ordre de rémunération brute / EQTP, en quatre quarts ; qui gagne autant "
            "est dans le même quart, si bien que les quarts peuvent différer un peu.",
            "Agents in order of gross pay / FTE, in four quarters; people who earn the same are in "
            "the same quarter, so that quarters may differ a little.",
        ),
        bases=(DIRECTIVE,),
        measures=heads(PAID),
        cuts=(Cut((PAY_QUARTER,)),),
    ),
    Indicator(
        code="best-paid",
        number="REM8",
        name=Text("Le dixième le mieux payé", "The best-paid tenth"),
        theme=THEME,
        chapter="pay",
        of=PAID,
        definition=Text(
            "Les femmes et les hommes qui sont du dixième des agents le mieux payé.",
            "The women and men who are of the best-paid tenth of the staff.",
        ),
        formula=Text(
            "Personnes dont la rémunération brute / EQTP est au-dessus de celle des neuf autres "
            "dixièmes / personnes payées, pour chaque sexe.",
            "People whose gross pay / FTE is above that of the nine other tenths / people paid, for "
            "each sex.",
        ),
        bases=(PRACTICE,),
        measures=_TOP,
        cuts=(Cut((CATEGORY,)),),
        yearly=rates_of_year(_TOP, "best_paid"),
    ),
    Indicator(
        code="bonuses",
        number="REM3",
        name=Text("Primes", "Bonuses"),
        theme=THEME,
        chapter="pay",
        of=STAFF,
        definition=Text(
            "La part des primes dans la rémunération brute des femmes et des hommes.",
            "The share of bonuses in the gross pay of women and of men.",
        ),
        formula=Text("Primes / rémunération brute.", "Bonuses / gross pay."),
        bases=(law("R232-2, 5° c", "primes", "bonuses"),),
        measures=_BONUSES,
        cuts=(Cut((CATEGORY,)), Cut((STREAM,))),
        yearly=_BONUSES,
    ),
    Indicator(
        code="rifseep",
        number="REM4",
        name=Text("IFSE et CIA", "IFSE and CIA"),
        theme=THEME,
        chapter="pay",
        of=STAFF,
        definition=Text(
            "Les deux parts du régime indemnitaire, ramenées à des temps pleins, et qui reçoit la "
            "seconde.",
            "The two parts of the bonus scheme, brought to full time, and who receives the second.",
        ),
        formula=Text(
            "Somme / EQTP de toutes les personnes présentes, qu’elles la reçoivent ou non.",
            "Sum / FTE of everybody present, whether or not they receive it.",
        ),
        bases=(PRACTICE,),
        measures=(
            *_per_fte("ifse", Text("IFSE", "IFSE"), WITH_IFSE, "ifse"),
            *_per_fte("cia", Text("CIA", "CIA"), WITH_CIA, "cia"),
            *per(
                "cia_rate",
                Text("Part des femmes avec CIA", "Share of women with CIA"),
                Text("Part des hommes avec CIA", "Share of men with CIA"),
                Unit.SHARE,
                WITH_CIA,
                STAFF,
            ),
        ),
        cuts=(Cut((CATEGORY,)),),
    ),
    Indicator(
        code="nbi",
        number="REM5",
        name=Text("Nouvelle bonification indiciaire", "Post bonus in index points"),
        theme=THEME,
        chapter="pay",
        of=STAFF,
        definition=Text("Personnes qui ont une NBI, et points.", "People with an NBI, and points."),
        formula=Text("Nombre de personnes, somme des points.", "Number of people, sum of points."),
        bases=(PRACTICE,),
        measures=_NBI,
        cuts=(Cut((CATEGORY,)),),
    ),
)
