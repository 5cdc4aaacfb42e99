"""Tell people what is due, in the background of every process that works.

A notice is claimed by putting off the next attempt, so that nobody else takes it and no connection
is held while it is sent. Who is killed between sending and noting leaves it to be sent once more
after the lease: at least once. What expires first is sent first.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from shared.database import Database, is_away
from shared.http import now as present
from shared.pages.language import speaking

from volunteers.notices.browsers import browsers_of, forget_browsers
from volunteers.notices.rules import next_attempt, told_from
from volunteers.notices.tables import Notice
from volunteers.notices.vocabulary import NoticeState
from volunteers.notices.ways import Browser, BrowserGone, NotTold, WayNotSet, Ways
from volunteers.notices.wording import Words, words_of
from volunteers.people.open_people import open_people
from volunteers.sealing import PersonalDataLocked

log = logging.getLogger(__name__)

LOOK_EVERY_SECONDS = 2.0
AT_ONCE = 4
LEASE = timedelta(minutes=5)  # longer than the mail server and the browsers of one person take
PUT_OFF = timedelta(minutes=10)
CLAIM = """
UPDATE notice SET attempts = attempts + 1, next_at = $2
WHERE notice_id = (
    SELECT notice_id FROM notice WHERE state = 'waiting' AND next_at <= $1
    ORDER BY expires_at LIMIT 1 FOR UPDATE SKIP LOCKED
)
RETURNING notice_id, person_id, kind, about_id, due_at, expires_at, attempts, next_at
"""
NOTE = """
UPDATE notice SET state = $2, problem = $3, next_at = $4, attempts = $5, sent_at = $6
WHERE notice_id = $1
"""


@dataclass(frozen=True, slots=True)
class Message:
    """What a person is told, and where: `address` None for who wants no mail."""

    words: Words
    address: str | None
    browsers: Mapping[UUID, Browser]


class Dropped(Exception):
    """The notice is told to nobody; the text says why, and names nobody."""


class QuietHours(Exception):
    """The notice asks for a shift, and is told at `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__("quiet hours")
        self.until = until


def sending(ways: Ways) -> Callable[[Database], Coroutine[Any, Any, None]]:
    """Return the task that sends, some at once: a slow mail server holds up its own only."""

    async def run(database: Database) -> None:
        await asyncio.gather(*(_send_on(database, ways) for _ in range(AT_ONCE)))

    return run


async def _send_on(database: Database, ways: Ways) -> None:
    while True:
        try:
            while await send_next(database, ways, present()):
                pass
        except Exception as error:
            if not is_away(error):
                log.exception("notices could not be sent: they are tried again")
        await asyncio.sleep(LOOK_EVERY_SECONDS)


async def send_next(database: Database, ways: Ways, now: datetime) -> bool:
    """Try the notice that is due and expires first; return whether there was one."""
    async with database.commit() as connection:
        row = await connection.fetchrow(CLAIM, now, now + LEASE)
    if row is None:
        return False
    notice = Notice(**row)
    try:
        await _send(database, ways, notice, await _message(database, ways, notice, now), now)
    except (Dropped, BrowserGone) as reason:
        _settle(notice, "dropped", str(reason))
    except (WayNotSet, PersonalDataLocked) as missing:
        _put_off(notice, str(missing), now + PUT_OFF)
    except QuietHours as hours:
        _put_off(notice, str(hours), hours.until)
    except NotTold as answer:
        _try_again(notice, str(answer), now)
    except Exception as error:
        if is_away(error):
            raise
        log.exception("a notice could not be sent, by a mistake of ours")
        _try_again(notice, "a mistake of ours: see the log", now)
    else:
        _settle(notice, "sent", None)
        notice.sent_at = now
    await _note(database, notice)
    return True


async def _message(database: Database, ways: Ways, notice: Notice, now: datetime) -> Message:
    """Make the words of a notice, in its person's language; raises `Dropped`, `QuietHours`."""
    if notice.expires_at <= now:
        raise Dropped("too late")
    async with database.commit() as connection:
        people = await open_people(connection, [notice.person_id], ways.keys)
        person = people.get(notice.person_id)
        if person is None:
            raise Dropped("nobody is known by this id")
        browsers = await browsers_of(connection, notice.person_id, ways.keys)
        with speaking(person.language, ways.words):
            reason = await ways.about(connection, notice)
            if reason is None:
                raise Dropped("its reason is gone")
            later = told_from(notice.kind, reason.starts_at, notice.expires_at, now)
            if later > now:
                raise QuietHours(later)
            words = words_of(notice.kind, reason.what, person.name.split()[0], ways.address)
    message = Message(
        words, person.email if person.by_mail else None, browsers if person.by_push else {}
    )
    if message.address is None and not message.browsers:
        raise Dropped("no way was chosen")
    return message


async def _send(
    database: Database, ways: Ways, notice: Notice, message: Message, now: datetime
) -> None:
    """Tell by every way at once; it is told once one of them took it. Raises `NotTold`."""
    seconds = int((notice.expires_at - now).total_seconds())
    tries: dict[UUID | None, Awaitable[None]] = {
        browser_id: ways.push(browser, notice.kind, seconds)
        for browser_id, browser in message.browsers.items()
    }
    if message.address:
        tries[None] = ways.mail(notice.notice_id, message.address, message.words)
    answers = await asyncio.gather(*tries.values(), return_exceptions=True)
    gone = [one for one, said in zip(tries, answers, strict=True) if isinstance(said, BrowserGone)]
    if gone:
        async with database.commit() as connection:
            await forget_browsers(connection, [one for one in gone if one])
    for said in answers:
        if said is not None and not isinstance(said, NotTold):
            log.error("a notice could not be sent by one of its ways", exc_info=said)
    refused = [said for said in answers if said is not None]
    if len(refused) == len(answers):
        raise max(refused, key=_counts)


def _counts(error: BaseException) -> int:
    """Return which of several answers counts: one that may change, and last a browser that went."""
    return 0 if isinstance(error, BrowserGone) else 1 if isinstance(error, WayNotSet) else 2


def _settle(notice: Notice, state: NoticeState, problem: str | None) -> None:
    notice.state, notice.problem = state, problem


def _put_off(notice: Notice, problem: str, until: datetime) -> None:
    """Try later, which counts as no attempt."""
    _settle(notice, "waiting", problem)
    notice.next_at, notice.attempts = until, notice.attempts - 1


def _try_again(notice: Notice, problem: str, now: datetime) -> None:
    again = next_attempt(notice.attempts, now)
    _settle(notice, "waiting" if again else "failed", problem)
    notice.next_at = again or notice.next_at


async def _note(database: Database, notice: Notice) -> None:
    async with database.commit() as connection:
        await connection.execute(
            NOTE, notice.notice_id, notice.state, notice.problem, notice.next_at, notice.attempts,
            notice.sent_at,
        )  # fmt: skip
