"""The HTTP API of tariffs."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Header, Path, Request, Response
from shared.access import Guarded
from shared.database import raw
from shared.http import Page, database, expected_version, idempotent, now, problems

from billing.tariffs.change_tariff import change_tariff
from billing.tariffs.commands import VERSION, ChangeTariff, DraftTariff
from billing.tariffs.draft_tariff import draft_tariff
from billing.tariffs.load_tariffs import load_version, load_versions
from billing.tariffs.publish_tariff import publish_tariff
from billing.tariffs.views import TariffView

Version = Annotated[str, Path(pattern=VERSION, examples=["2019-2022"])]
IfMatch = Annotated[str | None, Header(description="the ETag of the draft")]

router = APIRouter(prefix="/v1", tags=["billing"], route_class=Guarded)


@router.post("/tariffs", status_code=201, response_model=TariffView, responses=problems(409))
async def post_tariff(command: DraftTariff, request: Request) -> Response:
    """Draft a tariff: it prices nothing until it is published."""
    return await idempotent(request, partial(draft_tariff, command=command), body=command)


@router.get("/tariffs", response_model=Page[TariffView], responses=problems())
async def get_tariffs(request: Request) -> Page[TariffView]:
    """List the tariffs, drafts and published: the yearly budgets, each shared by who take part."""
    async with database(request).read() as session:
        versions = await load_versions(await raw(session))
    return Page(items=[TariffView.of(kept) for kept in versions], next_cursor=None)


@router.get("/tariffs/{version}", response_model=TariffView, responses=problems(404))
async def get_tariff(version: Version, request: Request, response: Response) -> TariffView:
    """Return a tariff; its ETag is what a change of a draft sends as `If-Match`."""
    async with database(request).read() as session:
        shown = TariffView.of(await load_version(await raw(session), version))
    response.headers["ETag"] = f'"{shown.revision}"'
    return shown


@router.put(
    "/tariffs/{version}", response_model=TariffView, responses=problems(404, 409, 412, 428)
)  # fmt: skip
async def put_tariff(
    version: Version,
    command: ChangeTariff,
    request: Request,
    response: Response,
    if_match: IfMatch = None,
) -> TariffView:
    """Change a draft, whole; `If-Match` is its ETag. A published tariff never changes."""
    revision = expected_version(if_match)
    async with database(request).commit() as connection:
        changed = await change_tariff(connection, version, command, revision)
    response.headers["ETag"] = f'"{changed.revision}"'
    return changed


@router.post(
    "/tariffs/{version}/publication", status_code=201, response_model=TariffView,
    responses=problems(404, 409, 412, 428),
)  # fmt: skip
async def post_publication(
    version: Version, request: Request, if_match: IfMatch = None
) -> Response:
    """Publish a draft for good; `If-Match` is its ETag, so that it is the one that was read.

    From then on it prices its years, which no other published tariff may do.
    """
    act = partial(
        publish_tariff, version=version, revision=expected_version(if_match), now=now()
    )  # fmt: skip
    return await idempotent(request, act)
