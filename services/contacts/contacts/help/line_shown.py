"""The accident or disaster line by whose address a help seeker came: `?line=gelderland-1`."""

import re
from dataclasses import dataclass

from fastapi import Request
from shared.database import is_away, raw
from shared.http import database

from contacts.surges.find_surge import find_open_line
from contacts.surges.wording import to_seekers
from contacts.words.frames import SLUG


@dataclass(frozen=True, slots=True)
class LineShown:
    """The line that is joined (`slug`; none where it is not open), and what is told of it."""

    slug: str | None = None
    told: str = ""
    is_closed: bool = False


CLOSED = LineShown(is_closed=True)


async def line_of(request: Request) -> LineShown:
    """Return the line that the address names.

    While the database is away nothing is told of it: whoever joins learns whether it is open.
    """
    slug = request.query_params.get("line")
    if not slug:
        return LineShown()
    if not re.fullmatch(SLUG, slug):
        return CLOSED
    try:
        async with database(request).read() as session:
            found = await find_open_line(await raw(session), slug)
    except Exception as error:
        if not is_away(error):
            raise
        return LineShown(slug)
    return LineShown(slug, to_seekers(found)) if found else CLOSED
