"""Refusals and failures, told once: RFC 9457 problem details (`application/problem+json`)."""

import logging
import re
from collections.abc import Mapping
from typing import Any

import asyncpg
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError, WebSocketRequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.types import Receive, Scope, Send

from shared.database import DatabaseAway, is_away
from shared.http_headers import API_VERSION, ON_ANSWERS
from shared.refusals import Refusal
from shared.telemetry import AWAY

log = logging.getLogger(__name__)

RETRY_AFTER_SECONDS = "2"
TITLES = {
    400: "Bad input", 401: "No valid token", 403: "Role too low", 404: "Not found",
    405: "Method not allowed", 408: "Too slow", 409: "Refused", 412: "Precondition failed",
    413: "Too large", 428: "Precondition required", 429: "Too many requests",
    431: "Head too large", 500: "Internal error", 503: "Unavailable",
}  # fmt: skip


class FieldProblem(BaseModel):
    """What is wrong with one field."""

    field: str
    problem: str


class Problem(BaseModel):
    """Problem details (RFC 9457). `type` is stable and meant for programs."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldProblem] | None = None


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the `responses=` of an endpoint that may answer with these problems.

    Every endpoint may answer 400, 401, 403, 429 and 503; `openapi` holds the schema.
    """
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        status: {"description": TITLES[status], "content": content}
        for status in sorted({400, 401, 403, 429, *statuses, 503})
    }


def answer(
    status: int,
    code: str,
    title: str,
    detail: str,
    *,
    errors: list[dict[str, str]] | None = None,
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """Return problem details as a response."""
    body: dict[str, Any] = {
        "type": f"urn:hulpopafstand:problem:{code}",
        "title": title,
        "status": status,
        "detail": detail,
    }
    if errors:
        body["errors"] = errors
    return JSONResponse(
        body, status, headers=dict(headers or {}), media_type="application/problem+json"
    )


async def refused(_request: HTTPConnection, refusal: Exception) -> JSONResponse:
    """Tell a refusal of the rules."""
    assert isinstance(refusal, Refusal)
    return answer(
        refusal.status, refusal.code(), refusal.title(), refusal.detail, headers=refusal.headers()
    )


async def bad_input(_request: HTTPConnection, error: Exception) -> JSONResponse:
    """Tell which fields are wrong and what they should be, without repeating what they were."""
    assert isinstance(error, (RequestValidationError, WebSocketRequestValidationError))
    errors = [{"field": _place(one["loc"]), "problem": _text(one["msg"])} for one in error.errors()]
    detail = "; ".join(f"{one['field']}: {one['problem']}" for one in errors)
    return answer(400, "bad-input", "Bad input", detail, errors=errors)


async def http_error(_request: HTTPConnection, error: Exception) -> JSONResponse:
    """Tell what the framework refuses: an unknown address, a wrong method."""
    assert isinstance(error, HTTPException)
    title = TITLES.get(error.status_code, "Error")
    detail = {
        404: "there is nothing at this address; /docs lists what there is",
        405: "this address does not take this method; /docs lists which it takes",
    }.get(error.status_code, str(error.detail))
    code = title.lower().replace(" ", "-")
    return answer(error.status_code, code, title, detail, headers=error.headers)


async def failed(_request: HTTPConnection, error: Exception) -> JSONResponse:
    """Tell that the database is away (503, try again), or that we made a mistake (500)."""
    if is_away(error):
        AWAY.labels("database").set(1)
        detail = (
            "the database cannot be reached just now: try again, with the same Idempotency-Key"
            " where there was one"
        )
        return answer(
            503, "unavailable", "Unavailable", detail, headers={"Retry-After": RETRY_AFTER_SECONDS}
        )
    log.error("a request failed", exc_info=error)
    # Written outside all middleware, so it brings their headers.
    return answer(
        500, "internal-error", "Internal error", "a mistake of ours; it was logged",
        headers={**ON_ANSWERS, "API-Version": API_VERSION},
    )  # fmt: skip


def install(app: FastAPI) -> None:
    """Let an application tell all its refusals and failures as problem details."""
    app.add_exception_handler(Refusal, refused)
    for invalid in (RequestValidationError, WebSocketRequestValidationError):
        app.add_exception_handler(invalid, bad_input)
    app.add_exception_handler(HTTPException, http_error)
    drivers = (SQLAlchemyError, asyncpg.PostgresError, asyncpg.InterfaceError)
    for error in (*drivers, DatabaseAway, ConnectionError, TimeoutError, Exception):
        app.add_exception_handler(error, failed)
    app.router.default = _nothing_here


async def _nothing_here(_scope: Scope, _receive: Receive, _send: Send) -> None:
    """Refuse an unknown address of a WebSocket as that of a request."""
    raise HTTPException(404)


def _text(message: str) -> str:
    """Write what a validator says, without the character that it found."""
    return re.sub(",? found `.*", "", message.removeprefix("Value error, "))


def _place(location: tuple[int | str, ...]) -> str:
    """Write where a field stands: `body.lines[0].amount`; keys that came in are not repeated."""
    text = ""
    for part in location:
        text += f"[{part}]" if isinstance(part, int) else f".{part}"
    return text.lstrip(".")
