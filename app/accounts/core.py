"""Rules of accounts: passwords, throttling, the people file, names of organisations."""

from __future__ import annotations

import datetime as dt
import ipaddress
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app import cells
from app.cells import CellError, LineProblem, Trouble
from app.permissions import Role
from app.text import Text

SIGN_IN_LIFE = dt.timedelta(hours=12)
FIRST_PASSWORD_LIFE = dt.timedelta(days=14)
LOST_PASSWORD_LIFE = dt.timedelta(hours=2)
#: What the clocks of two servers may differ by. What ends later than its life from now was dated by
#: a clock that was ahead, and has ended.
CLOCKS_APART = dt.timedelta(minutes=2)
ATTEMPT_WINDOW = dt.timedelta(minutes=15)
ADDRESS_ATTEMPTS = 60
LINK_REQUESTS = 3
#: Wrong passwords for one account from one network before one has to wait, and what is remembered.
FREE_FAILURES = 5
FIRST_WAIT, LONGEST_WAIT = dt.timedelta(seconds=15), dt.timedelta(minutes=15)
FAILURES_KNOWN = dt.timedelta(hours=1)


def wait_after(failures: int) -> dt.timedelta:
    """How long to wait after this many wrong passwords for one account from one network: longer
    each time. Nobody elsewhere waits, so that nobody can lock somebody else out."""
    if failures < FREE_FAILURES:
        return dt.timedelta(0)
    return min(FIRST_WAIT * (1 << min(failures - FREE_FAILURES, 10)), LONGEST_WAIT)


def network_of(address: str) -> str:
    """The network of a visitor: their IPv4 address, or the /64 that one IPv6 subscriber has."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(known, ipaddress.IPv4Address):
        return str(known)
    if known.ipv4_mapped:
        return str(known.ipv4_mapped)
    return str(ipaddress.ip_network(f"{known}/64", strict=False))


PASSWORD_MIN, PASSWORD_MAX = 12, 128
# The commonest passwords of 12 characters or more: those tried first.
COMMON = frozenset(
    [
        "123456789012",
        "1234567890123",
        "111111111111",
        "000000000000",
        "azertyuiopqs",
        "qwertyuiopas",
        "motdepasse12",
        "motdepasse123",
        "motdepasse1234",
        "password1234",
        "password12345",
        "bonjour12345",
        "administrateur",
        "administrator",
        "azerty123456",
        "qwerty123456",
        "clermontferrand",
    ]
)


class PasswordProblem(StrEnum):
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    COMMON = "common"
    LIKE_ADDRESS = "like_address"


def password_problem(password: str, email: str) -> PasswordProblem | None:
    """Why a password is refused: length and guessability, no composition rule (ASVS 5.0, 6.2)."""
    if len(password) < PASSWORD_MIN:
        return PasswordProblem.TOO_SHORT
    if len(password) > PASSWORD_MAX:
        return PasswordProblem.TOO_LONG
    if password.lower() in COMMON or len(set(password)) < 4:
        return PasswordProblem.COMMON
    if email.split("@")[0].lower() in password.lower():
        return PasswordProblem.LIKE_ADDRESS
    return None


SEXES = {"F": "woman", "H": "man"}
CATEGORIES = {"A_PLUS": "a_plus", "A": "a", "B": "b", "C": "c", "HC": "hc"}
LANGUAGE_CODES = {"FR": "fr", "EN": "en"}
ROLE_CODES = {
    "ENCADRANT": Role.MANAGER,
    "AMBASSADEUR": Role.AMBASSADOR,
    "MISSION": Role.MISSION,
    "RH": Role.HR,
    "ACHATS": Role.PROCUREMENT,
    "LECTURE": Role.READER,
    "ADMIN": Role.ADMINISTRATOR,
}
ROLE_CODES |= {role.value.upper(): role for role in Role}


@dataclass(frozen=True)
class PersonLine:
    """One person as a file describes them."""

    email: str
    name: str
    roles: frozenset[Role]
    directorate: str
    directorate_name: str
    sex: str | None
    category: str | None
    language: str
    heads_directorate: bool
    given: frozenset[str]  # columns of the file; anything else stays as it is


PEOPLE_REQUIRED = {"courriel", "nom", "roles"}
PEOPLE_COLUMNS = (
    "courriel",
    "nom",
    "roles",
    "direction",
    "direction_nom",
    "dirige",
    "sexe",
    "categorie",
    "langue",
)


def _roles(text: str) -> frozenset[Role]:
    read = cells.code(ROLE_CODES)
    return frozenset(read(part.strip()) for part in text.split(","))


_READERS: dict[str, cells.Reader[object]] = {
    "courriel": cells.address,
    "nom": lambda text: cells.short_text(text, 120),
    "roles": _roles,
    "direction": lambda text: cells.short_text(text, 20),
    "direction_nom": lambda text: cells.short_text(text, 120),
    "dirige": cells.boolean,
    "sexe": cells.code(SEXES),
    "categorie": cells.code(CATEGORIES),
    "langue": cells.code(LANGUAGE_CODES),
}


def read_people(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    known_directorates: frozenset[str],
    header_line: int = 1,
) -> tuple[list[PersonLine], list[LineProblem]]:
    """The people in a file, or everything that is wrong with it, line by line."""
    problems = cells.header_problems(header, PEOPLE_REQUIRED, set(PEOPLE_COLUMNS), header_line)
    if problems:
        return [], problems
    filled = cells.filled(rows, header_line)
    if not filled:
        return [], [LineProblem(header_line + 1, "", "", Trouble.NO_ROW)]
    people: list[PersonLine] = []
    seen: dict[str, int] = {}
    named = set(known_directorates)
    for line, row in filled:
        values, wrong = _read_line(line, dict(zip(header, row, strict=False)))
        problems += wrong
        email = values.get("courriel")
        if email is not None and str(email) in seen:
            problems.append(
                LineProblem(
                    line, "courriel", str(email), Trouble.DOUBLED_KEY, str(seen[str(email)])
                )
            )
        seen.setdefault(str(email), line)
        unit, unit_name = str(values.get("direction") or ""), values.get("direction_nom")
        if unit_name:
            named.add(unit)
        if unit and unit not in named:
            problems.append(LineProblem(line, "direction_nom", unit, Trouble.EMPTY))
        if not problems:
            people.append(_person(values, frozenset(header)))
    return ([] if problems else people), problems


def _read_line(line: int, row: dict[str, str]) -> tuple[dict[str, object], list[LineProblem]]:
    values: dict[str, object] = {}
    problems = []
    for name, text in row.items():
        if not text:
            if name in PEOPLE_REQUIRED:
                problems.append(LineProblem(line, name, "", Trouble.EMPTY))
            continue
        try:
            cells.check(text)
            values[name] = _READERS[name](text)
        except CellError as error:
            problems.append(LineProblem(line, name, text, error.trouble, error.expected))
    return values, problems


def _person(values: dict[str, object], filled: frozenset[str]) -> PersonLine:
    def optional(name: str) -> str | None:
        value = values.get(name)
        return None if value is None else str(value)

    roles = values["roles"]
    assert isinstance(roles, frozenset)
    return PersonLine(
        email=str(values["courriel"]),
        name=str(values["nom"]),
        roles=roles,
        directorate=optional("direction") or "",
        directorate_name=optional("direction_nom") or "",
        sex=optional("sexe"),
        category=optional("categorie"),
        language=optional("langue") or "fr",
        heads_directorate=bool(values.get("dirige")),
        given=filled,
    )


class OrganisationKind(StrEnum):
    MUNICIPALITY = "municipality"
    AUTHORITY = "authority"
    STATE = "state"
    ASSOCIATION = "association"
    HEALTH = "health"
    JUSTICE = "justice"
    EDUCATION = "education"
    COMPANY = "company"
    HOUSING = "housing"
    NETWORK = "network"
    OTHER = "other"


KIND_LABELS = {
    OrganisationKind.MUNICIPALITY: Text("Commune", "Municipality"),
    OrganisationKind.AUTHORITY: Text("Autre collectivité", "Other local authority"),
    OrganisationKind.STATE: Text("État", "State"),
    OrganisationKind.ASSOCIATION: Text("Association", "Association"),
    OrganisationKind.HEALTH: Text("Santé", "Health"),
    OrganisationKind.JUSTICE: Text("Justice", "Justice"),
    OrganisationKind.EDUCATION: Text("Enseignement", "Education"),
    OrganisationKind.COMPANY: Text("Entreprise", "Company"),
    OrganisationKind.HOUSING: Text("Logement", "Housing"),
    OrganisationKind.NETWORK: Text("Réseau", "Network"),
    OrganisationKind.OTHER: Text("Autre", "Other"),
}


def organisation_key(name: str) -> str:
    """What the writings of one name share, whatever their capitals, spaces and codes of accents."""
    return unicodedata.normalize("NFC", " ".join(name.split()).casefold())
