"""The help seeker's letters: public pages without script, cookie or address of anybody.

The pass-phrase, and what stands for it afterwards (tickets.py), travel in the bodies of forms only.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import APIRouter, Request, Response
from shared.database import is_away
from shared.http import database, now
from shared.pages.forms import told
from shared.pages.language import N_, gettext
from shared.pages.route import Handler, check_own_form, reads_pages
from shared.refusals import Refusal

from contacts.help.show_page import in_its_language, show_page
from contacts.mailbox.delete_mailbox import close_mailbox, empty_mailbox
from contacts.mailbox.keys import LetterKeys, LettersClosed, keys_of
from contacts.mailbox.phrase import read_phrase
from contacts.mailbox.read_letters import open_mailbox, read_letters
from contacts.mailbox.rules import LONGEST_LETTER, MailboxGone, PhraseUnknown, check_text
from contacts.mailbox.tickets import (
    SHOWN_FOR,
    First,
    Opened,
    TicketOver,
    new_first,
    open_first,
    open_opened,
    opened,
    seal_first,
    seal_opened,
)
from contacts.mailbox.tries import Tries
from contacts.mailbox.write_letter import begin_mailbox, write_on
from contacts.queue.replica import Replica
from contacts.words.transcript import clean

router = APIRouter(include_in_schema=False)
HOME, FIRST, BOX = "/contacts/letters", "/contacts/letters/first", "/contacts/letters/box"
LOST = "/contacts/letters/lost"
PATHS = frozenset({HOME, FIRST, BOX, LOST})
OVER = N_("The page was open for too long. What you wrote is still here: send it again.")
ASK_AGAIN = N_("It is a quarter of an hour ago: for your safety, give your six words again.")
SENT_BEFORE = N_("This letter was sent before, and its six words are not shown again.")
AWAY = N_("This is a fault of ours. Please try it again in a moment.")
NO_PHRASE = "these are not six words of ours: look whether each is written as on your paper"
Shows = Callable[[Request, LetterKeys], Awaitable[Response]]


def _open_to_all(handler: Shows) -> Handler:
    """Return a handler that is given the keys, and says so where there are no letters."""

    async def shown(request: Request) -> Response:
        try:
            if request.method == "POST":
                check_own_form(request)
            return await handler(request, keys_of(request.app.state.settings))
        except LettersClosed:
            if not reads_pages(request):
                raise
            return _page(request, "closed", status=503)

    return shown


async def get_letters(request: Request, _keys: LetterKeys) -> Response:
    """Show what letters are: to write the first one, or to come back."""
    return _page(request, "letters")


async def get_lost(request: Request, _keys: LetterKeys) -> Response:
    """Say that nobody can help whoever has lost the words, and how to begin anew."""
    return _page(request, "lost")


async def get_first(request: Request, keys: LetterKeys) -> Response:
    """Show the form of a first letter."""
    return _first(request, keys, new_first())


async def post_first(request: Request, keys: LetterKeys) -> Response:
    """Keep a first letter, and show its pass-phrase once."""
    form = await request.form(max_files=0)
    text, clock = clean(str(form.get("text", ""))), request.app.state.clock
    try:
        first = open_first(keys, str(form.get("ticket", "")), now())
    except TicketOver:
        return _first(request, keys, new_first(), text=text, problem=gettext(OVER), status=409)
    try:
        check_text(text)
        derived = await _tries(request).to_begin(first.phrase, keys.pepper)
        async with _replica(request).deciding(database(request)) as connection:
            written_at = await begin_mailbox(
                connection, keys, first, derived, text=text, now=clock.now()
            )
    except Refusal as refusal:
        return _first(request, keys, first, text=text, problem=told(refusal), status=refusal.status)
    except Exception as error:
        if not is_away(error):
            raise
        return _first(request, keys, first, text=text, problem=gettext(AWAY), status=503)
    if clock.now() - written_at > SHOWN_FOR:
        return _page(request, "ask", problem=gettext(SENT_BEFORE), status=409)
    return _page(request, "phrase", words=first.phrase.split())


async def get_box(request: Request, _keys: LetterKeys) -> Response:
    """Ask for the pass-phrase."""
    return _page(request, "ask")


async def post_box(request: Request, keys: LetterKeys) -> Response:
    """Open the mailbox, write on in it, or delete everything, as the button says."""
    form = await request.form(max_files=0)
    do, text = str(form.get("do")), clean(str(form.get("text", "")))
    typed = str(form.get("phrase", ""))
    try:
        if do == "open":
            ticket = await _opened_by(request, keys, typed)
        else:
            ticket = open_opened(keys, str(form.get("ticket", "")), now())
        if do == "delete":
            return await _delete(request, ticket)
        if do == "write":
            return await _write(request, keys, ticket, text)
        return await _box(request, keys, ticket, text=text)
    except TicketOver:
        return _page(request, "ask", text=text, problem=gettext(ASK_AGAIN), status=409)
    except Refusal as refusal:
        said = {"typed": typed, "problem": told(refusal)}
        return _page(request, "ask", text=text, status=refusal.status, **said)
    except Exception as error:
        if not is_away(error):
            raise
        return _page(request, "ask", text=text, problem=gettext(AWAY), status=503)


async def _opened_by(request: Request, keys: LetterKeys, typed: str) -> Opened:
    """Return the mailbox of what was typed; raises PhraseUnknown, MailboxBusy."""
    phrase, tries = read_phrase(typed), _tries(request)
    if phrase is None:
        raise PhraseUnknown(NO_PHRASE)
    derived = await tries.to_open(phrase, keys.pepper)
    try:
        async with database(request).commit() as connection:
            return await open_mailbox(connection, derived)
    except PhraseUnknown:
        tries.was_wrong()
        raise


async def _write(request: Request, keys: LetterKeys, ticket: Opened, text: str) -> Response:
    try:
        check_text(text)
        async with _replica(request).deciding(database(request)) as connection:
            await write_on(connection, ticket, text, request.app.state.clock.now())
    except MailboxGone:
        raise
    except Refusal as refusal:
        return await _box(
            request, keys, ticket, text=text, problem=told(refusal), status=refusal.status
        )
    return await _box(request, keys, opened(ticket.box_id, ticket.box_key), sent=True)


async def _delete(request: Request, ticket: Opened) -> Response:
    """Destroy the key, then delete the rest, in a commit each."""
    clock = request.app.state.clock
    async with _replica(request).deciding(database(request)) as connection:
        await close_mailbox(connection, ticket.box_id, clock.now())
    async with database(request).commit() as connection:
        await empty_mailbox(connection, ticket.box_id, clock.now())
    return _page(request, "deleted")


async def _box(
    request: Request, keys: LetterKeys, ticket: Opened, *, status: int = 200, **context: Any
) -> Response:
    async with database(request).commit() as connection:
        letters = await read_letters(connection, ticket.box_id, ticket.box_key)
    ticket_kept = seal_opened(keys, ticket, now())
    return _page(request, "box", status=status, letters=letters, ticket=ticket_kept, **context)


def _first(
    request: Request, keys: LetterKeys, first: First, *, status: int = 200, **context: Any
) -> Response:
    ticket = seal_first(keys, first, now())
    return _page(request, "first", status=status, ticket=ticket, **context)


def _page(request: Request, name: str, *, status: int = 200, **context: Any) -> Response:
    said = {
        "text": "", "typed": "", "problem": "", "sent": False, "most": LONGEST_LETTER,
        "kept_days": request.app.state.settings.letters_kept_days,
    } | context  # fmt: skip
    return show_page(request, f"mailbox/templates/{name}.html", status=status, **said)


def _tries(request: Request) -> Tries:
    found: Tries = request.app.state.tries
    return found


def _replica(request: Request) -> Replica:
    found: Replica = request.app.state.replica
    return found


for path, shows, takes in (
    (HOME, get_letters, None), (LOST, get_lost, None), (FIRST, get_first, post_first),
    (BOX, get_box, post_box),
):  # fmt: skip
    router.add_api_route(path, in_its_language(_open_to_all(shows)))
    if takes:
        router.add_api_route(path, in_its_language(_open_to_all(takes)), methods=["POST"])
