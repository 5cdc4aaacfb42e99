"""The HTTP API of registration: contacts and missed attempts."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Annotated, TypeVar
from uuid import UUID

from fastapi import APIRouter, Header, Query, Request, Response
from shared.access import Guarded
from shared.database import Connection
from shared.http import Cursor, Limit, Page, database, expected_version, idempotent, now, problems
from shared.reach import WithinReach
from shared.strict import Flag

from contacts.duty.verify_duty import DutyUnknown
from contacts.registration import queries
from contacts.registration.commands import RegisterContact, RegisterMissedAttempt
from contacts.registration.correct_contact import correct_contact
from contacts.registration.register_contact import register_contact
from contacts.registration.register_missed_attempt import register_missed_attempt
from contacts.registration.views import ContactView, MissedAttemptView

T = TypeVar("T")
router = APIRouter(prefix="/v1", tags=["contacts"], route_class=Guarded)
ANOTHERS = (
    "a contact of another volunteer (volunteerId must be your own id, or for a coordinator"
    " answeredAtLocationId an own location)"
)


async def _once_duty_is_known(request: Request, act: Callable[[bool | None], Awaitable[T]]) -> T:
    """Run `act`; where no shift is known, wait for the events of volunteers and repeat it.

    The wait holds no connection, so that others can register while volunteers is away.
    """
    try:
        return await act(None)
    except DutyUnknown:
        heard_all: bool = await request.app.state.volunteers_known.has_heard_all()
        return await act(heard_all)


@router.post("/contacts", status_code=201, response_model=ContactView, responses=problems(409, 413))
async def post_contact(command: RegisterContact, request: Request, reach: WithinReach) -> Response:
    """Register an answered attempt -> `contact_handled`.

    A listener registers own contacts, a coordinator imports those of own locations. Refused: it
    is neither; it ends in the future; the volunteer surely had no shift at `startedAt` (with 30
    minutes' grace), or was in another telephone conversation. Where the shift is not known yet, it
    is kept with `dutyVerified: false`.
    """
    reach.require(ANOTHERS, person=command.volunteer_id, location=command.answered_at_location_id)

    async def register(heard_all: bool | None) -> Response:
        return await idempotent(
            request,
            partial(register_contact, command=command, now=now(), heard_all=heard_all),
            body=command,
        )

    return await _once_duty_is_known(request, register)


@router.put(
    "/contacts/{contact_id}", response_model=ContactView, responses=problems(404, 409, 412, 428)
)
async def put_contact(
    contact_id: UUID,
    command: RegisterContact,
    request: Request,
    *,
    reach: WithinReach,
    response: Response,
    if_match: Annotated[str | None, Header()] = None,
) -> ContactView:
    """Correct a registration, whole -> `contact_corrected`; `If-Match` is its ETag."""
    version = expected_version(if_match)
    reach.require(ANOTHERS, person=command.volunteer_id)

    async def correct(heard_all: bool | None) -> ContactView:
        async with database(request).commit() as connection:
            await queries.require_own(connection, contact_id, reach)
            return await correct_contact(
                connection, contact_id, command, version=version, now=now(), heard_all=heard_all
            )

    contact = await _once_duty_is_known(request, correct)
    response.headers["ETag"] = f'"{contact.version}"'
    return contact


@router.get("/contacts/{contact_id}", responses=problems(404))
async def get_contact(
    contact_id: UUID, request: Request, reach: WithinReach, response: Response
) -> ContactView:
    """Return one contact, with its version as the ETag."""
    async with database(request).read() as session:
        contact = await queries.find_contact(session, contact_id, reach, now())
    response.headers["ETag"] = f'"{contact.version}"'
    return contact


@router.get("/contacts", responses=problems())
async def get_contacts(
    request: Request,
    reach: WithinReach,
    cursor: Cursor = None,
    limit: Limit = 100,
    duty_verified: Annotated[Flag | None, Query(alias="dutyVerified")] = None,
) -> Page[ContactView]:
    """List contacts in the order of their registration; `dutyVerified=false`: to look into."""
    async with database(request).read() as session:
        return await queries.list_contacts(
            session, reach, now(), cursor=cursor, limit=limit, duty_verified=duty_verified
        )


@router.post(
    "/missed-attempts", status_code=201, response_model=MissedAttemptView, responses=problems(409)
)
async def post_missed_attempt(command: RegisterMissedAttempt, request: Request) -> Response:
    """Register an attempt that nobody answered -> `contact_missed`."""

    async def act(connection: Connection) -> MissedAttemptView:
        return await register_missed_attempt(connection, command, now())

    return await idempotent(request, act, body=command)


@router.get("/missed-attempts", responses=problems())
async def get_missed_attempts(
    request: Request, reach: WithinReach, cursor: Cursor = None, limit: Limit = 100
) -> Page[MissedAttemptView]:
    """List attempts that nobody answered, in the order of their registration."""
    async with database(request).read() as session:
        return await queries.list_missed(session, reach, now(), cursor, limit)
