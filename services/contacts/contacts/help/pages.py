"""The help seeker's page: everything on it is done by its scripts and its socket."""

from fastapi import APIRouter, Request, Response

from contacts.help.line_shown import line_of
from contacts.help.show_page import in_its_language, show_page

router = APIRouter(include_in_schema=False)
PATH = "/contacts/help"


async def get_help(request: Request) -> Response:
    """Show the page on which a chat begins, and is held."""
    return show_page(request, "help/templates/help.html", line=await line_of(request))


router.add_api_route(PATH, in_its_language(get_help))
