"""Answers about offers."""

import datetime as dt
from uuid import UUID

from shared.events.vocabulary import Channel
from shared.http import View

from volunteers.offers.tables import Offer
from volunteers.offers.vocabulary import OfferReason, OfferState
from volunteers.shifts.rules.day_parts import DayPart
from volunteers.shifts.tables import Shift


class OfferView(View):
    """A place that somebody was asked to take, open until `expiresAt` (UTC)."""

    offer_id: UUID
    shift_id: UUID
    volunteer_id: UUID
    reason: OfferReason
    state: OfferState
    made_at: dt.datetime
    expires_at: dt.datetime
    answered_at: dt.datetime | None


class OfferOfShift(OfferView):
    """An offer with when and where its shift is, `startsAt` to `endsAt` (UTC)."""

    location_id: UUID
    date: dt.date
    day_part: DayPart
    channels: list[Channel]
    starts_at: dt.datetime
    ends_at: dt.datetime


class NotAsked(View):
    """Somebody who was not asked, and which rule is in the way; `detail` says what would be."""

    volunteer_id: UUID
    reason: str
    detail: str


class AskingView(View):
    """What came of asking people for a shift."""

    shift_id: UUID
    offers: list[OfferView]
    not_asked: list[NotAsked]


def view_of_offer(offer: Offer) -> OfferView:
    """Return an offer as clients see it."""
    return OfferView.model_validate(offer, from_attributes=True)


def view_of_offer_of_shift(offer: Offer, shift: Shift) -> OfferOfShift:
    """Return an offer as clients see it, with its shift."""
    return OfferOfShift(
        **view_of_offer(offer).model_dump(),
        location_id=shift.location_id,
        date=shift.day,
        day_part=shift.day_part,
        channels=shift.channels,
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
    )
