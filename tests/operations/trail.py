"""Every state that every attempt has had, as the database noted it, and what is wrong in it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from contacts.queue.rules.lifecycle import STEPS
from shared.database import Database
from shared.events.contacts import ContactHandled, ContactMissed

from tests.platform import Platform

FOLLOW = """
CREATE TABLE trail (
    position bigserial, attempt_id uuid, channel text, state text, offered_to uuid,
    answered_by uuid, continued boolean
);
CREATE FUNCTION follow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO trail (attempt_id, channel, state, offered_to, answered_by, continued)
    VALUES (new.attempt_id, new.channel, new.state, new.offered_to, new.answered_by,
        new.continued);
    RETURN NULL;
END $$;
CREATE TRIGGER follow AFTER INSERT OR UPDATE OF state ON attempt
FOR EACH ROW EXECUTE FUNCTION follow();
"""
REGISTERED = """
SELECT attempt_id, state,
    (SELECT count(*) FROM contact WHERE contact.attempt_id = attempt.attempt_id) AS contacts,
    (SELECT count(*) FROM missed_attempt WHERE missed_attempt.attempt_id = attempt.attempt_id)
        AS missed
FROM attempt
"""


async def follow(database: Database) -> None:
    """Note every state of every attempt from now on, in the order in which they were decided."""
    async with database.commit() as connection:
        await connection.execute(FOLLOW)


async def wrong_steps(database: Database, most_chats: int) -> list[str]:
    """Return what no attempt may have done: a step that is none, two listeners, too many chats.

    Or a call beside anything else. Letters are taken, and do not count beside others.
    """
    async with database.commit() as connection:
        rows = await connection.fetch("SELECT * FROM trail ORDER BY position")
    before: dict[UUID, Mapping[str, Any]] = {}
    found: list[str] = []
    for row in rows:
        last = before.get(row["attempt_id"])
        if last is not None and (row["state"] != last["state"]):
            found += _wrong(last, row)
        before[row["attempt_id"]] = row
        if row["state"] in ("offered", "answered"):
            found += _too_many(before.values(), most_chats)
    return found


async def times_answered(database: Database) -> Counter[str]:
    """Return how often each attempt was answered: more than once where it was given back."""
    async with database.commit() as connection:
        rows = await connection.fetch("SELECT attempt_id FROM trail WHERE state = 'answered'")
    return Counter(str(row["attempt_id"]) for row in rows)


def _wrong(last: Mapping[str, Any], row: Mapping[str, Any]) -> list[str]:
    possible = {steps.get(last["state"]) for steps in STEPS.values()}
    had = last["answered_by"] is not None
    if row["state"] not in possible and not (had and row["state"] == "ended"):
        return [f"{row['attempt_id']}: {last['state']} -> {row['state']}"]
    # A letter is taken, and a call has who picked it up: so the exchange says.
    chat = row["channel"] == "chat"
    if chat and row["state"] == "answered" and row["answered_by"] != last["offered_to"]:
        return [f"{row['attempt_id']}: answered by whom it was not offered to"]
    if row["state"] == "answered" and had and not row["continued"]:
        return [f"{row['attempt_id']}: a second listener, and nobody gave it back"]
    return []


def _too_many(attempts: Iterable[Mapping[str, Any]], most_chats: int) -> list[str]:
    held: dict[UUID, list[str]] = defaultdict(list)
    for one in attempts:
        if one["state"] in ("offered", "answered") and one["channel"] != "email":
            who = one["offered_to"] if one["state"] == "offered" else one["answered_by"]
            held[who].append(one["channel"])
    return [
        f"{id_} has {channels} at once"
        for id_, channels in held.items()
        if len(channels) > (1 if "telephone" in channels else most_chats)
    ]


async def not_once(platform: Platform, database: Database) -> list[str]:
    """Return the attempts that are not over, or not registered once in the tables and streams."""
    async with database.commit() as connection:
        rows = await connection.fetch(REGISTERED)
    handled, missed = await _told(platform, ContactHandled), await _told(platform, ContactMissed)
    found = []
    for row in rows:
        id_ = row["attempt_id"]
        times = (row["contacts"], handled[id_], row["missed"], missed[id_])
        if times != ((1, 1, 0, 0) if row["state"] == "registered" else (0, 0, 1, 1)):
            found.append(f"{id_} is {row['state']}: contacts, told, missed, told: {times}")
    unknown = (handled | missed).keys() - {row["attempt_id"] for row in rows}
    return found + [f"{id_} was told of, and is in no table" for id_ in unknown]


async def _told(platform: Platform, event: type[ContactHandled | ContactMissed]) -> Counter[UUID]:
    return Counter(one.data.attempt_id for one in await platform.published(event))
