"""The HTTP API of contacts: in comes a request, out goes a use case."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Annotated, TypeVar
from uuid import UUID

from fastapi import APIRouter, Header, Query, Request, Response
from shared.access import Guarded
from shared.database import Connection
from shared.http import Page, database, expected_version, now, once, problems
from shared.month import PATTERN, check_closed, last_closed, month_of
from shared.reach import WithinReach
from shared.strict import Flag, Number

from contacts import queries
from contacts.commands import MakeReferral, RegisterContact, RegisterMissedAttempt
from contacts.use_cases.correct_contact import correct_contact
from contacts.use_cases.make_referral import make_referral
from contacts.use_cases.register_contact import DutyUnknown, register_contact
from contacts.use_cases.register_missed_attempt import register_missed_attempt
from contacts.views import ContactView, MissedAttemptView, ReferralView, Totals

T = TypeVar("T")
router = APIRouter(prefix="/v1", tags=["contacts"], route_class=Guarded)
Limit = Annotated[Number, Query(ge=1, le=500)]
Cursor = Annotated[UUID | None, Query(description="`nextCursor` of the page before")]
ANOTHERS = "a contact of another volunteer (volunteerId must be your own id)"


async def _knowing(request: Request, act: Callable[[bool | None], Awaitable[T]]) -> T:
    """Do `act`; where the shift is not known here, wait for what volunteers knows, and do it again.

    The wait holds no connection: while volunteers is away the others go on registering.
    """
    try:
        return await act(None)
    except DutyUnknown:
        heard_all: bool = await request.app.state.volunteers_known.has_heard_all()
        return await act(heard_all)


@router.post("/contacts", status_code=201, response_model=ContactView, responses=problems(409, 413))
async def post_contact(command: RegisterContact, request: Request, reach: WithinReach) -> Response:
    """Register an answered attempt -> `contact_handled`.

    Refused: `volunteerId` is not whoever registers; it ends in the future; the volunteer surely
    had no shift at `startedAt` (with 30 minutes' grace). Where the shift is not known yet, it is
    kept with `dutyVerified: false`.
    """
    reach.require(ANOTHERS, person=command.volunteer_id)

    async def register(heard_all: bool | None) -> Response:
        return await once(
            request,
            partial(register_contact, command=command, now=now(), heard_all=heard_all),
            body=command,
        )

    return await _knowing(request, register)


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

    contact = await _knowing(request, correct)
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

    return await once(request, act, body=command)


@router.get("/missed-attempts", responses=problems())
async def get_missed_attempts(
    request: Request, reach: WithinReach, cursor: Cursor = None, limit: Limit = 100
) -> Page[MissedAttemptView]:
    """List attempts that nobody answered, in the order of their registration."""
    async with database(request).read() as session:
        return await queries.list_missed(session, reach, now(), cursor, limit)


@router.post(
    "/contacts/{contact_id}/referrals",
    status_code=201,
    response_model=ReferralView,
    responses=problems(404, 409),
)
async def post_referral(
    contact_id: UUID, command: MakeReferral, request: Request, reach: WithinReach
) -> Response:
    """Point or hand the help seeker to a partner -> `referral_made`, and the partner's copy."""

    async def act(connection: Connection) -> ReferralView:
        await queries.require_own(connection, contact_id, reach)
        return await make_referral(connection, contact_id, command, now())

    return await once(request, act, body=command)


@router.get("/contacts/{contact_id}/referrals", responses=problems(404))
async def get_referrals(
    contact_id: UUID, request: Request, reach: WithinReach
) -> Page[ReferralView]:
    """List a contact's referrals."""
    async with database(request).read() as session:
        return await queries.list_referrals(session, contact_id, reach, now())


@router.get("/totals", responses=problems())
async def get_totals(
    request: Request, month: Annotated[str | None, Query(pattern=PATTERN)] = None
) -> Totals:
    """Count what began in a closed month (Europe/Amsterdam), by default the newest.

    403 `month-not-closed` until a week after its end: who asks again and again would see each
    caller by the differences.
    """
    moment = now()
    wanted = month_of(month) if month else last_closed(moment)
    check_closed(wanted, moment)
    async with database(request).read() as session:
        return await queries.count_totals(session, wanted)
