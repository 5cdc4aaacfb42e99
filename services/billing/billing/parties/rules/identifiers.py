"""Identifiers of organisations, as their registers define them. None is computed from another.

Checks by python-stdnum, except where it has none: a KvK number has 8 digits and no check digit;
an OIN is as Logius defines it (OIN-Stelsel, chapter Data Architectuur): a prefix of 8 digits that
names the register, the number in that register, and zeros up to 20 digits.
"""

import re
from collections.abc import Callable

from shared.pages.language import N_
from stdnum import bic, ean, iban
from stdnum.eu import vat
from stdnum.exceptions import ValidationError
from stdnum.nl import bsn, postcode

KVK = re.compile(r"[0-9]{8}")
# By the number's register; a number of 8 digits is followed by four zeros, one of 9 by three.
OIN_BY_KVK = re.compile(r"00000003[0-9]{8}0000")
OIN_BY_RSIN = re.compile(r"00000001([0-9]{9})000")
OIN_OTHERWISE = re.compile(r"000000(02|04|06|08|09|10|11|99)[0-9]{9}000")
GLN_DIGITS = 13
FOREIGN_POSTAL_CODE = re.compile(r"[0-9A-Z][0-9A-Z -]{1,9}")

# What is right, by the field that has it.
RIGHT = {
    "kvk": N_("A KvK number has 8 digits."),
    "oin": N_(
        "An OIN has 20 digits, as in the OIN register: 00000001, an RSIN and 000, or 00000003,"
        " a KvK number and 0000."
    ),
    "vat_number": N_(
        "A VAT number begins with its country, such as NL, and ends as NL...B01 does: compare it"
        " with the letter of the tax office."
    ),
    "iban": N_("This is no IBAN: compare it with a bank statement."),
    "bic": N_("A BIC has 8 or 11 letters and digits: compare it with a bank statement."),
    "postal_code": N_("A Dutch postal code is written as 1234 AB."),
    "foreign_postal_code": N_("A postal code has 2 to 10 letters and digits."),
    "gln": N_("A GLN has 13 digits, of which the last is a check digit."),
    "dutch_vat_number": N_("The address is a Dutch VAT number here, such as NL...B01."),
}


class NotRight(Exception):
    """A value is not of its kind; `message` says what is right."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.message = RIGHT[what]


def kvk_of(value: str) -> str:
    """Return a KvK number; raises `NotRight`."""
    digits = value.replace(" ", "")
    if not KVK.fullmatch(digits):
        raise NotRight("kvk")
    return digits


def oin_of(value: str) -> str:
    """Return an OIN; raises `NotRight`. Only the RSIN in it has a check."""
    digits = value.replace(" ", "")
    by_rsin = OIN_BY_RSIN.fullmatch(digits)
    if by_rsin and bsn.is_valid(by_rsin[1]):
        return digits
    if OIN_BY_KVK.fullmatch(digits) or OIN_OTHERWISE.fullmatch(digits):
        return digits
    raise NotRight("oin")


def vat_number_of(value: str) -> str:
    """Return a VAT number of the European Union, with its country; raises `NotRight`."""
    return _by(vat.validate, value, "vat_number")


def dutch_vat_number_of(value: str) -> str:
    """Return a Dutch VAT number, as NL123456789B01; raises `NotRight`."""
    found = _by(vat.validate, value, "dutch_vat_number")
    if not found.startswith("NL"):
        raise NotRight("dutch_vat_number")
    return found


def gln_of(value: str) -> str:
    """Return a GLN; raises `NotRight`."""
    found = _by(ean.validate, value, "gln")
    if len(found) != GLN_DIGITS:
        raise NotRight("gln")
    return found


def iban_of(value: str) -> str:
    """Return an IBAN without spaces; raises `NotRight`."""
    return _by(iban.validate, value, "iban")


def bic_of(value: str) -> str:
    """Return a BIC without spaces; raises `NotRight`."""
    return _by(bic.validate, value, "bic")


def postal_code_of(value: str, country: str) -> str:
    """Return a postal code, a Dutch one as `1234 AB`; raises `NotRight`."""
    if country == "NL":
        return _by(postcode.validate, value, "postal_code")
    code = value.strip().upper()
    if not FOREIGN_POSTAL_CODE.fullmatch(code):
        raise NotRight("foreign_postal_code")
    return code


# Electronic addresses by their scheme (EAS, the code list of Peppol).
ENDPOINTS: dict[str, Callable[[str], str]] = {
    "0190": oin_of,
    "0106": kvk_of,
    "0088": gln_of,
    "9944": dutch_vat_number_of,
}


def _by(validate: Callable[[str], str], value: str, what: str) -> str:
    try:
        return validate(value)
    except ValidationError:
        raise NotRight(what) from None
