"""The HTTP API of the clock, for tests and the demo: refused where it is not development."""

from datetime import datetime

from fastapi import APIRouter, Request
from shared.access import Guarded
from shared.http import View, database, now, problems

from contacts.clock.clock import Clock
from contacts.clock.commands import SetClock
from contacts.clock.set_clock import ClockIsReal, let_clock_be_real, set_clock

router = APIRouter(prefix="/v1", tags=["clock"], route_class=Guarded)


class ClockView(View):
    """What the clock shows, and how fast it runs; `rate` 1: as time does."""

    shows: datetime
    rate: int


@router.get("/clock", responses=problems())
async def get_clock(request: Request) -> ClockView:
    """Return what the queue takes for the present."""
    return _shown(request.app.state.clock)


@router.put("/clock", responses=problems(409))
async def put_clock(command: SetClock, request: Request) -> ClockView:
    """Set the clock. 409 `clock-is-real` outside development."""
    _check_settable(request)
    clock: Clock = request.app.state.clock
    async with database(request).commit() as connection:
        await set_clock(connection, clock, command, now())
    return _shown(clock)


@router.delete("/clock", responses=problems(409))
async def delete_clock(request: Request) -> ClockView:
    """Let the clock show the real time again. 409 `clock-is-real` outside development."""
    _check_settable(request)
    clock: Clock = request.app.state.clock
    async with database(request).commit() as connection:
        await let_clock_be_real(connection, clock)
    return _shown(clock)


def _check_settable(request: Request) -> None:
    if not request.app.state.settings.settable_clock:
        raise ClockIsReal("the clock can be set in development only (SETTABLE_CLOCK)")


def _shown(clock: Clock) -> ClockView:
    return ClockView(shows=clock.now(), rate=clock.setting.rate if clock.setting else 1)
