"""Give a volunteer or a location a calendar feed at a secret address, and take it back."""

import hashlib
import secrets
from datetime import datetime
from uuid import UUID, uuid4

from shared.database import Connection

from volunteers.admission.rules.completion import VolunteerNotFound
from volunteers.locations.rules import LocationNotFound

SECRET_BYTES = 32
# There is one feed for a volunteer or a location.
RENEW_OF_VOLUNTEER = """
INSERT INTO calendar_feed (feed_id, secret_hash, volunteer_id, made_at)
SELECT $1, $2, volunteer_id, $4 FROM volunteer WHERE volunteer_id = $3
ON CONFLICT (volunteer_id) DO UPDATE
SET secret_hash = excluded.secret_hash, made_at = excluded.made_at
RETURNING true
"""
RENEW_OF_LOCATION = """
INSERT INTO calendar_feed (feed_id, secret_hash, location_id, made_at)
SELECT $1, $2, location_id, $4 FROM location WHERE location_id = $3
ON CONFLICT (location_id) DO UPDATE
SET secret_hash = excluded.secret_hash, made_at = excluded.made_at
RETURNING true
"""
DELETE_OF_VOLUNTEER = "DELETE FROM calendar_feed WHERE volunteer_id = $1"
DELETE_OF_LOCATION = "DELETE FROM calendar_feed WHERE location_id = $1"


def hash_of(secret: str) -> bytes:
    """Return what is kept of a feed's secret."""
    return hashlib.sha256(secret.encode()).digest()


async def renew_feed_of_volunteer(connection: Connection, volunteer_id: UUID, now: datetime) -> str:
    """Return a new secret of the volunteer's feed; the one of before opens nothing any more."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    given = (uuid4(), hash_of(secret), volunteer_id, now)
    if not await connection.fetchval(RENEW_OF_VOLUNTEER, *given):
        raise VolunteerNotFound(f"there is no volunteer {volunteer_id}")
    return secret


async def renew_feed_of_location(connection: Connection, location_id: UUID, now: datetime) -> str:
    """Return a new secret of the location's feed; the one of before opens nothing any more."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    given = (uuid4(), hash_of(secret), location_id, now)
    if not await connection.fetchval(RENEW_OF_LOCATION, *given):
        raise LocationNotFound(f"there is no location {location_id}")
    return secret


async def stop_feed_of_volunteer(connection: Connection, volunteer_id: UUID) -> None:
    """Take back the volunteer's feed, if there is one."""
    await connection.execute(DELETE_OF_VOLUNTEER, volunteer_id)


async def stop_feed_of_location(connection: Connection, location_id: UUID) -> None:
    """Take back the location's feed, if there is one."""
    await connection.execute(DELETE_OF_LOCATION, location_id)
