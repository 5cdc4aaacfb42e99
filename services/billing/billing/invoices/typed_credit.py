"""Read the form that credits an invoice: all that is left, or an amount beside each line."""

from shared.pages.forms import FormWrong, Typed
from shared.pages.language import gettext

from billing.invoices.commands import CreditInvoice, CreditLine
from billing.typed_amount import typed_amount

LINE = "line-"
WHOLE = "whole"


def typed_credit(typed: Typed) -> CreditInvoice:
    """Return what is to be credited; raises `FormWrong`. Lines left empty are not credited."""
    if typed.value(WHOLE):
        return CreditInvoice()
    lines = []
    for name in typed.values:
        text = typed.value(name).strip()
        if not (text and name.startswith(LINE) and name.removeprefix(LINE).isdecimal()):
            continue
        amount = typed_amount(text)
        if amount is None:
            typed.errors[name] = gettext("Write an amount, such as 12.50.")
        else:
            lines.append(CreditLine(line=int(name.removeprefix(LINE)), amount=f"{amount:.2f}"))
    if not lines and not typed.errors:
        typed.problem = gettext("Write what is to be credited beside at least one line.")
    if typed.errors or typed.problem:
        raise FormWrong
    return CreditInvoice(lines=lines)
