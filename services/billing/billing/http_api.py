"""The HTTP API of billing: request -> use case or query."""

from functools import partial
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from shared.database import raw
from shared.http import Page, database, now, once, problems
from shared.strict import Day, Number

from billing import queries
from billing.commands import ImportMunicipalities, QuotePrice, SettleYear, SignContract
from billing.exact_json import ExactRoute
from billing.municipality_csv import read_csv
from billing.rules.municipality import CODE
from billing.use_cases.import_municipalities import import_municipalities
from billing.use_cases.load_tariffs import load_tariffs
from billing.use_cases.quote_price import quote_price
from billing.use_cases.settle_year import settle_year
from billing.use_cases.sign_contract import sign_contract
from billing.views import (
    ContractView,
    ImportView,
    InvoiceSummary,
    InvoiceView,
    MunicipalityView,
    QuoteView,
    SettlementView,
    TariffView,
    TotalsView,
)

IMPORT_PATH = "/v1/municipality-imports"
MOST_IMPORT_BYTES = 1024 * 1024  # room for a thousand municipalities with the longest names
NUMBER = r"^\d{4}-\d{5,9}$"
Limit = Annotated[Number, Query(ge=1, le=500)]
YearWanted = Annotated[Number, Query(ge=1, le=9999)]
AsOf = Annotated[Day | None, Query(alias="asOf", description="figures of this date")]


def _import_schema() -> dict[str, Any]:
    """Return the schema of an import with its rows written out: it has no place of its own."""
    schema = ImportMunicipalities.model_json_schema()
    schema["properties"]["municipalities"]["items"] = schema.pop("$defs")["Figures"]
    return schema


CSV_EXAMPLE = "code,name,province,inhabitants\nGM0301,Zutphen,Gelderland,46997\n"
CSV_OR_JSON = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": _import_schema()},
            "text/csv": {"schema": {"type": "string"}, "example": CSV_EXAMPLE},
        },
    }
}

router = APIRouter(prefix="/v1", tags=["billing"], route_class=ExactRoute)


@router.post(
    "/municipality-imports", status_code=201, response_model=ImportView,
    responses=problems(400, 409), openapi_extra=CSV_OR_JSON,
)  # fmt: skip
async def post_municipality_import(request: Request, as_of: AsOf = None) -> Response:
    """Take in CBS figures of a 1 January: 1 to 1000 municipalities in one commit, or none.

    As JSON, or as `text/csv` with the columns code, name, province and inhabitants and `?asOf=`;
    wrong lines of a CSV are told by their number. Each municipality that is new or has changed
    is announced; the same figures again change nothing. The figures of a settled year stay.
    """
    content = await request.body()
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    command = read_csv(content, as_of) if media_type == "text/csv" else _read_json(content)
    return await once(
        request, partial(import_municipalities, command=command, now=now()), body=command
    )


@router.get("/municipalities", response_model=Page[MunicipalityView], responses=problems())
async def get_municipalities(
    request: Request,
    cursor: Annotated[str | None, Query(pattern=CODE)] = None,
    limit: Limit = 100,
    as_of: AsOf = None,
) -> Page[MunicipalityView]:
    """List municipalities by code, with their figures of `asOf` or else the newest."""
    async with database(request).read() as session:
        return await queries.list_municipalities(session, cursor, limit, as_of)


@router.get(
    "/municipalities/{code}", response_model=MunicipalityView, responses=problems(404)
)  # fmt: skip
async def get_municipality(
    request: Request, code: Annotated[str, Path(pattern=CODE)], as_of: AsOf = None
) -> MunicipalityView:
    """Return a municipality, with its figures of `asOf` or else the newest."""
    async with database(request).read() as session:
        return await queries.get_municipality(session, code, as_of)


@router.get("/tariffs", response_model=Page[TariffView], responses=problems())
async def get_tariffs(request: Request) -> Page[TariffView]:
    """List the tariffs: what a year costs, to be shared by the inhabitants who take part."""
    async with database(request).read() as session:
        tariffs = await load_tariffs(await raw(session))
    return Page(items=[TariffView.of(tariff) for tariff in tariffs], next_cursor=None)


@router.post("/quotes", response_model=QuoteView, responses=problems(400))
async def post_quote(command: QuotePrice, request: Request) -> QuoteView:
    """Quote what a municipality would pay in a year; nothing is kept.

    Say either `participation` (0.85, "0.85" or "85%" of the tariff's reference population) or
    `participatingInhabitants`, from 70% to 100%. The price is not rounded, the amount is.
    """
    async with database(request).read() as session:
        return await quote_price(session, command)


@router.post(
    "/contracts", status_code=201, response_model=ContractView, responses=problems(400, 409)
)
async def post_contract(command: SignContract, request: Request) -> Response:
    """Keep a signed contract; of settled years the invoices follow by themselves.

    A municipality is under one contract only in any calendar year, for a contract owes every
    year that it touches whole: the offer is a price per year.
    """
    return await once(request, partial(sign_contract, command=command, now=now()), body=command)


@router.get("/contracts", response_model=Page[ContractView], responses=problems())
async def get_contracts(
    request: Request, cursor: UUID | None = None, limit: Limit = 100
) -> Page[ContractView]:
    """List contracts by id."""
    async with database(request).read() as session:
        return await queries.list_contracts(session, cursor, limit)


@router.get("/contracts/{contract_id}", response_model=ContractView, responses=problems(404))
async def get_contract(request: Request, contract_id: UUID) -> ContractView:
    """Return a contract."""
    async with database(request).read() as session:
        return await queries.get_contract(session, contract_id)


@router.post(
    "/settlements", status_code=201, response_model=SettlementView, responses=problems(400, 409)
)
async def post_settlement(command: SettleYear, request: Request) -> Response:
    """Settle a year, once: its budget over the inhabitants under contract on 1 January.

    The invoices follow by themselves. Contracts bind at any participation; `belowOffer` says
    when it is lower than the offer prices.
    """
    return await once(request, partial(settle_year, command=command, now=now()), body=command)


@router.get("/settlements", response_model=Page[SettlementView], responses=problems())
async def get_settlements(
    request: Request, cursor: YearWanted | None = None, limit: Limit = 100
) -> Page[SettlementView]:
    """List settled years."""
    async with database(request).read() as session:
        return await queries.list_settlements(session, cursor, limit)


@router.get("/settlements/{year}", response_model=SettlementView, responses=problems(404))
async def get_settlement(
    request: Request, year: Annotated[Number, Path(ge=1, le=9999)]
) -> SettlementView:
    """Return a settled year."""
    async with database(request).read() as session:
        return await queries.get_settlement(session, year)


@router.get("/invoices", response_model=Page[InvoiceSummary], responses=problems())
async def get_invoices(
    request: Request,
    cursor: Annotated[str | None, Query(pattern=NUMBER)] = None,
    limit: Limit = 100,
    year: YearWanted | None = None,
) -> Page[InvoiceSummary]:
    """List invoices by number, without their lines; `year` asks for one series only."""
    async with database(request).read() as session:
        return await queries.list_invoices(session, cursor, limit, year)


@router.get("/invoices/{number}", response_model=InvoiceView, responses=problems(404))
async def get_invoice(
    request: Request, number: Annotated[str, Path(pattern=NUMBER)]
) -> InvoiceView:
    """Return an invoice as it went out."""
    async with database(request).read() as session:
        return await queries.get_invoice(session, number)


@router.get("/totals", response_model=TotalsView, responses=problems())
async def get_totals(request: Request) -> TotalsView:
    """Count what billing holds, from its tables."""
    async with database(request).read() as session:
        return await queries.count_totals(session)


def _read_json(content: bytes) -> ImportMunicipalities:
    try:
        return ImportMunicipalities.model_validate_json(content, strict=True)
    except ValidationError as error:
        told = error.errors(include_url=False, include_context=False, include_input=False)
        raise RequestValidationError(
            [{**one, "loc": ("body", *one["loc"])} for one in told]
        ) from None
