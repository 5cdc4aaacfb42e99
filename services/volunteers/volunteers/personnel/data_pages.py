"""Pages of a person's data: all of it as a file, and its erasure after a question (GDPR)."""

from uuid import UUID

from fastapi import Request, Response
from shared.http import database, now
from shared.pages.language import gettext
from shared.pages.route import pages_router
from shared.pages.show import done, show
from shared.reach import WithinReach

from volunteers.amsterdam import day_of
from volunteers.personal_data.erase_person import erase_person
from volunteers.personal_data.reach import require_person
from volunteers.personal_data.rules import check_erasable
from volunteers.personal_data.tell_all import tell_all
from volunteers.personal_data.wording import GOES, STAYS, told
from volunteers.personnel.person_shown import person_shown

router = pages_router("/volunteers")


@router.get("/people/{person_id}/data.json")
async def get_data(person_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Return all that is kept of a person as a file, as the API tells it; no reflections."""
    async with database(request).commit() as connection:
        await require_person(connection, person_id, reach)
        found = await tell_all(connection, person_id, request.app.state.keys, is_own=False)
    headers = {
        "Content-Disposition": f'attachment; filename="person-{person_id}.json"',
        "Cache-Control": "no-store",
    }
    text = found.model_dump_json(by_alias=True, indent=2)
    return Response(text, headers=headers, media_type="application/json")


@router.get("/people/{person_id}/erasure")
async def get_erasure(person_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Ask whether a person is to be erased, and say what goes and what stays.

    Raises `StillThere` for who has not left.
    """
    async with database(request).read() as session:
        shown = await person_shown(
            session, person_id, reach, request.app.state.keys, with_names=True,
            today=day_of(now()),
        )  # fmt: skip
    check_erasable(person_id, shown.volunteer.state)
    return show(
        request, "personnel/templates/erasure.html", shown=shown, goes=told(GOES),
        stays=told(STAYS),
    )  # fmt: skip


@router.post("/people/{person_id}/erasure")
async def post_erasure(person_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Erase a person after that question; twice is once. Raises `StillThere`."""
    async with database(request).commit() as connection:
        await require_person(connection, person_id, reach)
        await erase_person(connection, person_id, now())
    return done(f"/volunteers/people/{person_id}", gettext("What named them is erased."))
