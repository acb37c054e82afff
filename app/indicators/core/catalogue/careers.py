"""Who came, who left, who was promoted."""

from __future__ import annotations

from app.indicators.core.catalogue.declaring import Cut, Indicator, Theme
from app.indicators.core.catalogue.shared import heads, one, rates, rates_of_year
from app.indicators.core.counts.attributes import (
    CATEGORY,
    EMPLOYMENT,
    FRAMEWORK,
    REASON,
    ROUTE,
    STREAM,
)
from app.indicators.core.counts.people import DEPARTED, ELIGIBLE, PROMOTED, RECRUITED
from app.indicators.core.counts.terms import MEN, WOMEN
from app.law import Evidence, LegalBasis
from app.statistics.figures import Unit
from app.text import Text

THEME = Theme(
    "careers",
    Text("Carrières", "Careers"),
    Text("Parcours sur trois ans", "Careers over three years"),
    Text("agents de l’année", "agents of the year"),
    chapter="promotion",
)

_WOMEN_RATE = Text("Taux de promotion des femmes", "Promotion rate of women")
_MEN_RATE = Text("Taux de promotion des hommes", "Promotion rate of men")

_PROMOTIONS = rates(
    PROMOTED,
    ELIGIBLE,
    Text("Femmes promues", "Women promoted"),
    Text("Hommes promus", "Men promoted"),
    _WOMEN_RATE,
    _MEN_RATE,
)


INDICATORS = (
    Indicator(
        code="recruitments",
        number="REC1",
        name=Text("Recrutements de l’année", "Recruitments of the year"),
        theme=THEME,
        chapter="recruitment",
        of=RECRUITED,
        definition=Text(
            "Personnes recrutées entre le 1er janvier et le 31 décembre.",
            "People recruited between 1 January and 31 December.",
        ),
        formula=Text(
            "Nombre de personnes dont la date de recrutement est dans l’année.",
            "Number of people whose date of recruitment is in the year.",
        ),
        bases=(
            LegalBasis(
                "CGFP, article R232-2, 2°", Text("recrutement", "recruitment"), Evidence.SECONDARY
            ),
        ),
        measures=heads(RECRUITED),
        cuts=(
            Cut((CATEGORY,)),
            Cut((EMPLOYMENT,)),
            Cut((EMPLOYMENT, CATEGORY)),
            Cut((ROUTE,)),
        ),
        yearly=(
            one(
                "recruited_women",
                Text("Femmes recrutées", "Women recruited"),
                Unit.COUNT,
                RECRUITED,
                WOMEN,
            ),
            one(
                "recruited_men",
                Text("Hommes recrutés", "Men recruited"),
                Unit.COUNT,
                RECRUITED,
                MEN,
            ),
        ),
    ),
    Indicator(
        code="departures",
        number="DEP1",
        name=Text("Départs de l’année", "Departures of the year"),
        theme=THEME,
        chapter="recruitment",
        of=DEPARTED,
        definition=Text(
            "Personnes parties entre le 1er janvier et le 31 décembre.",
            "People who left between 1 January and 31 December.",
        ),
        formula=Text(
            "Nombre de personnes dont la date de sortie est dans l’année.",
            "Number of people whose date of departure is in the year.",
        ),
        bases=(
            LegalBasis(
                "CGFP, article R232-2, 3° e", Text("départs", "departures"), Evidence.SECONDARY
            ),
        ),
        measures=heads(DEPARTED),
        cuts=(
            Cut((CATEGORY,)),
            Cut((EMPLOYMENT,)),
            Cut((EMPLOYMENT, CATEGORY)),
            Cut((REASON,)),
        ),
        yearly=(
            one(
                "left_women",
                Text("Départs de femmes", "Women who left"),
                Unit.COUNT,
                DEPARTED,
                WOMEN,
            ),
            one("left_men", Text("Départs d’hommes", "Men who left"), Unit.COUNT, DEPARTED, MEN),
        ),
    ),
    Indicator(
        code="promotions",
        number="PRO2",
        name=Text("Avancements de grade", "Grade promotions"),
        theme=THEME,
        chapter="promotion",
        of=ELIGIBLE,
        definition=Text(
            "Personnes promues au grade supérieur parmi celles qui pouvaient l’être.",
            "People promoted to the next grade among those who were eligible.",
        ),
        formula=Text(
            "Taux = personnes promues / personnes promouvables, pour chaque sexe.",
            "Rate = people promoted / people eligible, for each sex.",
        ),
        bases=(
            LegalBasis(
                "CGFP, article R232-2, 3° c", Text("avancement", "promotion"), Evidence.SECONDARY
            ),
        ),
        measures=_PROMOTIONS,
        note=Text("Taux = agents promus / agents promouvables.", "Rate = promoted / eligible."),
        cuts=(Cut((CATEGORY,)), Cut((STREAM,)), Cut((FRAMEWORK,))),
        yearly=rates_of_year(_PROMOTIONS, "promotion"),
    ),
)
