"""What must be known of a party before a document can name it.

A seller's invoice: article 35a Wet OB 1968 (name, address, VAT number) and the Handelsregisterwet
(KvK number); EN 16931 and Peppol BIS Billing 3.0 ask for both electronic addresses, and for the
account that is to be paid.
"""

from collections.abc import Callable, Mapping

from pydantic.alias_generators import to_camel
from shared.pages.language import N_
from shared.refusals import BadInput

from billing.parties.rules.codes import SELLER
from billing.parties.rules.identifiers import (
    ENDPOINTS,
    NotRight,
    bic_of,
    iban_of,
    kvk_of,
    oin_of,
    postal_code_of,
    vat_number_of,
)

Details = Mapping[str, str | None]
DETAILS = (
    "name", "street", "postal_code", "city", "country", "kvk", "vat_number", "oin",
    "endpoint_scheme", "endpoint_id", "buyer_reference", "email", "route", "iban", "bic",
)  # fmt: skip
CHECKS: dict[str, Callable[[str], str]] = {
    "kvk": kvk_of, "vat_number": vat_number_of, "oin": oin_of, "iban": iban_of, "bic": bic_of,
}  # fmt: skip
OF_EVERYBODY = ("name", "street", "postal_code", "city", "country", "endpoint_scheme",
                "endpoint_id", "route")  # fmt: skip
OF_SELLER = ("kvk", "vat_number", "iban", "bic")
NOT_OF_BUYER = ("iban", "bic")
NEEDED = N_("Every invoice needs this.")
NEEDED_OF_SELLER = N_("Every invoice needs this of who sends it.")
SELLER_ONLY = N_("Only SELLER has this: leave it empty.")
NEEDED_BY_EMAIL = N_("Documents go by email: give the address, or choose another route.")


class PartyWrong(BadInput):
    """What is given of a party cannot stand on a document.

    `fields` has for each wrong field, by its name on the wire, what is right.
    """

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{name}: {right}" for name, right in fields.items()))
        self.fields = fields


def check_details(party: str, given: Details) -> dict[str, str | None]:
    """Return the details of a party with its identifiers as their registers write them.

    `given` has a value or None for each of `DETAILS`. Raises `PartyWrong`.
    """
    found = {name: given.get(name) or None for name in DETAILS}
    wrong = _missing(party, found)
    for name, check in _checks(found).items():
        value = found[name]
        if value is None or name in wrong:
            continue
        try:
            found[name] = check(value)
        except NotRight as error:
            wrong[name] = error.message
    if wrong:
        raise PartyWrong({to_camel(name): wrong[name] for name in DETAILS if name in wrong})
    return found


def _checks(found: Details) -> dict[str, Callable[[str], str]]:
    """Return how each field is checked, which may depend on another."""
    country = found["country"] or ""
    endpoint = ENDPOINTS.get(found["endpoint_scheme"] or "")
    of_endpoint = {"endpoint_id": endpoint} if endpoint else {}
    return {**CHECKS, "postal_code": lambda code: postal_code_of(code, country), **of_endpoint}


def _missing(party: str, found: Details) -> dict[str, str]:
    wrong = {name: NEEDED for name in OF_EVERYBODY if found[name] is None}
    if party == SELLER:
        wrong |= {name: NEEDED_OF_SELLER for name in OF_SELLER if found[name] is None}
    else:
        wrong |= {name: SELLER_ONLY for name in NOT_OF_BUYER if found[name] is not None}
    if found["route"] == "email" and found["email"] is None:
        wrong["email"] = NEEDED_BY_EMAIL
    return wrong
