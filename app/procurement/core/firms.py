"""Which firm bids: a French one by its SIREN, a foreign one by its VAT number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

import stdnum
from stdnum.exceptions import ValidationError
from stdnum.fr import siren, tva


class IdentifierFault(StrEnum):
    """What is wrong with the number of a firm."""

    EMPTY = "empty"
    SIRET = "siret"  # of an establishment
    LENGTH = "length"
    KEY = "key"  # a digit is wrong, or two are the wrong way round
    COUNTRY = "country"  # begins with no country that we can check
    VAT = "vat"


class NotAFirm(Exception):
    """The number names no firm."""

    @property
    def fault(self) -> IdentifierFault:
        """What is wrong with it."""
        return IdentifierFault(self.args[0])


@dataclass(frozen=True)
class Identifier:
    """The number of a firm, without spaces: nine digits of a SIREN, or a country and a VAT number."""

    number: str

    @property
    def french(self) -> bool:
        return self.number.isdigit()

    def __str__(self) -> str:
        """As people read it."""
        return siren.format(self.number) if self.french else self.number


def read_identifier(text: str) -> Identifier:
    """The firm that a number names. A French VAT number names the firm of the SIREN in it.

    Raises NotAFirm.
    """
    compact = re.sub(r"[\s.\-]", "", text).upper()
    if not compact:
        raise NotAFirm(IdentifierFault.EMPTY)
    if not compact.isascii():
        raise NotAFirm(IdentifierFault.COUNTRY)
    if compact.isdigit():
        return Identifier(_siren(compact))
    if re.fullmatch(r"FR[0-9A-Z]{2}[0-9]{9}", compact):
        if not tva.is_valid(compact):
            raise NotAFirm(IdentifierFault.VAT)
        return Identifier(_siren(compact[4:]))
    return Identifier(_vat(compact))


def _siren(digits: str) -> str:
    if len(digits) == 14:
        raise NotAFirm(IdentifierFault.SIRET)
    if len(digits) == 10:  # as Belgian numbers are, without their country
        raise NotAFirm(IdentifierFault.COUNTRY)
    if len(digits) != 9:
        raise NotAFirm(IdentifierFault.LENGTH)
    if not siren.is_valid(digits) or digits == "0" * 9:
        raise NotAFirm(IdentifierFault.KEY)
    return digits


def _vat(compact: str) -> str:
    country = compact[:2]
    country = {"GR": "EL"}.get(country, country)  # Greece, as its numbers begin
    known = {"EL": "gr"}.get(country, country.lower())
    module = stdnum.get_cc_module(known, "vat") if country.isalpha() else None
    if module is None:
        raise NotAFirm(IdentifierFault.COUNTRY)
    try:
        number = module.validate(compact).removeprefix(compact[:2])
        return country + re.sub(
            r"(MWST|TVA|IVA|TPV)$", "", number
        )  # one Swiss number, three endings
    except ValidationError:
        raise NotAFirm(IdentifierFault.VAT) from None
