"""The figures of a year: what may be said of each group, and what is withheld."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from app.indicators.core.counts.attributes import CATEGORY, FRAMEWORK, STREAM, Cross
from app.indicators.core.counts.guarding import Counted, Guarded, WasShown, guarded, nothing_was
from app.indicators.core.counts.measures import Across, AnyMeasure, Asked
from app.indicators.core.counts.people import REMAINDERS, STAFF, Population
from app.indicators.core.counts.sums import Group, Summed, Sums, summed
from app.indicators.core.counts.terms import Amount, Rank, Term
from app.indicators.core.counts.ties import Cells
from app.indicators.core.counts.year import YearStaff
from app.statistics.disclosure.part import Cell
from app.statistics.figures import SUPPRESSED, Figure, number
from app.text import Text

#: In no table, and ties those that are: whoever knows the civil service knows the category and the
#: stream of each employment framework.
_TIE: Cross = (CATEGORY, STREAM, FRAMEWORK)
#: A cross of several attributes, or of names that each authority has its own of, is not printed
#: where its groups have fewer people than that on average.
PEOPLE_PER_GROUP = 10
#: The same of groups of which everybody knows how many are in each.
PEOPLE_PER_KNOWN_GROUP = 20


@dataclass(frozen=True)
class YearFigures:
    """The sums of a year for all that is asked of it, and what of them may be said: everything
    until they are guarded, then what is `shown`, and nothing else."""

    now: YearStaff
    sums: Sums
    printed: Mapping[Population, Sequence[Cross]]
    shown: frozenset[Cell] | None = None

    @classmethod
    def of(cls, now: YearStaff, asked: Iterable[Asked]) -> YearFigures:
        """Sum everything that is asked of a year and its file gives."""
        terms = [*_terms(now, asked)]
        everybody: set[Summed] = {STAFF, *(own for _of, _x, t in terms for own in t.people.line)}
        quantities: dict[Cross, set[Summed]] = {(): {*everybody}}
        for _of, cross, term in terms:
            quantities.setdefault(cross, {*everybody}).update({_summed(term), *_left(now, term)})
        if any(FRAMEWORK in cross for cross in quantities):
            quantities[_TIE] = {*everybody}
        sums = summed(now.agents, now.year, quantities)
        printed: dict[Population, list[Cross]] = {STAFF: [()]}
        for of, cross, term in terms:
            own = printed.setdefault(term.people, [()])
            if cross not in own and not _too_fine(sums, of, cross):
                own.append(cross)
        return cls(now, sums, printed)

    def guarded(self, was_shown: WasShown = nothing_was) -> tuple[YearFigures, Guarded]:
        """The same without what must be withheld; what was shown before, of the same people, stays
        so."""
        chosen = guarded(self.counted, self.now.thresholds, self.now.lot, was_shown)
        return replace(self, shown=chosen.shown), chosen

    def knows(self, measure: AnyMeasure, cross: Cross = ()) -> bool:
        """Whether the year's file has the columns of a measure, and of a cross."""
        return _known(self.now, measure, cross)

    def too_fine(self, people: Population, cross: Cross) -> bool:
        """Whether a cross leaves too few people in its groups to be printed."""
        return _too_fine(self.sums, people, cross)

    @property
    def counted(self) -> Counted:
        """The numbers of people that are printed, and those that tie them."""
        crosses = {people: list(own) for people, own in self.printed.items()}
        for people, own in self.printed.items():
            for outer in people.line:
                ours = crosses.setdefault(outer, [()])
                ours += [cross for cross in own if cross not in ours]
        if (FRAMEWORK,) in crosses[STAFF]:
            crosses[STAFF].append(_TIE)
        for people in sorted(crosses, key=lambda each: len([*each.line])):
            own = crosses[people]
            own += [each for each in self._joint(people, crosses) if each not in own]
        return Counted(self.sums, crosses, self.printed)

    def _joint(self, people: Population, crosses: Mapping[Population, list[Cross]]) -> list[Cross]:
        """The crosses of the population that these people are inside of which join some of theirs:
        what is said of each group bounds what can be in both."""
        if people.inside is None:
            return []
        attributes = {each for cross in crosses[people] for each in cross}
        return [cross for cross in crosses[people.inside] if attributes >= {*cross}]

    def figure(self, measure: AnyMeasure, cross: Cross, group: Group) -> Figure:
        """A measure of a group; None where the file does not give it."""
        if not self.knows(measure, cross):
            return None
        if isinstance(measure, Across):
            return self._across(measure)
        numbers = [self.number(term, cross, group) for term in measure.terms]
        return SUPPRESSED if SUPPRESSED in numbers else measure.value(*numbers)

    def _across(self, measure: Across) -> Figure:
        groups = [((), ()), *((measure.cross, own) for own in self._groups(measure))]
        rows = [[self.number(term, *each) for term in measure.terms] for each in groups]
        shown = [[number(each) for each in row] for row in rows if SUPPRESSED not in row]
        return SUPPRESSED if SUPPRESSED in rows[0] else measure.value(shown)

    def _groups(self, measure: Across) -> list[Group]:
        people = measure.terms[0].people
        if self.too_fine(people, measure.cross):
            return []
        return self.sums.groups(people, measure.cross)

    def number(self, term: Term, cross: Cross = (), group: Group = ()) -> Figure:
        """A term of a group, of all people where no group is said."""
        cross, group = term.place or (cross, group)
        own = (*group, term.sex) if term.sex else group
        cell = Cells(self.sums).of(term.people, cross, own)
        if cell is not None and self.shown is not None and cell not in self.shown:
            return SUPPRESSED
        value = self.sums.value(term, cross, group)
        few = value is None and isinstance(term.what, Rank)
        return SUPPRESSED if few and self.sums.count(term.people, cross, own) else value

    def groups(self, people: Population, cross: Cross) -> list[tuple[Group, Text]]:
        """The groups of a cross, in their order, with what each is called."""
        if 0 < self.sums.count(people, (), ()) < self.now.thresholds.cell:
            return []  # which groups have somebody would tell who
        places = [{name: place for place, name in enumerate(each.names)} for each in cross]

        def order(group: Group) -> list[tuple[int, str]]:
            each = zip(places, group, strict=True)
            return [(known.get(value, len(known)), value) for known, value in each]

        groups = set(self.sums.groups(people, cross))
        if all(each.complete for each in cross):
            groups |= {*product(*(each.names for each in cross))}
        return [(group, self._label(cross, group)) for group in sorted(groups, key=order)]

    def _label(self, cross: Cross, group: Group) -> Text:
        names: Mapping[str, Text] = self.now.directorates
        labels = [each.label(value, names) for each, value in zip(cross, group, strict=True)]
        return Text(", ".join(own.fr for own in labels), ", ".join(own.en for own in labels))


def _known(now: YearStaff, measure: AnyMeasure, cross: Cross) -> bool:
    crosses = (cross, measure.cross) if isinstance(measure, Across) else (cross,)
    placed = [term.place[0] for term in measure.terms if term.place]
    columns = {attribute.column for each in (*crosses, *placed) for attribute in each}
    needs = {name for term in measure.terms for name in term.needs}
    return all(now.has(name) for name in needs | columns)


def _left(now: YearStaff, term: Term) -> set[Population]:
    """Those who are left when what is known of others is taken from an amount."""
    code = term.what.code if isinstance(term.what, Amount) else ""
    left = {own.left for own in REMAINDERS if code in own.amounts}
    return {people for people in left if all(map(now.has, people.needs))}


def _terms(now: YearStaff, asked: Iterable[Asked]) -> Iterator[tuple[Population, Cross, Term]]:
    """What the file can give of what is asked, whose, and in which cross."""
    for each in asked:
        measure = each.measure
        if _known(now, measure, each.cross):
            cross = measure.cross if isinstance(measure, Across) else each.cross
            for term in measure.terms:
                yield each.of, (term.place[0] if term.place else cross), term
                yield each.of, (), term


def _too_fine(sums: Sums, people: Population, cross: Cross) -> bool:
    least = PEOPLE_PER_GROUP
    if any(each.known for each in cross):
        least = PEOPLE_PER_KNOWN_GROUP
    elif len(cross) < 2 and all(each.names for each in cross):
        return False
    return sums.count(people, (), ()) < least * len(sums.groups(people, cross))


def _summed(term: Term) -> Summed:
    return term.what.spread if isinstance(term.what, Rank) else term.what
