"""Parties for tests. Every identifier is invented; those with a check digit pass the check."""

from typing import Any

from billing.parties.rules.details import DETAILS
from pydantic.alias_generators import to_camel
from stdnum.iban import calc_check_digits

Json = dict[str, Any]
RSIN = "990000011"
# No bank has this code.
IBAN = f"NL{calc_check_digits('NL00TEST0000000001')}TEST0000000001"
BUYER: dict[str, str | None] = dict.fromkeys(DETAILS) | {
    "name": "Gemeente Verzonnen", "street": "Postbus 1", "postal_code": "1234 AB",
    "city": "Verzonnen", "country": "NL", "kvk": "99999901", "oin": f"00000001{RSIN}000",
    "endpoint_scheme": "0190", "endpoint_id": f"00000001{RSIN}000", "route": "peppol",
}  # fmt: skip
SELLER = BUYER | {
    "name": "Stichting Verzonnen Hulplijn", "street": "Lijnbaan 12", "kvk": "99999902",
    "oin": None, "endpoint_scheme": "0106", "endpoint_id": "99999902", "route": "folder",
    "vat_number": "NL999990007B01", "iban": IBAN, "bic": "TESTNL2A",
}  # fmt: skip


def body_of(details: dict[str, str | None], **changes: Any) -> Json:
    """Return the body of a PUT of a party, valid from 2014 on."""
    given = {to_camel(name): value for name, value in details.items() if value is not None}
    return {"validFrom": "2014-01-01", **given, **changes}
