"""The codes of parties, and which kind of party each names."""

import re

SELLER = "SELLER"
NATIONAL = ("VNG", "KING")
MUNICIPALITY = r"GM\d{4}"
REGION = r"REG-[A-Z0-9-]{1,20}"
CLIENT = r"ORG-[A-Z0-9-]{1,20}"
PARTY = rf"^({SELLER}|{'|'.join(NATIONAL)}|{MUNICIPALITY}|{REGION}|{CLIENT})$"
KINDS = {"GM": "municipality", "REG-": "region", "ORG-": "client"}


def is_party(text: str) -> bool:
    """Tell whether a text is the code of a party, be it known or not."""
    return re.fullmatch(PARTY, text) is not None


def kind_of(party: str) -> str:
    """Return the kind of a party whose code is of the form `PARTY`.

    It is municipality, national, region, client or seller.
    """
    if party == SELLER:
        return "seller"
    if party in NATIONAL:
        return "national"
    return next(kind for start, kind in KINDS.items() if party.startswith(start))
