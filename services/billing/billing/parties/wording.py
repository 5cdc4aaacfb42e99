"""How pages call the kinds of parties, the routes of documents, and electronic addresses."""

from typing import Any

from shared.pages.language import gettext


def wording() -> dict[str, Any]:
    """Return the words by their codes, in the language that is spoken now."""
    return {
        "kind_names": {
            "municipality": gettext("Municipality"),
            "national": gettext("National payer"),
            "region": gettext("Region"),
            "client": gettext("Client of courses"),
            "seller": gettext("Sender of the invoices"),
        },
        "route_names": {
            "peppol": gettext("Peppol"),
            "email": gettext("E-mail"),
            "folder": gettext("Outgoing folder"),
        },
        "scheme_names": {
            "0190": gettext("OIN (0190)"),
            "0106": gettext("KvK number (0106)"),
            "0088": gettext("GLN (0088)"),
            "9944": gettext("VAT number (9944)"),
        },
    }
