"""Endpoints of push: the browsers to which one's own notices are pushed."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from shared.access import Guarded
from shared.database import Connection
from shared.http import database, idempotent, now, problems
from shared.reach import Reach, WithinReach

from volunteers.notices.browsers import forget_browsers_of, take_browser
from volunteers.notices.by_push import public_key
from volunteers.notices.commands import TakePush
from volunteers.notices.queries import browsers
from volunteers.notices.views import PushSubscriptions, PushSubscriptionView

router = APIRouter(prefix="/v1", route_class=Guarded)


@router.get("/push-subscriptions", responses=problems())
async def get_push_subscriptions(request: Request, reach: WithinReach) -> PushSubscriptions:
    """List one's own browsers that take push, with the key to subscribe another one."""
    key = request.app.state.settings.vapid_private_key
    async with database(request).read() as session:
        items = await browsers(session, _own(reach))
    return PushSubscriptions(
        items=items, public_key=public_key(key.get_secret_value()) if key else None
    )


@router.post(
    "/push-subscriptions",
    status_code=201,
    response_model=PushSubscriptionView,
    responses=problems(503),
)
async def post_push_subscription(
    command: TakePush, request: Request, reach: WithinReach
) -> Response:
    """Push one's own notices to a browser; the same one again replaces itself.

    Of six the oldest goes. 503 while the service has no key for personal data.
    """

    async def act(connection: Connection) -> PushSubscriptionView:
        keys = request.app.state.keys
        return await take_browser(connection, _own(reach), command, keys, now())

    return await idempotent(request, act, body=command)


@router.delete("/push-subscriptions", status_code=204, responses=problems())
async def delete_push_subscriptions(request: Request, reach: WithinReach) -> None:
    """Push to none of one's own browsers any more."""
    async with database(request).commit() as connection:
        await forget_browsers_of(connection, _own(reach))


def _own(reach: Reach) -> UUID:
    """Return who asks: the rows of these endpoints open own records only."""
    assert reach.person is not None
    return reach.person
