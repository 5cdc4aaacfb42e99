"""The page that says what the open data is; for everybody, without signing in."""

from fastapi import APIRouter, Request, Response
from shared.http import database
from shared.pages.route import as_page
from shared.pages.show import show

from reporting.disclosure.rules.threshold import MINIMUM
from reporting.open_data.figures import FIGURES
from reporting.open_data.resources import LICENCE_TITLE, LICENCE_URL, PATH, REGIONS
from reporting.reports.words import period_name

router = APIRouter(include_in_schema=False)


async def get_open_data(request: Request) -> Response:
    """Show what the open data is, what its columns mean, and where its files are."""
    edition = await request.app.state.editions.newest(database(request))
    return show(
        request, "open_data/templates/open_data.html",
        edition=edition, columns=REGIONS.columns, figures=FIGURES,
        minimum=MINIMUM, licence=(LICENCE_TITLE, LICENCE_URL), period_name=period_name,
        here=PATH,
    )  # fmt: skip


router.add_api_route(PATH, as_page(get_open_data))
