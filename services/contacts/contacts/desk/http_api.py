"""The HTTP API of a listener's desk: each answers the desk as it is afterwards."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID

from fastapi import APIRouter, Request, Response
from shared.database import Connection
from shared.http import database, idempotent, problems
from shared.pages.route import ScriptRoute
from shared.reach import Reach, WithinReach

from contacts.clock.clock import Clock
from contacts.desk.answer_attempt import answer_attempt, end_chat, pass_on_attempt
from contacts.desk.commands import RegisterChat, SetDesk
from contacts.desk.queries import load_desks
from contacts.desk.reach import own_desk
from contacts.desk.refer_chat import connect_chat, refer_chat
from contacts.desk.register_chat import register_chat
from contacts.desk.set_desk import leave_desk, set_desk
from contacts.desk.views import DeskView
from contacts.queue.replica import Replica
from contacts.referrals.commands import MakeReferral

router = APIRouter(prefix="/v1/desk", tags=["desk"], route_class=ScriptRoute)
Act = Callable[[Connection], Awaitable[object]]


@router.get("", responses=problems())
async def get_desk(request: Request, reach: WithinReach) -> DeskView:
    """Return the own desk: shifts, what is offered, what is open, and what is to be registered."""
    async with database(request).commit() as connection:
        return await _own(connection, own_desk(reach), request)


@router.put("", responses=problems(409))
async def put_desk(command: SetDesk, request: Request, reach: WithinReach) -> DeskView:
    """Be present in a shift, pause or leave after what is open -> `listener_present`."""
    clock = _clock(request)
    return await _act(
        request, reach,
        lambda connection: set_desk(connection, own_desk(reach), command, clock.now()),
    )  # fmt: skip


@router.delete("", responses=problems(409))
async def delete_desk(request: Request, reach: WithinReach) -> DeskView:
    """Leave the desk -> `listener_absent`; 409 `chats-open` while there are any, or a call."""
    clock = _clock(request)
    return await _act(
        request, reach, lambda connection: leave_desk(connection, own_desk(reach), clock.now())
    )


@router.post("/attempts/{attempt_id}/answer", responses=problems(404, 409))
async def post_answer(attempt_id: UUID, request: Request, reach: WithinReach) -> DeskView:
    """Take what is offered; 409 `offer-gone` when it went elsewhere."""
    return await _act(request, reach, _in_queue(answer_attempt, attempt_id, request, reach))


@router.post("/attempts/{attempt_id}/pass", responses=problems(404, 409))
async def post_pass(attempt_id: UUID, request: Request, reach: WithinReach) -> DeskView:
    """Let the next listener be asked."""
    return await _act(request, reach, _in_queue(pass_on_attempt, attempt_id, request, reach))


@router.post("/attempts/{attempt_id}/end", responses=problems(404, 409))
async def post_end(attempt_id: UUID, request: Request, reach: WithinReach) -> DeskView:
    """End an open chat or call."""
    return await _act(request, reach, _in_queue(end_chat, attempt_id, request, reach))


@router.put("/attempts/{attempt_id}/registration", responses=problems(404, 409))
async def put_registration(
    attempt_id: UUID, command: RegisterChat, request: Request, reach: WithinReach
) -> DeskView:
    """Register a chat or call that has ended -> `contact_handled`."""
    clock = _clock(request)
    return await _act(
        request, reach,
        lambda connection: register_chat(
            connection, attempt_id, own_desk(reach), command, clock.now()
        ),
    )  # fmt: skip


@router.post(
    "/attempts/{attempt_id}/referrals", status_code=201, response_model=DeskView,
    responses=problems(404, 409),
)  # fmt: skip
async def post_chat_referral(
    attempt_id: UUID, command: MakeReferral, request: Request, reach: WithinReach
) -> Response:
    """Refer the help seeker of an open chat or call to a partner -> `referral_made`."""
    clock, own = _clock(request), own_desk(reach)
    within: timedelta = request.app.state.settings.answer_within

    async def act(connection: Connection) -> DeskView:
        await refer_chat(
            connection, attempt_id, own, command=command, now=clock.now(), answer_within=within
        )
        return (await load_desks(connection, [own], clock.now()))[own]

    response = await idempotent(request, act, body=command)
    await _replica(request).changed()
    return response


@router.post("/attempts/{attempt_id}/referrals/{referral_id}/connect", responses=problems(404, 409))
async def post_connect(
    attempt_id: UUID, referral_id: UUID, request: Request, reach: WithinReach
) -> DeskView:
    """Hand the help seeker over to the partner that has accepted -> `handover_settled`."""
    clock = _clock(request)
    return await _act(
        request, reach,
        lambda connection: connect_chat(
            connection, attempt_id, referral_id, own_desk(reach), clock.now()
        ),
    )  # fmt: skip


async def _act(request: Request, reach: Reach, act: Act) -> DeskView:
    """Do it in one commit, wake whoever looks at the queue, and return the desk."""
    own, replica = own_desk(reach), _replica(request)
    async with replica.deciding(database(request)) as connection:
        await act(connection)
        desk = await _own(connection, own, request)
    await replica.changed()
    return desk


async def _own(connection: Connection, own: UUID, request: Request) -> DeskView:
    return (await load_desks(connection, [own], _clock(request).now()))[own]


def _in_queue(
    use_case: Callable[..., Awaitable[None]], attempt_id: UUID, request: Request, reach: Reach
) -> Act:
    clock = _clock(request)
    return lambda connection: use_case(connection, attempt_id, own_desk(reach), clock.now())


def _clock(request: Request) -> Clock:
    found: Clock = request.app.state.clock
    return found


def _replica(request: Request) -> Replica:
    found: Replica = request.app.state.replica
    return found
