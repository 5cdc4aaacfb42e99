"""The desks of listeners, many at once: a process shows those that are connected to it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from shared.database import Connection

from contacts.desk.rules import HEAVY_FOR, HEAVY_SHOWN_FOR
from contacts.desk.views import (
    ChatView,
    DeskNow,
    DeskView,
    EndedChatView,
    HandoverView,
    HeavyView,
    OfferView,
    ShiftView,
    SurgeCalledView,
    WaitingView,
)
from contacts.duty.rules import GRACE
from contacts.queue.rules.lifecycle import OFFERED_FOR
from contacts.referrals.queries import list_of_attempts
from contacts.referrals.views import ReferralView

Row = Mapping[str, Any]

LIST_SHIFTS = f"""
SELECT volunteer_id, shift_id, shift.location_id, location.name AS location_name, shift.channels,
    coalesce(place.role, listener.role) AS role, starts_at, ends_at
FROM place JOIN shift USING (shift_id) LEFT JOIN listener USING (volunteer_id)
    LEFT JOIN location ON location.location_id = shift.location_id
WHERE volunteer_id = ANY ($1::uuid[]) AND taken AND NOT cancelled
    AND starts_at <= $2::timestamptz + interval '{GRACE.seconds} s'
    AND starts_at > $2::timestamptz - interval '25 hours'
    AND ends_at >= $2::timestamptz - interval '{GRACE.seconds} s'
ORDER BY starts_at, shift_id
"""  # noqa: S608
LIST_DESKS = """
SELECT volunteer_id, desk.shift_id, shift.location_id, location.name AS location_name,
    shift.channels, listener.role, desk.state, desk.since, desk.most_chats, desk.extension
FROM desk LEFT JOIN shift USING (shift_id) LEFT JOIN listener USING (volunteer_id)
    LEFT JOIN location ON location.location_id = shift.location_id
WHERE volunteer_id = ANY ($1::uuid[])
"""
LIST_ATTEMPTS = """
SELECT attempt.*, location.name AS line_location_name, surge.kind AS surge_kind, surge.region,
    CASE attempt.state WHEN 'offered' THEN offered_to ELSE answered_by END AS volunteer_id
FROM attempt LEFT JOIN location ON location.location_id = attempt.line_location_id
    LEFT JOIN surge USING (surge_id)
WHERE channel <> 'email' AND (
    attempt.state IN ('answered', 'ended') AND answered_by = ANY ($1::uuid[])
    OR attempt.state = 'offered' AND offered_to = ANY ($1::uuid[])
)
ORDER BY arrived_at, attempt_id
"""
# Of the last hour only: found by the index of when contacts began, with a day before.
LIST_HEAVY = """
SELECT contact_id, volunteer_id, answered_at_location_id, ended_at FROM contact
WHERE heavy AND started_at > $1::timestamptz - interval '1 day' AND started_at <= $1
    AND ended_at > $1::timestamptz - $2::interval
ORDER BY ended_at
"""
# Of a chat that lost its listener the arrival is no wait: it was answered since.
COUNT_WAITING = """
SELECT count(*) AS people, count(*) FILTER (WHERE channel = 'telephone') AS calls,
    min(arrived_at) FILTER (WHERE NOT given_back) AS first
FROM attempt WHERE state IN ('waiting', 'offered') AND channel <> 'email'
"""


async def load_desks(
    connection: Connection, volunteers: Iterable[UUID], now: datetime
) -> dict[UUID, DeskView]:
    """Return the desk of each of these listeners as it is now."""
    ids = list(volunteers)
    shifts = _by_volunteer(await connection.fetch(LIST_SHIFTS, ids, now))
    desks = {row["volunteer_id"]: row for row in await connection.fetch(LIST_DESKS, ids)}
    attempts = await connection.fetch(LIST_ATTEMPTS, ids)
    referrals = await list_of_attempts(connection, [row["attempt_id"] for row in attempts])
    held = _by_volunteer(attempts)
    heavy = await connection.fetch(LIST_HEAVY, now, HEAVY_SHOWN_FOR)
    waiting = await _waiting(connection, now)
    found = {}
    for id_ in ids:
        kept, own = desks.get(id_), held[id_]
        desk = kept if kept and kept["shift_id"] and kept["state"] != "absent" else None
        found[id_] = DeskView(
            now=now,
            volunteer_id=id_,
            extension=kept["extension"] if kept else None,
            shifts=[ShiftView(**_named(ShiftView, row)) for row in shifts[id_]],
            desk=DeskNow(**_named(DeskNow, desk)) if desk else None,
            offers=[_offer(row) for row in own if row["state"] == "offered"],
            chats=[_chat(ChatView, row, referrals) for row in own if row["state"] == "answered"],
            to_register=[
                _chat(EndedChatView, row, referrals) for row in own if row["state"] == "ended"
            ],
            pause_offered=_pause_offered(desk, heavy, now),
            heavy_at_location=_heavy_for(desk, heavy),
            waiting=waiting,
        )
    return found


def _by_volunteer(rows: Iterable[Row]) -> defaultdict[UUID, list[Row]]:
    found: defaultdict[UUID, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["volunteer_id"]].append(row)
    return found


async def _waiting(connection: Connection, now: datetime) -> WaitingView:
    row = await connection.fetchrow(COUNT_WAITING)
    assert row is not None
    longest = (now - row["first"]).total_seconds() if row["first"] else 0
    return WaitingView(
        people=row["people"], calls=row["calls"], longest_seconds=max(0, int(longest))
    )


def _named(view: type[Any], row: Row) -> dict[str, Any]:
    return {name: row[name] for name in view.model_fields}


def _surge(row: Row) -> SurgeCalledView | None:
    kind = row["surge_kind"]
    return SurgeCalledView(kind=kind, region=row["region"]) if kind else None


def _offer(row: Row) -> OfferView:
    told = {**row, "until": row["offered_at"] + OFFERED_FOR, "surge": _surge(row),
            "continued": row["answered_at"] is not None}  # fmt: skip
    return OfferView(**_named(OfferView, told))


def _chat(view: type[ChatView], row: Row, referrals: Mapping[UUID, list[ReferralView]]) -> Any:
    told = {
        **row,
        "surge": _surge(row),
        "seeker_gone_since": row["gone_at"],
        "continued": row["continued"],
        "referrals": [
            HandoverView(**_named(HandoverView, vars(one))) for one in referrals[row["attempt_id"]]
        ],
    }
    return view(**_named(view, told))


def _pause_offered(desk: Row | None, heavy: Iterable[Row], now: datetime) -> bool:
    """Say whether a heavy contact of the listener calls for a pause that was not taken since."""
    if desk is None or desk["state"] != "present":
        return False
    since = max(desk["since"], now - HEAVY_FOR)
    return any(
        row["volunteer_id"] == desk["volunteer_id"] and row["ended_at"] > since for row in heavy
    )


def _heavy_for(desk: Row | None, heavy: Iterable[Row]) -> list[HeavyView]:
    """Return the heavy contacts of others at a mentor's location."""
    if desk is None or desk["role"] != "mentor":
        return []
    return [
        HeavyView(contact_id=row["contact_id"], at=row["ended_at"])
        for row in heavy
        if row["answered_at_location_id"] == desk["location_id"]
        and row["volunteer_id"] != desk["volunteer_id"]
    ]
