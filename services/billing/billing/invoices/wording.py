"""What is said of rounds and refusals, and where what is missing is mended."""

from collections.abc import Iterator
from typing import Any

from shared.pages.forms import told
from shared.pages.language import gettext
from shared.refusals import Refusal

from billing.invoices.views import RefusalView


def of_rounds() -> dict[str, Any]:
    """Return what the templates of rounds call."""
    return {"why": why, "mend": mend}


def of_documents() -> dict[str, Any]:
    """Return the words of the templates of documents."""
    return {
        "reasons": {
            "year": gettext("the year"),
            "correction": gettext("a correction of"),
            "course": gettext("a course in"),
            "agreed": gettext("agreed, of"),
        },
        "routes": {
            "folder": gettext("outgoing folder"), "email": gettext("email"), "peppol": "Peppol",
        },
        "vat": {
            "exempt": gettext("exempt from VAT"),
            "outside_scope": gettext("outside the scope of VAT"),
            "standard": gettext("VAT 21%"),
        },
    }  # fmt: skip


def why(refusal: RefusalView) -> str:
    """Return why a contract was refused, in the language that is spoken now."""
    kinds = (kind for kind in _kinds(Refusal) if kind.code() == refusal.type)
    return told(next(kinds, Refusal)(refusal.detail))


def mend(refusal: RefusalView) -> str:
    """Return the address of the page on which what is missing can be mended."""
    return {
        "buyer-missing": f"/billing/parties/{refusal.payer}",
        "seller-missing": "/billing/parties/SELLER",
    }.get(refusal.type, f"/billing/contracts/{refusal.contract_id}")


def _kinds(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    for each in kind.__subclasses__():
        yield each
        yield from _kinds(each)
