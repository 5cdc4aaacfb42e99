"""The browsers that take push: kept sealed with the key of their person."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID, uuid5

from shared.database import Connection

from volunteers.notices.commands import TakePush
from volunteers.notices.rules import MOST_BROWSERS, check_endpoint
from volunteers.notices.views import PushSubscriptionView
from volunteers.notices.ways import Browser
from volunteers.people.keys import Keys, data_key, data_keys, purpose
from volunteers.sealing import seal, unseal

FIELD = "push"
UPSERT = """
INSERT INTO push_subscription (subscription_id, person_id, sealed, made_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (subscription_id) DO UPDATE SET sealed = excluded.sealed, made_at = excluded.made_at
"""
WANT_PUSH = """
UPDATE person SET by_push = true, version = version + 1 WHERE person_id = $1 AND NOT by_push
"""
DELETE_OLDEST = """
DELETE FROM push_subscription WHERE subscription_id IN (
    SELECT subscription_id FROM push_subscription WHERE person_id = $1
    ORDER BY made_at DESC, subscription_id OFFSET $2
)
"""
SELECT_OF_PERSON = """
SELECT subscription_id, sealed FROM push_subscription WHERE person_id = $1 ORDER BY subscription_id
"""
DELETE_OF_PERSON = "DELETE FROM push_subscription WHERE person_id = $1"
DELETE = "DELETE FROM push_subscription WHERE subscription_id = ANY($1)"


async def take_browser(
    connection: Connection, person_id: UUID, command: TakePush, keys: Keys, now: datetime
) -> PushSubscriptionView:
    """Push to a browser from now on; the same one again replaces itself, the oldest of six goes.

    Raises `UnknownPushService`, `PersonalDataLocked`, `PersonErased`.
    """
    check_endpoint(command.endpoint)
    await connection.execute(WANT_PUSH, person_id)
    return await keep_browser(connection, person_id, Browser(**command.model_dump()), keys, now)


async def keep_browser(
    connection: Connection, person_id: UUID, browser: Browser, keys: Keys, now: datetime
) -> PushSubscriptionView:
    """Keep a browser, sealed with the key of its person."""
    key = await data_key(connection, person_id, keys)
    # Known by what is sealed, so that no address has to be looked for.
    subscription_id = uuid5(person_id, browser.endpoint)
    sealed = seal(key, json.dumps(asdict(browser)).encode(), purpose(person_id, FIELD))
    await connection.execute(UPSERT, subscription_id, person_id, sealed, now)
    await connection.execute(DELETE_OLDEST, person_id, MOST_BROWSERS)
    return PushSubscriptionView(subscription_id=subscription_id, made_at=now)


async def browsers_of(connection: Connection, person_id: UUID, keys: Keys) -> dict[UUID, Browser]:
    """Return the browsers of a person, opened; raises `PersonalDataLocked`, `SealBroken`."""
    key = (await data_keys(connection, [person_id], keys)).get(person_id)
    rows = await connection.fetch(SELECT_OF_PERSON, person_id) if key else []
    return {
        row["subscription_id"]: Browser(
            **json.loads(unseal(key, row["sealed"], purpose(person_id, FIELD)))
        )
        for row in rows
        if key
    }


async def forget_browsers_of(connection: Connection, person_id: UUID) -> None:
    """Push to no browser of a person any more."""
    await connection.execute(DELETE_OF_PERSON, person_id)


async def forget_browsers(connection: Connection, subscription_ids: Sequence[UUID]) -> None:
    """Forget browsers that take no push any more."""
    await connection.execute(DELETE, subscription_ids)
