"""Ask people whether they will take a place of a shift."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from prometheus_client import Counter
from shared.database import Connection
from shared.refusals import Refusal

from volunteers.admission.rules.completion import UnknownVolunteer
from volunteers.notices.tables import Notice
from volunteers.notices.want_notices import want_notices
from volunteers.offers.rules import AskedAlready
from volunteers.offers.tables import Offer
from volunteers.offers.vocabulary import OfferReason
from volunteers.shifts.load_candidates import load_candidates
from volunteers.shifts.load_wanted import load_wanted
from volunteers.shifts.may_take import refusal_of
from volunteers.shifts.rules.day_parts import Span
from volunteers.shifts.rules.places import Candidate, ShiftNotFound, Wanted
from volunteers.shifts.rules.where import from_home_if_elsewhere

MADE = Counter("volunteers_offers_made", "Places that people were asked to take", ["reason"])

# At most one offer is open for a volunteer and a shift: whom another process asked meanwhile is
# not asked twice.
INSERT_OFFERS = """
INSERT INTO offer (offer_id, shift_id, volunteer_id, reason, source_id, state, made_at, expires_at)
SELECT offer_id, shift_id, volunteer_id, $4, $5, 'open', $6, $7
FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS wanted (offer_id, shift_id, volunteer_id)
ORDER BY volunteer_id, shift_id
ON CONFLICT (volunteer_id, shift_id) WHERE state = 'open' DO NOTHING
RETURNING offer_id
"""
Pair = tuple[UUID, UUID]
KEYS = ("offer_id", "shift_id", "volunteer_id")


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of asking: the offers, and of each (shift, volunteer) without one, why."""

    offers: list[Offer]
    refused: dict[Pair, Refusal]


async def make_offers(
    connection: Connection,
    wanted: Sequence[Pair],
    *,
    reason: OfferReason,
    source_id: UUID,
    expires_at: datetime,
    now: datetime,
) -> Asked:
    """Offer places, each a (shift, volunteer), to those who may take them, and want notices.

    Nothing is locked: what changes meanwhile is refused when the offer is accepted.
    """
    pairs = list(dict.fromkeys(wanted))
    refused = await _refusals(connection, pairs)
    offers = [
        Offer(
            offer_id=uuid4(), shift_id=shift_id, volunteer_id=volunteer_id, reason=reason,
            source_id=source_id, made_at=now, expires_at=expires_at,
        )
        for shift_id, volunteer_id in pairs
        if (shift_id, volunteer_id) not in refused
    ]  # fmt: skip
    made = await _insert(connection, offers, reason, source_id, now, expires_at)
    for offer in offers:
        if offer.offer_id not in made:
            refused[offer.shift_id, offer.volunteer_id] = _asked_already(offer)
    offers = [offer for offer in offers if offer.offer_id in made]
    await want_notices(connection, [_notice(offer) for offer in offers])
    MADE.labels(reason).inc(len(offers))
    return Asked(offers, refused)


async def _refusals(connection: Connection, pairs: Sequence[Pair]) -> dict[Pair, Refusal]:
    """Return which of the pairs are refused by a rule of places, and how."""
    if not pairs:
        return {}
    shifts = await load_wanted(connection, list({shift_id for shift_id, _ in pairs}))
    spans = [one.span for one in shifts.values()]
    people: dict[UUID, Candidate] = {}
    if spans:
        whole = Span(min(one.starts_at for one in spans), max(one.ends_at for one in spans))
        people = await load_candidates(connection, list({one for _, one in pairs}), whole)
    found = {pair: _refusal(pair, shifts, people) for pair in pairs}
    return {pair: refusal for pair, refusal in found.items() if refusal}


def _refusal(
    pair: Pair, shifts: dict[UUID, Wanted], people: dict[UUID, Candidate]
) -> Refusal | None:
    shift, person = shifts.get(pair[0]), people.get(pair[1])
    if shift is None:
        return ShiftNotFound(f"there is no shift {pair[0]}")
    if person is None:
        return UnknownVolunteer(f"volunteer {pair[1]} never applied")
    from_home = from_home_if_elsewhere(person.location_id, shift)
    return refusal_of(person, replace(shift, source="offer", asking=True, from_home=from_home))


async def _insert(connection: Connection, offers: Sequence[Offer], *shared: Any) -> set[UUID]:
    keys = [[getattr(offer, key) for offer in offers] for key in KEYS]
    return {row["offer_id"] for row in await connection.fetch(INSERT_OFFERS, *keys, *shared)}


def _asked_already(offer: Offer) -> AskedAlready:
    return AskedAlready(
        f"volunteer {offer.volunteer_id} has an open offer for shift {offer.shift_id}: wait for "
        "the answer, or ask somebody else"
    )


def _notice(offer: Offer) -> Notice:
    return Notice(
        notice_id=uuid4(),
        person_id=offer.volunteer_id,
        kind="surge" if offer.reason == "surge" else "offer",
        about_id=offer.offer_id,
        due_at=offer.made_at,
        expires_at=offer.expires_at,
        next_at=offer.made_at,
    )
