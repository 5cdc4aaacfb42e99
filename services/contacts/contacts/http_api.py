"""The HTTP API of contacts: in comes a request, out goes a use case."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Query, Request, Response
from shared.access import Guarded
from shared.database import Connection
from shared.http import Page, database, expected_version, now, once, once_hot, problems
from shared.month import PATTERN, check_closed, last_closed, month_of

from contacts import queries
from contacts.commands import MakeReferral, RegisterContact, RegisterMissedAttempt
from contacts.use_cases.correct_contact import correct_contact
from contacts.use_cases.make_referral import make_referral
from contacts.use_cases.register_contact import Surely, register_contact
from contacts.use_cases.register_missed_attempt import register_missed_attempt
from contacts.views import ContactView, MissedAttemptView, ReferralView, Totals

router = APIRouter(prefix="/v1", tags=["contacts"], route_class=Guarded)
Limit = Annotated[int, Query(ge=1, le=500)]
LAST_POSITION = 2**63 - 1  # of a PostgreSQL bigint
Cursor = Annotated[
    int, Query(ge=0, le=LAST_POSITION, description="`nextCursor` of the page before")
]


def _surely(request: Request) -> Surely:
    found: Surely = request.app.state.volunteers_known.surely
    return found


@router.post("/contacts", status_code=201, response_model=ContactView, responses=problems(409, 413))
async def post_contact(command: RegisterContact, request: Request) -> Response:
    """Register an answered attempt -> `contact_handled`.

    Refused: it ends in the future; the volunteer surely had no shift at `startedAt` (with 30
    minutes' grace). Where the shift is not known yet, it is kept with `dutyVerified: false`.
    """

    async def act(connection: Connection) -> ContactView:
        return await register_contact(connection, command, now(), _surely(request))

    return await once_hot(request, act, body=command)


@router.put(
    "/contacts/{contact_id}", response_model=ContactView, responses=problems(404, 409, 412, 428)
)
async def put_contact(
    contact_id: UUID,
    command: RegisterContact,
    request: Request,
    response: Response,
    if_match: Annotated[str | None, Header()] = None,
) -> ContactView:
    """Correct a registration, whole -> `contact_corrected`; `If-Match` is its ETag."""
    async with database(request).hot_commit() as connection:
        contact = await correct_contact(
            connection,
            contact_id,
            command,
            version=expected_version(if_match),
            now=now(),
            surely=_surely(request),
        )
    response.headers["ETag"] = f'"{contact.version}"'
    return contact


@router.get("/contacts/{contact_id}", responses=problems(404))
async def get_contact(contact_id: UUID, request: Request, response: Response) -> ContactView:
    """Return one contact, with its version as the ETag."""
    async with database(request).read() as session:
        contact = await queries.find_contact(session, contact_id)
    response.headers["ETag"] = f'"{contact.version}"'
    return contact


@router.get("/contacts", responses=problems())
async def get_contacts(
    request: Request,
    cursor: Cursor = 0,
    limit: Limit = 100,
    duty_verified: Annotated[bool | None, Query(alias="dutyVerified")] = None,
) -> Page[ContactView]:
    """List contacts in the order of their registration; `dutyVerified=false`: to look into."""
    async with database(request).read() as session:
        return await queries.list_contacts(session, cursor, limit, duty_verified)


@router.post(
    "/missed-attempts", status_code=201, response_model=MissedAttemptView, responses=problems(409)
)
async def post_missed_attempt(command: RegisterMissedAttempt, request: Request) -> Response:
    """Register an attempt that nobody answered -> `contact_missed`."""

    async def act(connection: Connection) -> MissedAttemptView:
        return await register_missed_attempt(connection, command, now())

    return await once_hot(request, act, body=command)


@router.get("/missed-attempts", responses=problems())
async def get_missed_attempts(
    request: Request, cursor: Cursor = 0, limit: Limit = 100
) -> Page[MissedAttemptView]:
    """List attempts that nobody answered, in the order of their registration."""
    async with database(request).read() as session:
        return await queries.list_missed(session, cursor, limit)


@router.post(
    "/contacts/{contact_id}/referrals",
    status_code=201,
    response_model=ReferralView,
    responses=problems(404, 409),
)
async def post_referral(contact_id: UUID, command: MakeReferral, request: Request) -> Response:
    """Point or hand the help seeker to a partner -> `referral_made`, and the partner's copy."""
    return await once(
        request,
        lambda session: make_referral(session, contact_id, command, now()),
        body=command,
    )


@router.get("/contacts/{contact_id}/referrals", responses=problems(404))
async def get_referrals(contact_id: UUID, request: Request) -> Page[ReferralView]:
    """List a contact's referrals."""
    async with database(request).read() as session:
        return await queries.list_referrals(session, contact_id)


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
