"""The listener's letters: the work list, one letter, its answer, a review and the registration."""

from datetime import datetime
from uuid import UUID

from fastapi import Request, Response
from shared.database import Connection
from shared.http import database
from shared.pages.formats import time
from shared.pages.forms import FormWrong, Typed, told, typed_in
from shared.pages.language import N_, gettext
from shared.pages.route import pages_router
from shared.pages.show import done, show
from shared.reach import Reach, WithinReach
from shared.refusals import Refusal

from contacts.desk.commands import RegisterChat
from contacts.desk.reach import own_desk
from contacts.desk.register_chat import register_chat
from contacts.mailbox import wording
from contacts.mailbox.answer_letter import keep_draft, review_answer, send_answer
from contacts.mailbox.held_letter import HeldLetter, is_deleted, load_held, load_letter_attempt
from contacts.mailbox.keys import LetterKeys, keys_of
from contacts.mailbox.queries import load_work
from contacts.mailbox.read_letters import ReadLetter, read_letters
from contacts.mailbox.rules import (
    LONGEST_LETTER,
    MOST_NOTE,
    LetterTaken,
    NotYourLetter,
    Writer,
    check_may_read,
    check_writer,
)
from contacts.mailbox.take_letter import release_letter, take_letter
from contacts.mailbox.writers import find_writer
from contacts.queue.replica import Replica
from contacts.words.transcript import clean

router = pages_router("/contacts/letters")
HOME = "/contacts/letters/work"
SENT = N_("The answer is sent. Now register the letter.")
ASKED = N_("A colleague reads your answer now, and sends it on or gives it back.")
REVIEWED = N_("The answer of your colleague is sent.")
GIVEN_BACK = N_("The answer is given back, with your note.")
RELEASED = N_("The letter is on the list again; what was written of an answer stays with it.")
REGISTERED = N_("The letter is registered.")


@router.get("/work")
async def get_work(request: Request, reach: WithinReach) -> Response:
    """Show the letters that wait, one's own, and those to review."""
    async with database(request).commit() as connection:
        writer = await find_writer(connection, own_desk(reach))
        rows = await load_work(connection, writer, _now(request))
    return show(
        request, "mailbox/templates/work.html", rows=rows, writer=writer, wording=wording,
        may_take=writer.admitted and writer.location_id is not None,
    )  # fmt: skip


@router.post("/work/{attempt_id}/take")
async def post_take(attempt_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Take a letter that waits; 409 `letter-taken` where another was first."""
    async with _replica(request).deciding(database(request)) as connection:
        await take_letter(connection, attempt_id, own_desk(reach), _now(request))
    return done(f"{HOME}/{attempt_id}", gettext("The letter is yours for a day from now on."))


@router.post("/work/{attempt_id}/release")
async def post_release(attempt_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Give a letter back to the list."""
    async with _replica(request).deciding(database(request)) as connection:
        await release_letter(connection, attempt_id, own_desk(reach))
    return done(HOME, gettext(RELEASED))


@router.get("/work/{attempt_id}")
async def get_letter(attempt_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Show a letter to whoever has it, or reviews its answer; 409 `not-your-letter`."""
    return await _show_letter(request, attempt_id, reach, Typed(), status=200)


@router.post("/work/{attempt_id}/draft")
async def post_draft(attempt_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Keep what is written so far; a browser that asked by script is told when that was."""
    typed = await typed_in(request)
    text = clean(typed.value("text"))
    try:
        async with _replica(request).deciding(database(request)) as connection:
            await keep_draft(
                connection, _keys(request), attempt_id=attempt_id, volunteer_id=own_desk(reach),
                text=text, now=_now(request),
            )  # fmt: skip
    except Refusal as refusal:
        if "hx-request" in request.headers:
            return _saved(request, told(refusal), refusal.status)
        return await _again(request, attempt_id, reach, typed, refusal)
    said = gettext("Saved at %(at)s.", at=time(_now(request)))
    if "hx-request" in request.headers:
        return _saved(request, said)
    return done(f"{HOME}/{attempt_id}", said)


@router.post("/work/{attempt_id}/answer")
async def post_answer(attempt_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Send the answer, or let a colleague read it first; 409 `new-letter-came`."""
    typed = await typed_in(request)
    text, seen = clean(typed.value("text")), typed.value("seen")
    try:
        async with _replica(request).deciding(database(request)) as connection:
            which = await send_answer(
                connection, _keys(request), attempt_id=attempt_id, volunteer_id=own_desk(reach),
                text=text, seen=seen, now=_now(request),
            )  # fmt: skip
    except Refusal as refusal:
        return await _again(request, attempt_id, reach, typed, refusal)
    return done(f"{HOME}/{attempt_id}", gettext(SENT if which == "sent" else ASKED))


@router.post("/work/{attempt_id}/review")
async def post_review(attempt_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Send a trainee's answer on, or give it back with a note."""
    typed = await typed_in(request)
    note = clean(typed.value("note"))[:MOST_NOTE] if typed.value("do") == "give_back" else None
    try:
        async with _replica(request).deciding(database(request)) as connection:
            await review_answer(
                connection, _keys(request), attempt_id=attempt_id, volunteer_id=own_desk(reach),
                note=note, seen=typed.value("seen"), now=_now(request),
            )  # fmt: skip
    except Refusal as refusal:
        return await _again(request, attempt_id, reach, typed, refusal)
    return done(HOME, gettext(REVIEWED if note is None else GIVEN_BACK))


@router.post("/work/{attempt_id}/registration")
async def post_registration(attempt_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Register a letter that was answered -> `contact_handled`."""
    typed = await typed_in(request)
    try:
        command = typed.read(RegisterChat)
        async with _replica(request).deciding(database(request)) as connection:
            await load_letter_attempt(connection, attempt_id)
            await register_chat(connection, attempt_id, own_desk(reach), command, _now(request))
    except FormWrong:
        return await _show_letter(request, attempt_id, reach, typed, status=400)
    except Refusal as refusal:
        return await _again(request, attempt_id, reach, typed, refusal)
    return done(HOME, gettext(REGISTERED))


async def _again(
    request: Request, attempt_id: UUID, reach: Reach, typed: Typed, refusal: Refusal
) -> Response:
    """Show the letter with what was typed, and what was refused; raises it where it cannot be."""
    if isinstance(refusal, NotYourLetter | LetterTaken):
        raise refusal
    return await _show_letter(
        request, attempt_id, reach, typed.refused(refusal), status=refusal.status
    )


async def _show_letter(
    request: Request, attempt_id: UUID, reach: Reach, typed: Typed, *, status: int
) -> Response:
    async with database(request).commit() as connection:
        writer = await find_writer(connection, own_desk(reach))
        attempt = await load_letter_attempt(connection, attempt_id)
        own = attempt.answered_by == writer.volunteer_id
        held: HeldLetter | None = None
        letters: list[ReadLetter] = []
        registers = own and attempt.state == "ended"
        if not (registers and await is_deleted(connection, attempt_id)):
            held, letters = await _read(connection, _keys(request), attempt_id, writer)
    return show(
        request, "mailbox/templates/letter.html", status=status, attempt=attempt, own=own,
        held=held, letters=letters, typed=typed, writer=writer, wording=wording,
        most=LONGEST_LETTER, most_note=MOST_NOTE,
        seen=held.letters[-1] if held and held.letters else "",
    )  # fmt: skip


async def _read(
    connection: Connection, keys: LetterKeys, attempt_id: UUID, writer: Writer
) -> tuple[HeldLetter, list[ReadLetter]]:
    check_writer(writer)
    held = await load_held(connection, keys, attempt_id)
    check_may_read(held.attempt, writer, held.review)
    return held, await read_letters(connection, held.ticket.box_id, held.ticket.box_key)


def _saved(request: Request, said: str, status: int = 200) -> Response:
    return show(request, "mailbox/templates/_saved.html", status=status, flash=False, said=said)


def _keys(request: Request) -> LetterKeys:
    return keys_of(request.app.state.settings)


def _now(request: Request) -> datetime:
    return _replica(request).clock.now()


def _replica(request: Request) -> Replica:
    found: Replica = request.app.state.replica
    return found
