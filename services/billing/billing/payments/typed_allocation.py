"""Read the form that places a part of an entry on an invoice, or takes it back."""

from shared.pages.forms import FormWrong, Typed
from shared.pages.language import gettext

from billing.payments.commands import AllocateEntry
from billing.typed_amount import typed_amount


def typed_allocation(typed: Typed) -> AllocateEntry:
    """Return what is to be placed; raises `FormWrong`. `back` turns the amount's sign."""
    number, amount = typed.value("number"), typed_amount(typed.value("amount"))
    if amount is None:
        typed.problem = gettext("Write an amount, such as 12.50.")
        raise FormWrong
    sign = "-" if typed.value("back") else ""
    read = Typed({"number": [number], "amount": [f"{sign}{amount:.2f}"]})
    try:
        return read.read(AllocateEntry)
    except FormWrong:
        typed.problem = gettext("Choose an invoice.")
        raise
