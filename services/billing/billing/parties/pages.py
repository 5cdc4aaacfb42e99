"""The pages of parties, for finance: who stands on documents, and what is missing."""

from contextlib import suppress
from typing import Annotated

from fastapi import Path, Query, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import Field
from pydantic.alias_generators import to_camel
from shared.http import View, database, now
from shared.pages.forms import FormWrong, Typed, typed_in, typed_query
from shared.pages.language import gettext
from shared.pages.route import pages_router
from shared.pages.show import done, show

from billing.local_date import local_date
from billing.parties import queries
from billing.parties.commands import GivenParty
from billing.parties.read_csv import given
from billing.parties.rules.codes import PARTY, SELLER, is_party
from billing.parties.rules.details import DETAILS, PartyWrong, check_details
from billing.parties.save_parties import save_parties
from billing.parties.wording import wording

LIST, ONE = "parties/templates/parties.html", "parties/templates/party.html"
ROWS = 50
Code = Annotated[str, Path(pattern=PARTY)]

router = pages_router("/billing")


class FindParties(View):
    """What is typed to find parties: a part of a name, or the beginning of a code."""

    search: str = Field(default="", max_length=60)


@router.get("/parties")
async def get_parties(
    request: Request, cursor: Annotated[str | None, Query(pattern=PARTY)] = None
) -> HTMLResponse:
    """Show the parties that are looked for, and who lacks one; `search` is typed."""
    typed, search = typed_query(request), ""
    with suppress(FormWrong):
        search = typed.read(FindParties).search
    async with database(request).read() as session:
        page = await queries.list_parties(session, search, cursor, ROWS, local_date(now()))
        unnamed = await queries.list_unnamed(session)
    code = search.strip().upper()
    return show(
        request, LIST, status=400 if typed.errors else 200, typed=typed, page=page,
        unnamed=unnamed, first_page=cursor is None, new=code if is_party(code) else None,
        **wording(),
    )  # fmt: skip


@router.get("/parties/{party}")
async def get_party(request: Request, party: Code) -> HTMLResponse:
    """Show a party's versions, and a form for a new one."""
    return await _show_party(request, party, Typed(), status=200)


@router.post("/parties/{party}")
async def post_party(request: Request, party: Code) -> Response:
    """Add a version by that form; what is wrong is shown beside its field."""
    typed = await typed_in(request)
    try:
        wanted = given(party, typed.read(GivenParty))
    except (FormWrong, PartyWrong):
        typed.errors = {**_not_right(party, typed), **typed.errors}
        return await _show_party(request, party, typed, status=400)
    async with database(request).commit() as connection:
        view = await save_parties(connection, [wanted], now())
    if view.unchanged:
        return done(f"/billing/parties/{party}", gettext("Nothing changed: it was so already."))
    return done(f"/billing/parties/{party}", gettext("It is kept."))


def _not_right(party: str, typed: Typed) -> dict[str, str]:
    """Return what the rules say of each field, also where another is not filled in."""
    try:
        check_details(party, {name: typed.value(to_camel(name)).strip() for name in DETAILS})
    except PartyWrong as refusal:
        return {name: gettext(right) for name, right in refusal.fields.items()}
    return {}


async def _show_party(request: Request, party: str, typed: Typed, *, status: int) -> HTMLResponse:
    today = local_date(now())
    async with database(request).read() as session:
        found = await queries.find_party(session, party, today)
        name = found.name if found else await queries.name_of(session, party)
    return show(
        request, ONE, status=status, party=party, found=found, name=name or "", today=today,
        newest=found.versions[-1] if found else None, is_seller=party == SELLER, typed=typed,
        **wording(),
    )  # fmt: skip
