"""The HTTP API of referrals."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from shared.access import Guarded
from shared.database import Connection
from shared.http import Page, database, idempotent, now, problems
from shared.reach import WithinReach

from contacts.referrals.commands import MakeReferral
from contacts.referrals.make_referral import make_referral
from contacts.referrals.queries import list_referrals
from contacts.referrals.views import ReferralView
from contacts.registration.queries import require_own
from contacts.settings import Settings

router = APIRouter(prefix="/v1", tags=["contacts"], route_class=Guarded)


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
    settings: Settings = request.app.state.settings

    async def act(connection: Connection) -> ReferralView:
        await require_own(connection, contact_id, reach)
        return await make_referral(connection, contact_id, command, now(), settings.answer_within)

    return await idempotent(request, act, body=command)


@router.get("/contacts/{contact_id}/referrals", responses=problems(404))
async def get_referrals(
    contact_id: UUID, request: Request, reach: WithinReach
) -> Page[ReferralView]:
    """List a contact's referrals, and how far each warm handover is."""
    async with database(request).read() as session:
        return await list_referrals(session, contact_id, reach, now())
