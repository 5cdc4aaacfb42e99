"""Open data for programs: no sign-in, and kept by whoever asked until it changes."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

import orjson
from fastapi import APIRouter, Request, Response
from shared.http import database
from shared.pages.language import speaking
from shared.pages.route import language_of
from shared.settings import Settings

from reporting.open_data.catalogue import PREFIXES, catalogue
from reporting.open_data.data_package import data_package
from reporting.open_data.editions import Edition
from reporting.open_data.feed import ENTRIES, NEVER, atom_feed
from reporting.open_data.linked_data import Node, json_ld, turtle
from reporting.open_data.queries import newest_public
from reporting.open_data.resources import PATH, RESOURCES

CSV = "text/csv; charset=utf-8; header=present"
JSON, JSON_LD, TURTLE = "application/json", "application/ld+json", "text/turtle; charset=utf-8"
ATOM = "application/atom+xml; charset=utf-8"
# A reader of another site may ask from a browser; whoever keeps a copy asks again after an hour.
OPENLY = {"Access-Control-Allow-Origin": "*", "Cache-Control": "public, max-age=3600"}

router = APIRouter(prefix=PATH, include_in_schema=False)


async def get_csv(request: Request) -> Response:
    """Return a series as CSV."""
    edition = await _newest(request)
    file = edition.file(request.url.path.rpartition("/")[2].removesuffix(".csv"))
    headers = _headers(file.sha256, edition.state.published_at) | {
        "Content-Disposition": f'attachment; filename="sensoor-{file.resource.name}.csv"',
        "Vary": "Accept-Encoding",
    }
    if _is_known(request, headers):
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(file.packed, media_type=CSV, headers=headers | {"Content-Encoding": "gzip"})
    return Response(file.content(), media_type=CSV, headers=headers)


@router.get("/datapackage.json")
async def get_data_package(request: Request) -> Response:
    """Return the Data Package that describes the files and their columns."""
    edition = await _newest(request)
    said = data_package(edition, _base(request))
    return _answer(request, orjson.dumps(said, option=orjson.OPT_INDENT_2), JSON, edition)


@router.get("/catalog.ttl")
async def get_turtle(request: Request) -> Response:
    """Return the catalogue as Turtle, by DCAT-AP-NL 3.0."""
    edition = await _newest(request)
    return _answer(request, turtle(PREFIXES, _catalogue(request, edition)), TURTLE, edition)


@router.get("/catalog.jsonld")
async def get_json_ld(request: Request) -> Response:
    """Return the catalogue as JSON-LD, by DCAT-AP-NL 3.0."""
    edition = await _newest(request)
    return _answer(request, json_ld(PREFIXES, _catalogue(request, edition)), JSON_LD, edition)


@router.get("/feed.atom")
async def get_feed(request: Request) -> Response:
    """Return the Atom feed of the newest reports, in the language that is asked for."""
    settings: Settings = request.app.state.settings
    async with database(request).read() as session:
        newest = await newest_public(session, ENTRIES)
    with speaking(language_of(request), request.app.state.site.words):
        content = atom_feed(newest, settings.pages_address("reporting"), settings.address)
    published_at = max((one.published_at for one in newest), default=NEVER)
    answer = _told(request, content, ATOM, published_at)
    answer.headers["Vary"] = "Accept-Language, Cookie"
    return answer


async def _newest(request: Request) -> Edition:
    """Return the edition of all that is published now."""
    edition: Edition = await request.app.state.editions.newest(database(request))
    return edition


def _base(request: Request) -> str:
    """Return the address below which the open data is."""
    settings: Settings = request.app.state.settings
    return settings.pages_address("reporting") + PATH


def _catalogue(request: Request, edition: Edition) -> list[Node]:
    settings: Settings = request.app.state.settings
    words = request.app.state.site.words
    return catalogue(edition, _base(request), settings.contact_email, words)


def _answer(request: Request, content: bytes, media_type: str, edition: Edition) -> Response:
    return _told(request, content, media_type, edition.state.published_at)


def _told(
    request: Request, content: bytes, media_type: str, published_at: datetime | None
) -> Response:
    headers = _headers(hashlib.sha256(content).hexdigest(), published_at)
    if _is_known(request, headers):
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=media_type, headers=headers)


def _headers(sha256: str, published_at: datetime | None) -> dict[str, str]:
    # Weak: packed and unpacked are the same document.
    changed = (published_at or NEVER).astimezone(UTC)
    return {
        "ETag": f'W/"{sha256}"', "Last-Modified": format_datetime(changed, usegmt=True), **OPENLY,
    }  # fmt: skip


def _is_known(request: Request, headers: Mapping[str, str]) -> bool:
    """Say whether the asker's copy is this document (RFC 9110, 13.2.2)."""
    known = request.headers.get("if-none-match")
    if known is not None:
        tag = headers["ETag"].removeprefix("W/")
        return any(one.strip().removeprefix("W/") in (tag, "*") for one in known.split(","))
    try:
        since = parsedate_to_datetime(request.headers["if-modified-since"])
        return parsedate_to_datetime(headers["Last-Modified"]) <= since
    except (KeyError, ValueError, TypeError):
        return False  # none is told, or it is no date


for _resource in RESOURCES:
    router.add_api_route(f"/{_resource.name}.csv", get_csv)
DESCRIBED = ("datapackage.json", "catalog.ttl", "catalog.jsonld", "feed.atom")
FILES = (*(f"{resource.name}.csv" for resource in RESOURCES), *DESCRIBED)
OPEN_PATHS = frozenset({PATH, *(f"{PATH}/{name}" for name in FILES)})
