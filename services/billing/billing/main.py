"""Wires billing together; no logic."""

from fastapi import FastAPI
from shared.service import create_service

from billing.event_handlers import handlers
from billing.http_api import router
from billing.settings import Settings


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the service, ready to be served; its settings are the environment's by default."""
    return create_service(
        name="billing",
        title="Billing",
        description="Municipalities, the tariff, contracts, yearly settlements and invoices",
        routers=[router],
        handlers=handlers,
        settings=settings or Settings(),
    )
