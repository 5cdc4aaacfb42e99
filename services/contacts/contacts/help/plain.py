"""The chat without scripts and sockets: a form to write, and a frame that asks for what is new.

The token is in a cookie that only these pages see, for as long as the chat lasts.
"""

from collections.abc import Awaitable, Callable, Mapping
from operator import attrgetter
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from shared.database import is_away
from shared.pages.route import check_own_form

from contacts.help.crowd import PageFull
from contacts.help.form_seeker import FormSeeker
from contacts.help.forms import Forms
from contacts.help.line_shown import CLOSED, LineShown, line_of
from contacts.help.show_page import in_its_language, show_page
from contacts.queue.join_queue import TokenUnknown
from contacts.surges.rules import SurgeLineClosed
from contacts.words.frames import LONGEST_TEXT
from contacts.words.transcript import clean

router = APIRouter(include_in_schema=False)
PATH, WORDS = "/contacts/help/plain", "/contacts/help/plain/words"
COOKIE, COOKIE_PATH = "sensoor_chat", "/contacts/help"
PLAIN, FRAME = "help/templates/plain.html", "help/templates/words.html"
ASK_AGAIN = {"Refresh": "4"}
SEE_SECONDS, SAY_SECONDS = 3.0, 10.0
HAS_PHASE, KNOWS_ALL = attrgetter("phase"), attrgetter("transcript.knows_all")
# Phases of the page beside those of the queue: nothing begun, the database away, all places taken.
START, AWAY, BUSY, UNKNOWN = "start", "away", "busy", "unknown"


async def get_plain(request: Request) -> Response:
    """Show the chat, or how to begin one."""
    seeker, phase = await _look(request)
    if seeker is None:
        page = _page(request, phase, line=await line_of(request))
        return page if phase in (AWAY, BUSY) else _forgotten(request, page)
    page = _page(request, phase, seeker)
    if seeker.is_over:
        await _forms(request).forget(_token(request))
        return _forgotten(request, page)
    if phase != "answered":
        page.headers.update(ASK_AGAIN)
    return page


async def get_words(request: Request) -> Response:
    """Show what was said, in the frame of the page; ask again unless told to stand still."""
    seeker, phase = await _look(request)
    if seeker is not None:
        seeker.transcript.look()
        phase = seeker.phase
    still = "still" in request.query_params
    page = show_page(request, FRAME, framed=True, phase=phase, seeker=seeker, still=still)
    if not still and (phase in (AWAY, BUSY) or (seeker is not None and not seeker.is_over)):
        page.headers.update(ASK_AGAIN)
    return page


async def post_plain(request: Request) -> Response:
    """Do what a button of the page says."""
    check_own_form(request)
    form = await request.form(max_files=0)
    do = DOES.get(str(form.get("do")), _show_again)
    try:
        return await do(request, form)
    except (PageFull, TokenUnknown):
        return _back(request)
    except SurgeLineClosed:
        return _page(request, START, status=409, line=CLOSED)
    except Exception as error:
        if not is_away(error):
            raise
        return _page(request, AWAY, status=503, text=str(form.get("text", "")))


async def _start(request: Request, _form: Mapping[str, Any]) -> Response:
    forms = _forms(request)
    if not _token(request):
        if not forms.crowd.let_in():
            return _page(request, BUSY, status=503)
        line = await line_of(request)
        if line.is_closed:
            return _page(request, START, status=409, line=CLOSED)
        back = _back(request)
        _keep(request, back, await forms.join(request.app.state.database, line.slug))
        return back
    return _back(request)


async def _say(request: Request, form: Mapping[str, Any]) -> Response:
    text, forms = clean(str(form.get("text", ""))), _forms(request)
    database, token = request.app.state.database, _token(request)
    seeker, _ = await forms.follow(database, token, HAS_PHASE, SEE_SECONDS)
    problem = ""
    if len(text) > LONGEST_TEXT:
        problem = "too-long"
    elif text:
        seeker, was_said = await forms.say(database, token, text, SAY_SECONDS)
        problem = "" if was_said else "not-yet"
    if not problem or seeker.is_over:
        return _back(request)
    return _page(request, seeker.phase, seeker, status=409, text=text, problem=problem)


async def _end(request: Request, _form: Mapping[str, Any]) -> Response:
    forms, database = _forms(request), request.app.state.database
    await forms.end(database, await forms.find(database, _token(request)))
    return _back(request)


async def _leave(request: Request, form: Mapping[str, Any]) -> Response:
    """Lead away at once, be the database there or not."""
    try:
        if _token(request):
            await _end(request, form)
            await _forms(request).forget(_token(request))
    except TokenUnknown:
        pass
    except Exception as error:
        if not is_away(error):
            raise
    return _forgotten(request, RedirectResponse(request.app.state.settings.quick_exit_url, 303))


async def _show_again(request: Request, _form: Mapping[str, Any]) -> Response:
    return _back(request)


Do = Callable[[Request, Mapping[str, Any]], Awaitable[Response]]
DOES: Mapping[str, Do] = {"start": _start, "say": _say, "end": _end, "leave": _leave}


async def _look(request: Request) -> tuple[FormSeeker | None, str]:
    """Return who asks, and the phase of the page where it is nobody."""
    if not _token(request):
        return None, START
    try:
        seeker, is_known = await _forms(request).follow(
            request.app.state.database, _token(request), HAS_PHASE, SEE_SECONDS
        )
    except TokenUnknown:
        return None, UNKNOWN
    except PageFull:
        return None, BUSY
    except Exception as error:
        if not is_away(error):
            raise
        return None, AWAY
    if not is_known:
        return None, AWAY
    if seeker.phase == "answered":
        await seeker.until(KNOWS_ALL, SEE_SECONDS)
    return seeker, seeker.phase


def _page(
    request: Request,
    phase: str,
    seeker: FormSeeker | None = None,
    *,
    status: int = 200,
    text: str = "",
    problem: str = "",
    line: LineShown | None = None,
) -> Response:
    line = line or LineShown(request.query_params.get("line"))
    return show_page(
        request, PLAIN, status=status, phase=phase, seeker=seeker, text=text, problem=problem,
        line=line,
    )  # fmt: skip


def _forms(request: Request) -> Forms:
    found: Forms = request.app.state.forms
    return found


def _token(request: Request) -> str:
    return request.cookies.get(COOKIE, "")


def _keep(request: Request, response: Response, token: str) -> None:
    secure = request.app.state.settings.pages_address("contacts").startswith("https:")
    response.set_cookie(
        COOKIE, token, path=COOKIE_PATH, httponly=True, samesite="strict", secure=secure
    )


def _forgotten(request: Request, response: Response) -> Response:
    """Return the response, with the cookie deleted if there is one."""
    if _token(request):
        response.delete_cookie(COOKIE, path=COOKIE_PATH)
    return response


def _back(request: Request) -> Response:
    """Lead back to the page; its address is the same, so that no history grows."""
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(PATH + query, 303)


router.add_api_route(PATH, in_its_language(get_plain))
router.add_api_route(PATH, in_its_language(post_plain), methods=["POST"])
router.add_api_route(WORDS, in_its_language(get_words))
