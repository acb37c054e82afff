"""What is declared about an indicator. Page, report, files, series and guide derive from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from app.indicators.core.counts.attributes import Cross
from app.indicators.core.counts.figures import YearFigures
from app.indicators.core.counts.measures import AnyMeasure, Asked, needs_of
from app.indicators.core.counts.people import Population
from app.law import LegalBasis
from app.statistics.figures import Column, Drawing, Row
from app.text import Text


@dataclass(frozen=True)
class Cut:
    """A table with a line for each group of a cross; its measures are those of the indicator where
    it has none of its own."""

    cross: Cross
    drawing: Drawing | None = None
    measures: tuple[AnyMeasure, ...] = ()

    @property
    def code(self) -> str:
        return "-".join(each.code for each in self.cross)

    @property
    def words(self) -> Text:
        """« par catégorie et par filière »."""
        said = [each.words for each in self.cross]
        return Text(" et ".join(own.fr for own in said), " and ".join(own.en for own in said))

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the file that say who is in which group."""
        return tuple(dict.fromkeys(each.column for each in self.cross))


@dataclass(frozen=True)
class Listing:
    """A table with a line for each kind of something, with measures of its own over all people;
    their columns are those of the first."""

    code: str
    words: Text
    lines: tuple[tuple[str, Text, tuple[AnyMeasure, ...]], ...]
    drawing: Drawing | None = None


@dataclass(frozen=True)
class Reckoned:
    """A table of a few figures about everybody, that no group is told from: each is of so many
    people that it says nothing of one, and of numbers that are shown where it is made of some.
    `rows` are None where the file does not give them."""

    code: str
    words: Text
    columns: tuple[Column, ...]
    rows: Callable[[YearFigures], Sequence[Row] | None]
    needs: tuple[str, ...]
    drawing: Drawing | None = None


#: What an indicator can have a table of.
AnyCut: TypeAlias = Cut | Listing | Reckoned


@dataclass(frozen=True)
class Theme:
    """Indicators shown together, with one table of all of them over the years.

    `chapter` is the chapter of the annual report that has this table.
    """

    code: str
    title: Text
    series: Text
    population: Text
    chapter: str

    @property
    def series_code(self) -> str:
        """The code of its table over the years."""
        return f"{self.code}-series"


@dataclass(frozen=True, kw_only=True, eq=False)
class Indicator:
    """One indicator, declared once. `code` is that of its page, `number` that, or those, of the
    list of the law and of usual reports; `chapter` is that of the annual report.

    It is about people `of` a population; a file that gives none of its measures has no table of it.
    """

    code: str
    number: str
    name: Text
    theme: Theme
    chapter: str
    of: Population
    definition: Text
    formula: Text
    bases: tuple[LegalBasis, ...]
    measures: tuple[AnyMeasure, ...] = ()
    cuts: tuple[AnyCut, ...]
    note: Text = field(default_factory=Text)
    yearly: tuple[AnyMeasure, ...] = ()

    @property
    def needs(self) -> tuple[str, ...]:
        """The columns of the file that it is made of, beside the sex."""
        of_cuts = (need for cut in self.cuts for need in self.needs_of(cut))
        return tuple(dict.fromkeys((*needs_of([*self.measures, *self.yearly]), *of_cuts)))

    def needs_of(self, cut: AnyCut) -> tuple[str, ...]:
        """The columns of the file that one of its tables is made of, beside the sex."""
        if isinstance(cut, Reckoned):
            return cut.needs
        if isinstance(cut, Listing):
            return needs_of([each for _code, _label, own in cut.lines for each in own])
        return tuple(dict.fromkeys((*needs_of(self.measures_of(cut)), *cut.columns)))

    def measures_of(self, cut: Cut | Listing) -> tuple[AnyMeasure, ...]:
        """What makes the columns of one of its tables."""
        if isinstance(cut, Listing):
            return cut.lines[0][2]
        return cut.measures or self.measures

    def columns_of(self, cut: AnyCut) -> tuple[Column, ...]:
        """The columns of one of its tables."""
        if isinstance(cut, Reckoned):
            return cut.columns
        return tuple(each.column for each in self.measures_of(cut))

    def table_code(self, cut: AnyCut) -> str:
        return f"{self.code}-{cut.code}"

    def table_title(self, cut: AnyCut) -> Text:
        return Text(f"{self.name.fr} {cut.words.fr}", f"{self.name.en} {cut.words.en}")

    def asked(self) -> Iterator[Asked]:
        """Each of its measures, with the cross whose groups it is said of."""
        yield from (Asked(self.of, cross, measure) for cross, measure in self._crossed())

    def _crossed(self) -> Iterator[tuple[Cross, AnyMeasure]]:
        yield from (((), each) for each in self.yearly)
        for cut in self.cuts:
            if isinstance(cut, Listing):
                yield from (((), each) for _code, _label, own in cut.lines for each in own)
            elif isinstance(cut, Cut):
                yield from (((), each) for each in self.measures_of(cut))
                yield from ((cut.cross, each) for each in self.measures_of(cut))
