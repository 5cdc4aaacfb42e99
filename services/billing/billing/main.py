"""Wires billing together; no logic."""

import asyncio
from pathlib import Path

from fastapi import FastAPI
from prometheus_client import Gauge
from shared.gauges import counting
from shared.pages.language import N_
from shared.pages.site import Entry, make_site
from shared.service import WithoutBus, create_service

from billing.contracts import http_api as contracts
from billing.contracts import pages as contracts_pages
from billing.courses import http_api as courses
from billing.deliveries import http_api as deliveries
from billing.deliveries import pages as deliveries_pages
from billing.deliveries.queries import count_failed
from billing.deliveries.send_documents import sending
from billing.event_handlers import handlers
from billing.exports import http_api as exports
from billing.files import http_api as files
from billing.files.make_missing import making
from billing.history import pages as history_pages
from billing.invoices import http_api as invoices
from billing.invoices import pages as invoices_pages
from billing.invoices.issue_rounds import issuing
from billing.invoices.queries import count_missing_numbers
from billing.municipalities import http_api as municipalities
from billing.parties import http_api as parties
from billing.parties import pages as parties_pages
from billing.payments import http_api as payments
from billing.payments import pages as payments_pages
from billing.quotes import http_api as quotes
from billing.quotes import pages as quotes_pages
from billing.reminders import http_api as reminders
from billing.reminders import pages as reminders_pages
from billing.reorganisations import http_api as reorganisations
from billing.roles import ROLES
from billing.settings import Settings
from billing.settlements import http_api as settlements
from billing.tariffs import http_api as tariffs
from billing.tariffs import pages as tariffs_pages
from billing.totals import http_api as totals

ROUTERS = [
    municipalities.router,
    tariffs.router,
    quotes.router,
    parties.router,
    contracts.router,
    reorganisations.router,
    settlements.router,
    courses.router,
    invoices.router,
    files.router,
    deliveries.router,
    payments.router,
    reminders.router,
    exports.router,
    totals.router,
    history_pages.router,
    invoices_pages.router,
    contracts_pages.router,
    parties_pages.router,
    deliveries_pages.router,
    payments_pages.router,
    payments_pages.uploads,
    reminders_pages.router,
    quotes_pages.router,
    tariffs_pages.router,
]
GAPS = Gauge("invoice_number_gaps", "Numbers taken in the series of invoices, without an invoice")
FAILED = Gauge("deliveries_failed", "Documents that were sent in vain, and wait for a person")

SITE = make_site(
    "billing",
    Path(__file__).parent,
    Entry("/billing", N_("Start")),
    Entry("/billing/contracts", N_("Contracts")),
    Entry("/billing/rounds", N_("Rounds")),
    Entry("/billing/open", N_("Open items")),
    Entry("/billing/bank", N_("Bank")),
    Entry("/billing/parties", N_("Addresses")),
    Entry("/billing/offer", N_("The offer")),
    Entry("/billing/tariffs", N_("Tariffs")),
    search=Entry("/billing/municipalities", N_("Find a municipality")),
)
LARGER_BODIES = {
    municipalities.IMPORT_PATH: municipalities.MOST_IMPORT_BYTES,
    parties.IMPORT_PATH: parties.MOST_IMPORT_BYTES,
    payments.STATEMENTS_PATH: payments.MOST_STATEMENT_BYTES,
    payments_pages.BANK_PATH: payments_pages.MOST_FILE_BYTES,
}


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the service, ready to be served; its settings are the environment's by default."""
    settings = settings or Settings()
    round_begun = asyncio.Event()
    app = create_service(
        name="billing",
        title="Billing",
        description="Municipalities, the tariff, contracts, yearly settlements and invoices",
        routers=ROUTERS,
        handlers=handlers,
        settings=settings,
        roles=ROLES,
        site=SITE,
        larger_bodies=LARGER_BODIES,
        background=[counting(GAPS, count_missing_numbers), counting(FAILED, count_failed)],
        without_bus=[issuing(round_begun), *_documents(settings)],
    )
    app.state.round_begun = round_begun
    return app


def _documents(settings: Settings) -> list[WithoutBus]:
    """Return the tasks that make files of documents and send them: work, which no API does."""
    if settings.role == "api":
        return []
    ways = settings.outgoing_folder, settings.smtp_url, settings.peppol_url
    return [making(), *sending(*ways)]
