"""The routes that every service's pages have: the way in and out, the language, static files."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from shared.pages import language, sign_in
from shared.pages.route import as_page, check_own_form, pages_router
from shared.pages.show import home_of, show
from shared.pages.site import Site
from shared.refusals import NotFound

YEAR_SECONDS = 365 * 24 * 3600


class NoSuchFile(NotFound):
    """There is no such static file: the page that named it is of another release."""


def own_routes(site: Site) -> APIRouter:
    """Return the routes of a site beside its pages."""
    router = pages_router()
    router.add_api_route("/", get_home)
    for path in site.homes():
        router.add_api_route(path, get_home)
    router.add_api_route(f"/{site.service}/signed-in", get_signed_in)
    opened = APIRouter(include_in_schema=False)
    prefix = f"/{site.service}"
    opened.add_api_route(f"{prefix}/sign-in", as_page(get_sign_in))
    opened.add_api_route(f"{prefix}/sign-in/callback", as_page(get_callback))
    opened.add_api_route(f"{prefix}/sign-out", as_page(post_sign_out), methods=["POST"])
    opened.add_api_route(f"{prefix}/language", as_page(post_language), methods=["POST"])
    opened.add_api_route(prefix + "/static/{name}", get_static)
    router.include_router(opened)
    return router


async def get_home(request: Request) -> Response:
    """Lead whoever is signed in to where they work."""
    to = home_of(request)
    return RedirectResponse(to, 303) if to else show(request, "pages/no_pages.html")


async def get_signed_in(request: Request) -> Response:
    """Say that somebody is signed in: the tab in which a kept form waits can go on."""
    return show(request, "pages/signed_in.html")


async def get_sign_in(request: Request) -> Response:
    """Begin a sign-in, whoever was signed in before; `to` is the path that it leads to.

    With `anew` the issuer asks who it is, though it may know.
    """
    query = request.query_params
    return await sign_in.begin(request, query.get("to", "/"), anew="anew" in query)


async def get_callback(request: Request) -> Response:
    """Finish a sign-in."""
    query = request.query_params
    return await sign_in.finish(request, query.get("code", ""), query.get("state", ""))


async def post_sign_out(request: Request) -> Response:
    """Sign out here and at the issuer."""
    check_own_form(request)
    return await sign_in.sign_out(request)


async def post_language(request: Request) -> Response:
    """Keep the language that was chosen, and show the page again."""
    check_own_form(request)
    form = await request.form(max_files=0)
    response = RedirectResponse(sign_in.local_path(str(form.get("to", "/"))), 303)
    wanted = language.chosen(str(form.get("language", "")), "")
    sign_in.set_cookie(request, response, language.COOKIE, wanted, seconds=YEAR_SECONDS)
    return response


async def get_static(request: Request, name: str) -> Response:
    """Return a static file; its name changes with what it holds."""
    site: Site = request.app.state.site
    if name not in site.files:
        raise NoSuchFile("there is no such file in this release: load the page again")
    return site.files[name].response()
