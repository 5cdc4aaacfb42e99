"""What the board shows, read at one moment.

The queue is the nation's, and so are its numbers. Who is on, handovers and shifts are shown by
location, within reach.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from shared.database import Connection
from shared.events.vocabulary import MissedReason, Partner
from shared.month import TIME_ZONE
from shared.reach import Reach

from contacts.board.rules import (
    ON_THE_QUEUE,
    AtDesk,
    ChannelNow,
    Headline,
    Rate,
    at_desks,
    count_free,
    headline,
    reasons,
)
from contacts.queue.rules.routing import Reason, asked_of, surroundings
from contacts.queue.stored_queue import load_listeners, load_on_the_bus, load_waiting
from contacts.referrals.rules import Step, step_of
from contacts.referrals.views import handover_of
from contacts.surges.queries import SurgeNow, list_open

HOLES_WITHIN = timedelta(hours=12)
HOUR = timedelta(hours=1)
COUNT_QUEUE = """
SELECT shown.channel,
    count(*) FILTER (WHERE state IN ('waiting', 'offered')) AS waiting,
    count(*) FILTER (WHERE state = 'waiting' AND gone_at IS NULL) AS stuck,
    count(*) FILTER (WHERE state IN ('waiting', 'offered') AND given_back) AS lost,
    min(arrived_at) FILTER (WHERE state IN ('waiting', 'offered') AND NOT given_back) AS first_at,
    count(*) FILTER (WHERE state = 'answered') AS in_chat,
    count(*) FILTER (WHERE state = 'ended') AS to_register,
    min(closed_at) AS closed_at
FROM unnest($1::text[]) AS shown (channel) LEFT JOIN closed_channel USING (channel)
    LEFT JOIN attempt ON attempt.channel = shown.channel
        AND state IN ('waiting', 'offered', 'answered', 'ended')
GROUP BY shown.channel
"""
# A contact that was registered as a test does not count.
COUNT_DAY = """
SELECT CASE WHEN answered_at IS NULL THEN state ELSE 'answered' END AS how,
    count(*) FILTER (WHERE arrived_at >= $1) AS in_day,
    count(*) FILTER (WHERE arrived_at >= $2) AS in_hour
FROM attempt LEFT JOIN contact USING (contact_id)
WHERE arrived_at >= least($1, $2) AND kind IS DISTINCT FROM 'test' GROUP BY how
"""
LIST_LOCATIONS = """
SELECT location_id, name FROM (
    SELECT location_id FROM location WHERE $1 UNION SELECT unnest($2::uuid[])
) AS wanted LEFT JOIN location USING (location_id) ORDER BY name, location_id
"""
LIST_HANDOVERS = """
SELECT referral.*, coalesce(attempt.answered_at_location_id, contact.answered_at_location_id)
    AS location_id
FROM referral LEFT JOIN attempt USING (attempt_id)
    LEFT JOIN contact ON contact.contact_id = referral.contact_id
WHERE referral.outcome IS NULL AND answer_by IS NOT NULL ORDER BY answer_by, referral_id
"""
LIST_HOLES = """
SELECT starts_at, ends_at, location_id, sum(needed - filled) AS missing FROM shift
WHERE starts_at > $1 AND starts_at <= $2 AND NOT cancelled AND filled < needed
GROUP BY starts_at, ends_at, location_id ORDER BY starts_at, ends_at
"""


@dataclass(frozen=True, slots=True)
class Place:
    """A location and its name, which is None where it is not known yet."""

    location_id: UUID
    name: str | None


@dataclass(frozen=True, slots=True)
class OpenHandovers:
    """Warm handovers that wait for their partner, or for their listeners: how many are where."""

    partner: Partner
    step: Step
    at: list[tuple[Place, int]]

    @property
    def count(self) -> int:
        """Return how many there are."""
        return sum(count for _, count in self.at)


@dataclass(frozen=True, slots=True)
class Hole:
    """A part of the day that begins soon, and how many are missing where."""

    starts_at: datetime
    ends_at: datetime
    missing: list[tuple[Place, int]]

    @property
    def people(self) -> int:
        """Return how many are missing."""
        return sum(missing for _, missing in self.missing)


@dataclass(frozen=True, slots=True)
class Board:
    """The board at a moment.

    `on` and `free` count the nation's listeners; `why` says why nobody takes the first attempt that
    waits, and is empty while none does. `locations` are those within reach with somebody at a desk,
    `nobody_at` the others. `surges` are the accident and disaster lines that are open.
    """

    now: datetime
    headline: Headline
    channels: list[ChannelNow]
    on: int
    free: int
    why: list[tuple[Reason, int]]
    locations: list[tuple[Place, list[AtDesk]]]
    nobody_at: list[Place]
    hour: Rate
    day: Rate
    missed: Mapping[MissedReason, int]
    handovers: list[OpenHandovers]
    holes: list[Hole]
    surges: list[SurgeNow]

    @property
    def longest_seconds(self) -> int | None:
        """Return the longest wait of all channels, in steps of ten seconds; None: nobody waits."""
        waiting = [channel for channel in self.channels if channel.first_at]
        return max((channel.longest_seconds(self.now) for channel in waiting), default=None)


async def load_board(connection: Connection, reach: Reach, now: datetime) -> Board:
    """Return the board as somebody sees it now."""
    listeners = await load_listeners(connection, now)
    waiting = sorted(await load_waiting(connection), key=lambda one: one[0].place)
    around = surroundings(listeners, await load_on_the_bus(connection))
    first = asked_of(*waiting[0]) if waiting else None
    channels = await _channels(connection)
    places = await _places(connection, reach, {one.location_id for one in listeners})
    there = at_desks(listeners, first, around)
    day, hour, missed = await _day(connection, now)
    return Board(
        now=now,
        headline=headline(channels, listeners, around),
        channels=channels,
        on=len(listeners),
        free=count_free(listeners, around),
        why=reasons(first, listeners, around) if first else [],
        locations=[(at, there[id_]) for id_, at in places.items() if id_ in there],
        nobody_at=[at for id_, at in places.items() if id_ not in there],
        hour=hour,
        day=day,
        missed=missed,
        handovers=await _handovers(connection, places),
        holes=await _holes(connection, now, places),
        surges=await list_open(connection, now),
    )


async def _places(
    connection: Connection, reach: Reach, staffed: Iterable[UUID]
) -> dict[UUID, Place]:
    """Return the locations within reach by name; of those with listeners be it told or not."""
    wanted = reach.locations | {id_ for id_ in staffed if reach.covers(location=id_)}
    rows = await connection.fetch(LIST_LOCATIONS, reach.everything, sorted(wanted))
    return {row["location_id"]: Place(**dict(row)) for row in rows}


async def _channels(connection: Connection) -> list[ChannelNow]:
    rows = await connection.fetch(COUNT_QUEUE, ON_THE_QUEUE)
    found = {row["channel"]: ChannelNow(**dict(row)) for row in rows}
    return [found.get(channel) or ChannelNow(channel) for channel in ON_THE_QUEUE]


async def _day(
    connection: Connection, now: datetime
) -> tuple[Rate, Rate, Mapping[MissedReason, int]]:
    """Return the rates of the day and of the last hour, and what was missed today."""
    midnight = now.astimezone(TIME_ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = await connection.fetch(COUNT_DAY, midnight, now - HOUR)
    counts: defaultdict[str, Mapping[str, int]] = defaultdict(lambda: {"in_day": 0, "in_hour": 0})
    counts |= {row["how"]: dict(row) for row in rows}

    def rate(period: str) -> Rate:
        missed = counts["abandoned"][period] + counts["no_listener"][period]
        return Rate(counts["answered"][period], missed)

    reasons_of_day: list[MissedReason] = ["abandoned", "no_listener", "closed"]
    missed = {reason: counts[reason]["in_day"] for reason in reasons_of_day}
    return rate("in_day"), rate("in_hour"), missed


async def _handovers(connection: Connection, places: Mapping[UUID, Place]) -> list[OpenHandovers]:
    found: dict[tuple[Partner, Step], Counter[UUID]] = defaultdict(Counter)
    for row in await connection.fetch(LIST_HANDOVERS):
        step = step_of(handover_of(row))
        if step is not None and row["location_id"] in places:
            found[row["partner"], step][row["location_id"]] += 1
    return [OpenHandovers(*which, _in_order(at, places)) for which, at in sorted(found.items())]


async def _holes(connection: Connection, now: datetime, places: Mapping[UUID, Place]) -> list[Hole]:
    """Return the parts of the day that begin soon, with the locations in the order of places."""
    rows = await connection.fetch(LIST_HOLES, now, now + HOLES_WITHIN)
    missing: dict[tuple[datetime, datetime], dict[UUID, int]] = defaultdict(dict)
    for row in rows:
        if row["location_id"] in places:
            missing[row["starts_at"], row["ends_at"]][row["location_id"]] = row["missing"]
    return [Hole(*times, _in_order(by_place, places)) for times, by_place in missing.items()]


def _in_order(counts: Mapping[UUID, int], places: Mapping[UUID, Place]) -> list[tuple[Place, int]]:
    return [(at, counts[id_]) for id_, at in places.items() if id_ in counts]
