"""What is declared about figures that are typed: pages, files and checks derive from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.indicators.core.labels import SEXES
from app.law import LegalBasis
from app.permissions import Permission
from app.statistics.figures import Unit
from app.text import Text

UNKNOWN_SEX = Text("Sexe inconnu", "Sex unknown")


@dataclass(frozen=True)
class Axis:
    """What tells one line of a subject from another: one of these options, or one's own words where
    there are none, in both languages unless they are the same in both."""

    code: str
    label: Text
    options: Mapping[str, Text] = field(default_factory=dict)
    same_in_both: bool = False

    @property
    def columns(self) -> dict[str, Text]:
        """Its columns, with what each is called; the first one is required."""
        if self.options or self.same_in_both:
            return {self.code: self.label}
        fr, en = self.label.fr, self.label.en
        return {
            f"{self.code}_fr": Text(f"{fr}, en français", f"{en}, in French"),
            f"{self.code}_en": Text(f"{fr}, en anglais", f"{en}, in English"),
        }

    @property
    def main(self) -> str:
        """The column that it is known by."""
        return next(iter(self.columns))


@dataclass(frozen=True)
class Measure:
    """One figure of a line. It is a part of the measure `within`, and cannot be more; it is a mean
    `per` another measure; it is of the people that the measure `of` counts."""

    code: str
    label: Text
    unit: Unit = Unit.COUNT
    within: str = ""
    per: str = ""
    of: str = ""


@dataclass(frozen=True)
class Subject:
    """One thing that figures are typed about, year by year, each with its source and its day.

    `feeds` are the indicators that are made of it; who has the permission types it. Its table is
    `shown_by` some of its axes, all of them where none is said; its lines are `apart` where they do
    not add up; the law makes it `public`, or it goes through the gate. `chapter` is that of the
    annual report. Years may be typed so many `ahead`.
    """

    code: str
    title: Text
    words: Text
    axes: tuple[Axis, ...]
    measures: tuple[Measure, ...]
    feeds: tuple[str, ...] = ()
    permission: Permission = Permission.HR_IMPORT
    shown_by: tuple[str, ...] = ()
    apart: bool = False
    public: bool = False
    chapter: str = ""
    bases: tuple[LegalBasis, ...] = ()
    ahead: int = 0

    @property
    def figures(self) -> frozenset[str]:
        """The columns that hold figures."""
        return frozenset(each.code for each in self.measures)

    @property
    def columns(self) -> dict[str, Text]:
        """The columns of a line, in their order, with what each is called."""
        columns = {"year": Text("Année", "Year")}
        for axis in self.axes:
            columns |= axis.columns
        columns |= {measure.code: measure.label for measure in self.measures}
        return columns | {
            "source": Text("Source", "Source"),
            "dated": Text("Date de la source", "Date of the source"),
        }


def by_sex(
    code: str,
    label: Text,
    unit: Unit = Unit.COUNT,
    within: str = "",
    unknown: bool = False,
    of: str = "",
) -> tuple[Measure, ...]:
    """A measure of women and of men, and of those whose sex is not known."""
    sexes = {"women": SEXES["F"], "men": SEXES["H"]} | ({"unknown": UNKNOWN_SEX} if unknown else {})
    return tuple(
        Measure(
            f"{code}_{sex}",
            Text(f"{label.fr} : {name.fr.lower()}", f"{label.en}: {name.en.lower()}"),
            unit,
            f"{within}_{sex}" if within else "",
            of=f"{of}_{sex}" if of else "",
        )
        for sex, name in sexes.items()
    )
