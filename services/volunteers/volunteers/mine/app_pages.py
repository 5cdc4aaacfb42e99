"""What makes the own pages an app: a manifest, a service worker, and the page that it keeps."""

from fastapi import Request, Response
from fastapi.responses import JSONResponse
from shared.http import database, now
from shared.pages.language import gettext, language
from shared.pages.route import pages_router
from shared.pages.show import draw
from shared.reach import WithinReach

from volunteers.mine.act import ME, show_own
from volunteers.mine.own_shifts import own_shifts
from volunteers.notices.vocabulary import NOTICE_KINDS
from volunteers.notices.wording import subject_of
from volunteers.shifts.reach import oneself

router = pages_router(ME)
SCOPE, KEPT = "/volunteers/me", "/volunteers/me/shifts/kept"
COLOUR, GROUND = "#1f6f78", "#ffffff"
# A worker's own policy says what it may ask for.
WORKER_POLICY = "default-src 'none'; connect-src 'self'"


@router.get("/manifest.webmanifest")
async def get_manifest(request: Request) -> Response:
    """Return how the pages are installed on a phone (Web Application Manifest)."""
    icon = request.app.state.site.templates.globals["static"]["icon.svg"]
    name = gettext("My shifts at Sensoor")
    manifest = {
        "id": SCOPE, "name": name, "short_name": "Sensoor", "lang": language(),
        "start_url": SCOPE, "scope": SCOPE, "display": "standalone",
        "theme_color": COLOUR, "background_color": GROUND,
        "icons": [
            {"src": icon, "sizes": "any", "type": "image/svg+xml", "purpose": "any maskable"}
        ],
    }  # fmt: skip
    return JSONResponse(manifest, media_type="application/manifest+json")


@router.get("/worker.js")
async def get_worker(request: Request) -> Response:
    """Return the service worker, with the words of push messages in the reader's language."""
    said = {kind: subject_of(kind) for kind in NOTICE_KINDS}
    text = draw(request, "mine/templates/worker.js", said=said, kept=KEPT)
    return Response(
        text, media_type="text/javascript",
        headers={"Service-Worker-Allowed": SCOPE, "Content-Security-Policy": WORKER_POLICY},
    )  # fmt: skip


@router.get("/shifts/kept")
async def get_kept(request: Request, reach: WithinReach) -> Response:
    """Show my shifts as they are read without a connection: no other person, and no form."""
    moment = now()
    async with database(request).read() as session:
        shifts = await own_shifts(session, oneself(reach), moment)
    return show_own(request, "kept.html", status=200, flash=False, shifts=shifts, now=moment)
