"""What the forms of one's own pages do: an act, once, and the page that says what came of it."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

from fastapi import Request, Response
from shared.database import Connection
from shared.http import View, idempotent
from shared.pages.forms import Typed
from shared.pages.show import done, show
from shared.reach import BeyondReach, Reach
from shared.refusals import Refusal

from volunteers.mine.refused import said
from volunteers.mine.wording import own_wording

# Where these pages are.
ME = "/volunteers/me"
# They have a manifest, and a service worker that keeps the own shifts.
POLICY = "manifest-src 'self'; worker-src 'self'"

# Shows a page: once more with what was typed and what is wrong, or anew.
Page: TypeAlias = Callable[[Request, Reach, Typed, int], Awaitable[Response]]
Act: TypeAlias = Callable[[Connection], Awaitable[Any]]


class Done(View):
    """An act was done. What came of it is not kept for a retry: it may be in the clear."""


async def acted(
    request: Request, reach: Reach, typed: Typed, act: Act, page: Page, *, to: str, message: str
) -> Response:
    """Act once for each sending of a form, and lead on; or show the page with what was refused."""

    async def act_once(connection: Connection) -> Done:
        await act(connection)
        return Done()

    try:
        await idempotent(request, act_once, key=typed.key)
    except BeyondReach:
        raise
    except Refusal as refusal:
        typed.problem = said(refusal)
        return await page(request, reach, typed, refusal.status)
    return done(to, message)


def show_own(request: Request, template: str, *, status: int, **context: Any) -> Response:
    """Return one of one's own pages."""
    return show(
        request, f"mine/templates/{template}", status=status, policy=POLICY, said=said,
        **own_wording(), **context,
    )  # fmt: skip
