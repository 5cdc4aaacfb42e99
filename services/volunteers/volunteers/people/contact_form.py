"""The form by which a coordinator keeps how somebody is reached (`templates/_contact.html`)."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from fastapi import Request
from shared.database import Connection
from shared.http import Command, database, now
from shared.pages.forms import Typed, typed_in

from volunteers.people.commands import DescribePerson
from volunteers.people.describe_person import describe_person


class Shown(Command):
    """The version of a person that a form showed; 0: nothing was known."""

    version: int = 0


async def contact_typed(request: Request) -> Typed:
    """Return what the form holds: a box that is not ticked is not sent."""
    typed = await typed_in(request)
    return Typed({"byMail": ["false"], "byPush": ["false"], **typed.values})


async def keep_contact(
    request: Request, person_id: UUID, typed: Typed,
    require: Callable[[Connection], Awaitable[None]],
) -> None:  # fmt: skip
    """Keep what was typed of a person, who `require` says is within reach.

    Raises `FormWrong`, and as `describe_person` and `require` do. It is not kept for a retry: that
    would be in the clear.
    """
    command, shown = typed.read(DescribePerson), typed.read(Shown)
    async with database(request).commit() as connection:
        await require(connection)
        await describe_person(
            connection, person_id, command, request.app.state.keys, expected=shown.version,
            now=now(),
        )  # fmt: skip
