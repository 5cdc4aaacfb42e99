"""The HTTP API of tariffs."""

from fastapi import APIRouter, Request
from shared.access import Guarded
from shared.database import raw
from shared.http import Page, database, problems

from billing.tariffs.load_tariffs import load_tariffs
from billing.tariffs.views import TariffView

router = APIRouter(prefix="/v1", tags=["billing"], route_class=Guarded)


@router.get("/tariffs", response_model=Page[TariffView], responses=problems())
async def get_tariffs(request: Request) -> Page[TariffView]:
    """List the tariffs: the yearly budgets, each shared by the inhabitants who take part."""
    async with database(request).read() as session:
        tariffs = await load_tariffs(await raw(session))
    return Page(items=[TariffView.of(tariff) for tariff in tariffs], next_cursor=None)
