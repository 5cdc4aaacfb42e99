"""Endpoints of personal data. No answer of these is kept for a retry: it would be in the clear."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Request, Response
from shared.access import Guarded
from shared.http import database, expected_version, now, problems
from shared.reach import WithinReach

from volunteers.people.commands import DescribePerson
from volunteers.people.describe_person import describe_person
from volunteers.people.open_people import open_people
from volunteers.people.views import PersonView, view_of_person
from volunteers.personal_data.erase_person import erase_person
from volunteers.personal_data.reach import require_person
from volunteers.personal_data.rules import PersonNotFound
from volunteers.personal_data.tell_all import tell_all
from volunteers.personal_data.views import ErasureView, PersonalDataView

router = APIRouter(prefix="/v1", route_class=Guarded)
IfMatch = Annotated[str | None, Header(description="the version that is replaced: its `ETag`")]


@router.get("/people/{person_id}", response_model=PersonView, responses=problems(404))
async def get_person(person_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Return how a volunteer or supervisor is reached; 404 where nothing was told, or erased."""
    async with database(request).commit() as connection:
        await require_person(connection, person_id, reach)
        people = await open_people(connection, [person_id], request.app.state.keys)
    if person_id not in people:
        raise PersonNotFound(f"nothing was told of how to reach person {person_id}, or erased")
    return _answer(view_of_person(person_id, people[person_id]))


@router.put("/people/{person_id}", response_model=PersonView, responses=problems(404, 409, 412))
async def put_person(
    person_id: UUID, command: DescribePerson, request: Request, reach: WithinReach,
    if_match: IfMatch = None,
) -> Response:  # fmt: skip
    """Keep how a volunteer or supervisor is reached, sealed; `If-Match` from the second time on.

    404 for nobody's id; 409 for who was erased; 412 where it changed meanwhile.
    """
    expected = expected_version(if_match) if if_match else 0
    async with database(request).commit() as connection:
        await require_person(connection, person_id, reach)
        view = await describe_person(
            connection, person_id, command, request.app.state.keys, expected=expected, now=now()
        )
    return _answer(view)


@router.get("/volunteers/{volunteer_id}/personal-data", responses=problems(404))
async def get_personal_data(
    volunteer_id: UUID, request: Request, response: Response, reach: WithinReach
) -> PersonalDataView:
    """Return all that is kept of a person; the reflections only to that person."""
    async with database(request).commit() as connection:
        await require_person(connection, volunteer_id, reach)
        view = await tell_all(
            connection, volunteer_id, request.app.state.keys, is_own=reach.is_own(volunteer_id)
        )
    response.headers["Cache-Control"] = "no-store"
    return view


@router.delete("/volunteers/{volunteer_id}/personal-data", responses=problems(404, 409))
async def delete_personal_data(
    volunteer_id: UUID, request: Request, reach: WithinReach
) -> ErasureView:
    """Erase what names or describes somebody who left; counts stay. Twice is once."""
    async with database(request).commit() as connection:
        await require_person(connection, volunteer_id, reach)
        return await erase_person(connection, volunteer_id, now())


def _answer(view: PersonView) -> Response:
    headers = {"ETag": f'"{view.version}"', "Cache-Control": "no-store"}
    return Response(
        view.model_dump_json(by_alias=True), headers=headers, media_type="application/json"
    )
