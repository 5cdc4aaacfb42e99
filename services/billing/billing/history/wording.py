"""What happened, in words."""

from shared.pages.language import gettext

from billing.history.views import Happened
from billing.invoices.wording import of_documents


def left() -> dict[str, str]:
    """Return why a municipality left a contract."""
    return {
        "opted_out": gettext("opted out"),
        "break": gettext("ended on a break date"),
        "agreed": gettext("ended by agreement"),
        "reorganised": gettext("passed on by a reorganisation"),
    }


def said(happened: Happened) -> str:
    """Return what happened to a document."""
    detail, routes = happened.detail, of_documents()["routes"]
    return {
        "invoice": gettext("invoice issued"),
        "credit_note": gettext("credit note issued on %(number)s", number=detail),
        "paid": gettext("payment placed, bank reference %(reference)s", reference=detail),
        "taken_back": gettext("payment taken back, bank reference %(reference)s", reference=detail),
        "reminder": gettext("reminder %(step)s released", step=detail),
        "sent": gettext("document delivered (%(route)s)", route=routes.get(detail, "")),
        "failed": gettext("delivery failed (%(route)s)", route=routes.get(detail, "")),
    }[happened.what]
