"""The page of who is on duty now."""

from fastapi import Request, Response
from shared.database import raw
from shared.http import database, now
from shared.pages.live import live
from shared.pages.route import pages_router
from shared.pages.show import draw, show
from shared.reach import Reach, WithinReach

from contacts.duty import wording
from contacts.duty.queries import LocationOnDuty, list_on_duty
from contacts.duty.shifts_address import shifts_address
from contacts.duty.volunteers_known import nothing_set_aside

router = pages_router("/contacts")


@router.get("/duty")
async def get_duty(request: Request, reach: WithinReach) -> Response:
    """Show who is on duty now at the locations within reach."""
    locations, is_sure = await _on_duty(request, reach)
    return show(
        request, "duty/templates/duty.html", locations=locations, is_sure=is_sure,
        wording=wording, shifts_address=shifts_address(request),
    )  # fmt: skip


@router.get("/duty/live")
async def get_duty_live(request: Request, reach: WithinReach) -> Response:
    """Stream the part of the page that changes."""

    async def on_duty() -> str:
        locations, is_sure = await _on_duty(request, reach)
        return draw(
            request, "duty/templates/_on_duty.html", locations=locations, is_sure=is_sure,
            wording=wording, shifts_address=shifts_address(request),
        )  # fmt: skip

    return live(request, on_duty)


async def _on_duty(request: Request, reach: Reach) -> tuple[list[LocationOnDuty], bool]:
    """Return who is on duty, and whether all that volunteers knows of it has arrived here."""
    # Before a connection is taken: to find out may take a second.
    heard_all: bool = await request.app.state.volunteers_known.has_heard_all()
    async with database(request).read() as session:
        connection = await raw(session)
        locations = await list_on_duty(connection, reach, now())
        return locations, heard_all and await nothing_set_aside(connection)
