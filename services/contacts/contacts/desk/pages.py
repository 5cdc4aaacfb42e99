"""The page of the desk: a shell that needs no database. What changes comes by the socket."""

from fastapi import Request, Response
from shared.pages.route import pages_router
from shared.pages.show import show
from shared.reach import WithinReach

from contacts.desk import wording

router = pages_router("/contacts")


@router.get("/desk")
async def get_desk(request: Request, reach: WithinReach) -> Response:
    """Show the desk of whoever is signed in."""
    return show(
        request, "desk/templates/desk.html", wording=wording, modules=_modules(request),
        told={"volunteerId": str(reach.person), **wording.told()},
    )  # fmt: skip


def _modules(request: Request) -> dict[str, str]:
    """Return the import map of the desk's scripts: each name with its address."""
    static: dict[str, str] = request.app.state.site.templates.globals["static"]
    return {name: static[name] for name in wording.SCRIPTS}
