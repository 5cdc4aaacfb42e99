"""The bodies of requests about parties. Wire names are camelCase."""

from typing import Annotated, Literal

from pydantic import Field
from shared.http import Command
from shared.strict import Day

from billing.parties.rules.codes import PARTY

PartyCode = Annotated[
    str, Field(pattern=PARTY, description="SELLER, VNG, KING, a CBS code, REG-... or ORG-...")
]
# Names and streets have letters, digits and a few signs: no line break, and no e-mail address.
NAME = r"^[\p{L}\d'][\p{L}\d .,'&()/+-]{0,99}$"
STREET = r"^[\p{L}\d'][\p{L}\d .,'()/-]{0,79}$"
CITY = r"^[\p{L}'][\p{L} .,'()/-]{0,59}$"
EMAIL = r"^[A-Za-z0-9._%+-]{1,64}@([A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,24}$"
REFERENCE = r"^[A-Za-z0-9][A-Za-z0-9 ._/-]{0,49}$"
IDENTIFIER = r"^[A-Za-z0-9 .-]{1,40}$"
Identifier = Annotated[str | None, Field(default=None, pattern=IDENTIFIER)]


class GivenParty(Command):
    """A party as it stands on documents from a day on.

    `endpointScheme` and `endpointId` are its electronic address (0190: OIN, 0106: KvK number,
    0088: GLN, 9944: Dutch VAT number). `buyerReference` is what it wants to see on an invoice;
    without one that is its code. `iban` and `bic` are those of SELLER.
    """

    valid_from: Day
    name: str = Field(pattern=NAME)
    street: str = Field(pattern=STREET, description="with its number, or a PO box")
    postal_code: str = Field(pattern=r"^[A-Za-z0-9 -]{2,10}$")
    city: str = Field(pattern=CITY)
    country: str = Field(default="NL", pattern=r"^[A-Z]{2}$", description="ISO 3166-1 alpha-2")
    kvk: Identifier
    vat_number: Identifier
    oin: Identifier
    endpoint_scheme: Literal["0190", "0106", "0088", "9944"]
    endpoint_id: str = Field(pattern=IDENTIFIER)
    buyer_reference: str | None = Field(
        default=None, pattern=r"^[A-Za-z0-9][A-Za-z0-9 ._/-]{0,49}$"
    )
    email: str | None = Field(default=None, pattern=EMAIL, max_length=254)
    route: Literal["folder", "email", "peppol"]
    iban: Identifier
    bic: Identifier


class ImportedParty(GivenParty):
    """A row of an import: the party's code, and what is given of it."""

    party: PartyCode
