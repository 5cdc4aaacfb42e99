"""The pages of tariffs, for finance: make a draft, change it, publish it."""

from functools import partial

from fastapi import Request, Response
from shared.database import raw
from shared.http import database, idempotent, now
from shared.pages.forms import FormWrong, Typed, typed_in
from shared.pages.language import gettext
from shared.pages.route import pages_router
from shared.pages.show import done, show
from shared.refusals import NotFound, Refusal

from billing.tariffs.change_tariff import change_tariff
from billing.tariffs.commands import ChangeTariff, DraftTariff
from billing.tariffs.draft_tariff import draft_tariff
from billing.tariffs.load_tariffs import load_version, load_versions
from billing.tariffs.publish_tariff import publish_tariff
from billing.tariffs.read_form import Reviewed, read_terms, rows_of, shown_values
from billing.tariffs.rules import TariffExists

TARIFFS = "/billing/tariffs"

router = pages_router("/billing")


@router.get("/tariffs")
async def get_tariffs(request: Request) -> Response:
    """Show all tariffs, and the form of a new draft."""
    return await _show_tariffs(request, Typed(), status=200)


@router.post("/tariffs")
async def post_tariff(request: Request) -> Response:
    """Make a draft; what is wrong is shown beside its field."""
    typed = await typed_in(request)
    try:
        command = read_terms(typed, DraftTariff)
        act = partial(draft_tariff, command=command)
        await idempotent(request, act, body=command, key=typed.key)
    except FormWrong:
        return await _show_tariffs(request, typed, status=400)
    except Refusal as refusal:
        typed.refused(refusal, {TariffExists: "version"})
        return await _show_tariffs(request, typed, status=refusal.status)
    message = gettext("Tariff %(version)s is a draft now.", version=command.version)
    return done(f"{TARIFFS}/{command.version}", message)


@router.get("/tariffs/{version}")
async def get_tariff(version: str, request: Request) -> Response:
    """Show a tariff, and while it is a draft the form to change it."""
    return await _show_tariff(request, "tariff", version, Typed(), status=200)


@router.post("/tariffs/{version}")
async def post_change(version: str, request: Request) -> Response:
    """Change a draft, as somebody saw it."""
    typed = await typed_in(request)
    try:
        reviewed = typed.read(Reviewed)
        command = read_terms(typed, ChangeTariff)
        act = partial(
            change_tariff, version=version, command=command, revision=reviewed.revision
        )  # fmt: skip
        await idempotent(request, act, body=command, key=typed.key)
    except FormWrong:
        return await _show_tariff(request, "tariff", version, typed, status=400)
    except NotFound:
        raise
    except Refusal as refusal:
        typed.refused(refusal)
        return await _show_tariff(request, "tariff", version, typed, status=refusal.status)
    return done(f"{TARIFFS}/{version}", gettext("The draft is changed."))


@router.get("/tariffs/{version}/publication")
async def get_publication(version: str, request: Request) -> Response:
    """Ask whether a draft is to be published for good, and show what it says."""
    return await _show_tariff(request, "publication", version, Typed(), status=200)


@router.post("/tariffs/{version}/publication")
async def post_publication(version: str, request: Request) -> Response:
    """Publish a draft after that question, as it was shown there."""
    typed = await typed_in(request)
    try:
        revision = typed.read(Reviewed).revision
        act = partial(publish_tariff, version=version, revision=revision, now=now())
        await idempotent(request, act, key=typed.key)
    except FormWrong:
        return await _show_tariff(request, "publication", version, typed, status=400)
    except NotFound:
        raise
    except Refusal as refusal:
        typed.refused(refusal)
        return await _show_tariff(request, "publication", version, typed, status=refusal.status)
    return done(TARIFFS, gettext("Tariff %(version)s is published.", version=version))


async def _show_tariffs(request: Request, typed: Typed, *, status: int) -> Response:
    async with database(request).read() as session:
        versions = await load_versions(await raw(session))
    values = shown_values(versions[-1].tariff) if versions else {}
    kept = {name: value for name, value in values.items() if not name[-1].isdigit()}
    return show(
        request, "tariffs/templates/tariffs.html", status=status, typed=typed, versions=versions,
        values=kept, rows=rows_of(None),
    )  # fmt: skip


async def _show_tariff(
    request: Request, page: str, version: str, typed: Typed, *, status: int
) -> Response:
    """Show one tariff: all of it (`tariff`), or the question whether to publish it."""
    async with database(request).read() as session:
        kept = await load_version(await raw(session), version)
    return show(
        request, f"tariffs/templates/{page}.html", status=status, typed=typed, kept=kept,
        values=shown_values(kept.tariff), rows=rows_of(kept.tariff),
    )  # fmt: skip
