"""The columns of a plan's file: how the cells under each are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app import cells
from app.accounts.core import organisation_key
from app.cells import CellError, Trouble
from app.roadmaps.core.periods import NotAPeriod, Period, read_period
from app.roadmaps.core.spellings import (
    CATEGORIES,
    PLACES,
    STATUSES,
    YES_OR_NO,
    Code,
    by_root,
    person_key,
    root,
)
from app.roadmaps.core.titles import key_of

TITLE_MAX, CODE_MAX, EUROS_MAX = 200, 20, 1e9


class PlanTrouble(StrEnum):
    """What can be wrong with the file of a plan, beside what can be with any file."""

    NO_ROW = "no_plan_row"
    TOO_MANY_ROWS = "too_many_rows"
    UNTITLED = "untitled"
    NOT_A_PERIOD = "not_a_period"
    REVERSED = "reversed"
    OUTSIDE = "outside"
    UNKNOWN_STATUS = "unknown_status"
    UNKNOWN_CATEGORY = "unknown_category"
    UNKNOWN_PLACE = "unknown_place"
    UNKNOWN_OWNER = "unknown_owner"
    UNKNOWN_PILOT = "unknown_pilot"
    SEVERAL_PEOPLE = "several_people"
    UNKNOWN_PARTNER = "unknown_partner"
    UNKNOWN_ACCOUNT = "unknown_account"
    UNKNOWN_PERSON = "unknown_person"
    NOT_AMBASSADOR = "not_ambassador"
    TWO_AMBASSADORS = "two_ambassadors"
    OTHER_AMBASSADOR = "other_ambassador"
    TWO_CATEGORIES = "two_categories"
    NOT_WHOLE = "not_whole"
    COST = "cost"
    DOUBLED_CODE = "doubled_code"
    DOUBLED_ACTION = "doubled_action"
    UNKNOWN_CODE = "unknown_code"
    DIFFERS = "differs"
    ENDED = "ended"
    ENDED_ROADMAP = "ended_roadmap"
    ENDED_AXIS = "ended_axis"
    ENDED_PROGRAMME = "ended_programme"
    TOO_MANY_ACTIONS = "too_many_actions"


@dataclass(frozen=True)
class Names:
    """Whom a file may name, with their numbers: organisations by the key of their name, or by that
    name without accents where only one has it; people by the key of their name and by their
    address; and who of them can keep a roadmap."""

    organisations: Mapping[str, int] = field(default_factory=dict)
    unaccented: Mapping[str, int] = field(default_factory=dict)
    people: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    ambassadors: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Pilot:
    """Who leads an action: somebody with an account, or an organisation."""

    person: int | None = None
    organisation: int | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """A due date as a plan gives it: by a period, or not before it."""

    period: Period
    not_before: bool


_NOT_BEFORE = re.compile(r"(?:pas avant|not before)[\s:]*(.+)", re.IGNORECASE | re.DOTALL)
_EURO = re.compile(r"€|euros?\b", re.IGNORECASE)


def _one_of(
    words: Mapping[Code, tuple[str, ...]], trouble: StrEnum
) -> Callable[[str, Names], object]:
    known = by_root(words)

    def read(text: str, _names: Names) -> object:
        code = known.get(root(text))
        if code is None:
            raise CellError(trouble)
        return code

    return read


_yes = _one_of(YES_OR_NO, Trouble.NOT_A_BOOLEAN)


def _title(text: str, _names: Names) -> str:
    return cells.short_text(" ".join(text.split()), TITLE_MAX)


def _code(text: str, _names: Names) -> str:
    return cells.short_text(text, CODE_MAX)


def _same_as(text: str, _names: Names) -> str:
    return cells.short_text(text, TITLE_MAX)


def _period(text: str, _names: Names) -> Period:
    try:
        return read_period(text)
    except NotAPeriod:
        raise CellError(PlanTrouble.NOT_A_PERIOD) from None


def _due(text: str, names: Names) -> Due:
    earliest = _NOT_BEFORE.fullmatch(text.strip())
    return Due(_period(earliest[1] if earliest else text, names), earliest is not None)


def _euros(text: str, _names: Names) -> int:
    value = cells.number(_EURO.sub("", text), 0, EUROS_MAX)
    if not value.is_integer():
        raise CellError(PlanTrouble.NOT_WHOLE)
    return int(value)


def _organisation(name: str, names: Names, trouble: PlanTrouble) -> int:
    number = _known_organisation(name, names)
    if number is None:
        raise CellError(trouble, name)
    return number


def _known_organisation(name: str, names: Names) -> int | None:
    exact = names.organisations.get(organisation_key(name))
    return names.unaccented.get(key_of(name)) if exact is None else exact


def _owner(text: str, names: Names) -> int:
    return _organisation(text, names, PlanTrouble.UNKNOWN_OWNER)


def _pilot(text: str, names: Names) -> Pilot:
    organisation = _known_organisation(text, names)
    if organisation is not None:
        return Pilot(organisation=organisation)
    return Pilot(person=_person(text, names, PlanTrouble.UNKNOWN_PILOT))


def _person(text: str, names: Names, unknown: PlanTrouble) -> int:
    people = names.people.get(person_key(text), ())
    if len(people) != 1:
        raise CellError(PlanTrouble.SEVERAL_PEOPLE if people else unknown)
    return people[0]


def _partners(text: str, names: Names) -> tuple[int, ...]:
    written = [name.strip() for name in re.split(r"[;\n]", text) if name.strip()]
    numbers = [_organisation(name, names, PlanTrouble.UNKNOWN_PARTNER) for name in written]
    return tuple(dict.fromkeys(numbers))


def _ambassador(text: str, names: Names) -> int:
    """Somebody by their name or their address, who can keep a roadmap."""
    if "@" in text:
        number = _person(cells.address(text), names, PlanTrouble.UNKNOWN_ACCOUNT)
    else:
        number = _person(text, names, PlanTrouble.UNKNOWN_PERSON)
    if number not in names.ambassadors:
        raise CellError(PlanTrouble.NOT_AMBASSADOR)
    return number


@dataclass(frozen=True)
class Column:
    """How the cells of a column are read, and whether they say something of an action."""

    read: Callable[[str, Names], object]
    of_action: bool = False


COLUMNS: dict[str, Column] = {
    "programme": Column(lambda text, _names: text),
    "politique": Column(_title),
    "politique_en": Column(_title),
    "categorie": Column(_one_of(CATEGORIES, PlanTrouble.UNKNOWN_CATEGORY)),
    "ambassade": Column(_ambassador),
    "proprietaire": Column(_owner),
    "axe": Column(_title),
    "axe_en": Column(_title),
    "objectif": Column(_title),
    "objectif_en": Column(_title),
    "code": Column(_code),
    "action": Column(_title),
    "action_en": Column(_title),
    "statut": Column(_one_of(STATUSES, PlanTrouble.UNKNOWN_STATUS), True),
    "debut": Column(_period, True),
    "echeance": Column(_due, True),
    "pilote": Column(_pilot, True),
    "partenaires": Column(_partners, True),
    "lieu": Column(_one_of(PLACES, PlanTrouble.UNKNOWN_PLACE), True),
    "prevu": Column(_euros, True),
    "depense": Column(_euros, True),
    "sans_cout": Column(_yes, True),
    "meme_que": Column(_same_as, True),
    "hors_programme": Column(_yes, True),
}
