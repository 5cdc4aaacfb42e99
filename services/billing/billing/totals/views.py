"""The answer of the totals."""

from decimal import Decimal

from shared.http import View


class TotalsView(View):
    """What billing holds. Gapless: every year's invoices are numbered 1, 2, 3 ... to the last.

    `obligationsOpen` are contracts' years that no round has billed yet.
    """

    municipalities: int
    contracts_signed: int
    invoices_issued: int
    invoice_numbers_gapless: bool
    invoiced_total: Decimal
    obligations_open: int
