"""What the services' HTTP APIs share: commands, answers, lists by cursor, idempotency."""

import hashlib
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

from fastapi import Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, model_validator
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from shared.database import Connection, Database
from shared.http_problems import problems
from shared.refusals import PreconditionFailed, PreconditionRequired, Refusal
from shared.strict import Number
from shared.tokens import Caller

__all__ = ["Command", "Cursor", "Limit", "Page", "View", "database", "expected_version",
           "idempotent", "now", "problems"]  # fmt: skip

T = TypeVar("T")
MAX_KEY = 255
# What the lists take: how many items, and after which one where items are known by an id.
Limit = Annotated[Number, Query(ge=1, le=500)]
Cursor = Annotated[UUID | None, Query(description="`nextCursor` of the page before")]
MOST_DIGITS = 9  # of a version: what an int of the database holds


class View(BaseModel):
    """An answer: camelCase on the wire."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True)


class Command(View):
    """A request body: camelCase, no field that is not known, and no value of another type.

    A field is a number, a boolean, a text, a word of a vocabulary or a list of those, or one of
    the types of `shared.strict` for what JSON has no type of its own.
    """

    model_config = ConfigDict(strict=True, json_schema_extra={"additionalProperties": False})

    @model_validator(mode="before")
    @classmethod
    def _only_known_fields(cls, value: Any) -> Any:
        # pydantic's own error would echo the name of the field.
        known = [field.alias or name for name, field in cls.model_fields.items()]
        if isinstance(value, dict) and not set(value) <= {*known, *cls.model_fields}:
            raise PydanticCustomError(
                "unknown_field",
                "there is a field that is not known here; known are: {known}",
                {"known": ", ".join(known)},
            )
        return value


class Page(View, Generic[T]):
    """Part of a list. `nextCursor` asks for the rest: `?cursor=`; null: this was all."""

    items: list[T]
    next_cursor: str | None


class IdempotencyKeyReused(Refusal):
    """The same `Idempotency-Key` came with another request."""


class IdempotencyKeyTooLong(Refusal):
    """An `Idempotency-Key` has at most 255 characters."""

    status = 400


def now() -> datetime:
    """Return the present moment in UTC."""
    return datetime.now(UTC)


def database(request: Request) -> Database:
    """Return the service's database."""
    found: Database = request.app.state.database
    return found


def expected_version(if_match: str | None) -> int:
    """Read `If-Match: "<version>"`; raises when it is missing or is no version."""
    if not if_match:
        raise PreconditionRequired(
            'say which version you change: send its ETag as If-Match, such as "1"'
        )
    digits = if_match.removeprefix("W/").strip('"')
    if not digits.isdecimal() or len(digits) > MOST_DIGITS:
        raise PreconditionFailed("If-Match must be the ETag that came with what you change")
    return int(digits)


async def idempotent(
    request: Request,
    act: Callable[[Connection], Awaitable[BaseModel]],
    *,
    body: BaseModel | None = None,
    status: int = 201,
    key: str = "",
) -> Response:
    """Run `act` in one commit, once for each `Idempotency-Key`, and answer what it returns.

    `key` is that of a form, which has no such header.

    A retry by the same caller with the same key and body gets the first answer again; another
    body is refused with 409. Only hashes of the key and the request are kept. A refusal keeps
    nothing.
    """
    async with database(request).commit() as connection:
        keys = _hashes(request, body, key or request.headers.get("idempotency-key", ""))
        if keys is None:
            return _json(await act(connection), status)
        kept = await _claim(connection, *keys)
        if kept is not None:
            return kept
        response = _json(await act(connection), status)
        await _keep(connection, keys[0], response)
        return response


def _hashes(request: Request, body: BaseModel | None, key: str) -> tuple[bytes, bytes] | None:
    if not key:
        return None
    if len(key) > MAX_KEY:
        raise IdempotencyKeyTooLong(f"an Idempotency-Key has at most {MAX_KEY} characters")
    # A key belongs to its caller: the same key of another caller is another key.
    caller: Caller = request.state.caller
    path = f"{caller.subject_hash}\0{request.method} {request.url.path}".encode()
    content = body.model_dump_json().encode() if body else b""
    return (
        hashlib.sha256(path + b"\0" + key.encode()).digest(),
        hashlib.sha256(path + b"\0" + content).digest(),
    )


async def _claim(connection: Connection, key: bytes, request_hash: bytes) -> Response | None:
    """Take the key for this request, or return what was answered to it before.

    A concurrent request with the same key waits for this one: its row is locked.
    """
    taken = await connection.fetchval(
        "INSERT INTO idempotent_request (key_hash, request_hash) VALUES ($1, $2)"
        " ON CONFLICT DO NOTHING RETURNING true",
        key,
        request_hash,
    )
    if taken:
        return None
    row = await connection.fetchrow(
        "SELECT request_hash, status, answer FROM idempotent_request WHERE key_hash = $1", key
    )
    assert row is not None
    if row["request_hash"] != request_hash:
        raise IdempotencyKeyReused(
            "this Idempotency-Key was used for another request: take a new key for a new request"
        )
    return Response(row["answer"], row["status"], media_type="application/json")


async def _keep(connection: Connection, key: bytes, response: Response) -> None:
    await connection.execute(
        "UPDATE idempotent_request SET status = $2, answer = $3 WHERE key_hash = $1",
        key,
        response.status_code,
        bytes(response.body).decode(),
    )


def _json(view: BaseModel, status: int) -> Response:
    return Response(view.model_dump_json(by_alias=True), status, media_type="application/json")
