"""Wires billing together; no logic."""

from pathlib import Path

from fastapi import FastAPI
from prometheus_client import Gauge
from shared.gauges import counting
from shared.pages.language import N_
from shared.pages.site import Entry, make_site
from shared.service import create_service

from billing.contracts import http_api as contracts
from billing.event_handlers import handlers
from billing.invoices import http_api as invoices
from billing.invoices import pages as invoices_pages
from billing.invoices.queries import count_missing_numbers
from billing.municipalities import http_api as municipalities
from billing.quotes import http_api as quotes
from billing.reorganisations import http_api as reorganisations
from billing.roles import ROLES
from billing.settings import Settings
from billing.settlements import http_api as settlements
from billing.tariffs import http_api as tariffs
from billing.totals import http_api as totals

ROUTERS = [
    room.router
    for room in (municipalities, tariffs, quotes, contracts, reorganisations, settlements,
                 invoices, totals, invoices_pages)
]  # fmt: skip
GAPS = Gauge("invoice_number_gaps", "Numbers taken in the series of invoices, without an invoice")

SITE = make_site(
    "billing", Path(__file__).parent, Entry("/billing/contracts", N_("Contracts and invoices"))
)


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the service, ready to be served; its settings are the environment's by default."""
    return create_service(
        name="billing",
        title="Billing",
        description="Municipalities, the tariff, contracts, yearly settlements and invoices",
        routers=ROUTERS,
        handlers=handlers,
        settings=settings or Settings(),
        roles=ROLES,
        site=SITE,
        larger_bodies={municipalities.IMPORT_PATH: municipalities.MOST_IMPORT_BYTES},
        background=[counting(GAPS, count_missing_numbers)],
    )
