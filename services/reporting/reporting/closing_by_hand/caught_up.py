"""Wait until the live projections have seen all that is on the bus now."""

from reporting.event_handlers import handlers
from reporting.rebuild.rebuild_projections import STALLED_SECONDS, wait_for_live
from reporting.rebuild.streams import connect, last_sequence
from reporting.settings import Settings


class ProjectionsBehind(Exception):
    """The live projections make no progress: what would be closed now lacks events for ever."""


async def caught_up(settings: Settings) -> None:
    """Return once all is projected; raises `ProjectionsBehind`, and what nats-py raises."""
    behind: list[str] = []
    bus = await connect(settings)
    try:
        ends = {stream: await last_sequence(bus, stream) for stream in handlers.streams()}
        await wait_for_live(bus, ends, behind.append, STALLED_SECONDS)
    finally:
        await bus.close()
    if behind:
        raise ProjectionsBehind(
            "the live projections are behind the bus and make no progress: nothing is closed."
            " Let the worker of reporting run, then try again"
        )
