"""Answers about demand."""

import datetime as dt
from uuid import UUID

from pydantic import Field
from shared.events.vocabulary import Channel
from shared.http import View

from volunteers.demand.vocabulary import ExpectedBy
from volunteers.shifts.rules.day_parts import DayPart


class ChannelDemand(View):
    """A channel on a day: 96 quarter hours from 00:00 in Amsterdam.

    `expected` are arrivals, `required` listeners by Erlang A, `filled` places that are taken in
    shifts on the channel. A shift on several channels counts for each.
    """

    channel: Channel
    by: ExpectedBy
    expected: list[float]
    required: list[int]
    filled: list[int]


class PartDemand(View):
    """A day part of the nation at a desk: needed, in shifts that are open for it, and taken."""

    day_part: DayPart
    channels: list[Channel]
    required: int
    planned: int
    filled: int


class DemandView(View):
    """What a day of Amsterdam takes, and what there is."""

    date: dt.date
    channels: list[ChannelDemand]
    parts: list[PartDemand]


class PlannedShift(View):
    """A shift that a plan opened, or would open."""

    location_id: UUID
    date: dt.date
    day_part: DayPart
    channels: list[Channel]
    needed: int


class ShiftPlanView(View):
    """What a plan opened, or would open; `short` listeners find no place at any location."""

    since: dt.date = Field(alias="from")
    until: dt.date
    preview: bool
    shifts: list[PlannedShift]
    short: int
