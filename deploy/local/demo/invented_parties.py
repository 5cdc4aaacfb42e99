"""Who stands on the demo's invoices: real names, and addresses and identifiers that are invented.

Each identifier passes the check of its register, and none is anybody's: no RSIN and no KvK number
begins with 99, and no bank is called DEMO. `DEMO` stands in every reference too.
"""

import csv
import io
from collections.abc import Iterable

from demo.figures import VNG, Municipality

VALID_FROM = "2014-10-30"
ADDRESS = {"street": "Raadhuisplein 1", "postalCode": "1234 AB", "country": "NL"}
SELLER_IBAN = "NL52DEMO0000000001"
SELLER = {
    "party": "SELLER", "name": "Sensoor (demo)", "street": "Dorpsstraat 1", "city": "Utrecht",
    "kvk": "99999902", "vatNumber": "NL999990007B01", "endpointScheme": "0106",
    "endpointId": "99999902", "route": "folder", "iban": SELLER_IBAN, "bic": "DEMONL2A",
}  # fmt: skip
COLUMNS = (
    "party", "validFrom", "name", "street", "postalCode", "city", "country", "kvk", "vatNumber",
    "oin", "endpointScheme", "endpointId", "buyerReference", "route", "iban", "bic",
)  # fmt: skip


def parties_csv(municipalities: Iterable[Municipality]) -> bytes:
    """Return the seller, the VNG and these municipalities, as billing imports them."""
    text = io.StringIO()
    rows = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    rows.writeheader()
    for party in (SELLER, _vng(), *map(_municipality, municipalities)):
        rows.writerow({**ADDRESS, "validFrom": VALID_FROM, **party})
    return text.getvalue().encode()


def invented_oin(number: int) -> str:
    """Return an OIN of an invented RSIN: 99, the number in five digits, and two more."""
    for last in range(100):
        rsin = f"99{number:05d}{last:02d}"
        *weighed, check = map(int, rsin)
        if sum(digit * (9 - at) for at, digit in enumerate(weighed)) % 11 == check:
            return f"00000001{rsin}000"
    raise AssertionError("of a hundred numbers nine pass the check")


def _vng() -> dict[str, str]:
    oin = invented_oin(99_999)
    return {
        "party": VNG, "name": "Vereniging van Nederlandse Gemeenten", "city": "Den Haag",
        "oin": oin, "endpointScheme": "0190", "endpointId": oin, "route": "peppol",
        "buyerReference": "DEMO-VNG",
    }  # fmt: skip


def _municipality(one: Municipality) -> dict[str, str]:
    oin = invented_oin(int(one.code.removeprefix("GM")))
    return {
        "party": one.code, "name": f"Gemeente {one.name}", "city": one.name, "oin": oin,
        "endpointScheme": "0190", "endpointId": oin, "route": "peppol",
        "buyerReference": f"DEMO-{one.code}",
    }  # fmt: skip
