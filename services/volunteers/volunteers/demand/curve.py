"""The arrival curve: what is expected on a day that nobody forecast, and how long it takes.

A file of the setting `ARRIVAL_CURVE` replaces the one beside this module, which names its sources.
"""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel
from shared.events.reporting import QUARTERS
from shared.events.vocabulary import Channel

from volunteers.demand.rules.staffing import Targets

HERE = Path(__file__).with_name("arrival_curve.json")
DAYS_A_YEAR = 365.25
QUARTERS_AN_HOUR = 4
SECONDS_A_MINUTE = 60
Share = Annotated[float, Field(ge=0)]
Rate = Annotated[float, Field(gt=0, lt=1)]


class _Part(BaseModel):
    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, frozen=True, extra="forbid"
    )


class QueueOfChannel(_Part):
    """How long people wait, how many one listener serves at once, and what is aimed at.

    `answer_rate`: the share of all that is answered at least; `wait_rate`: the share that waits no
    longer than `wait_seconds`.
    """

    patience_seconds: float = Field(gt=0)
    at_once: int = Field(ge=1, le=10)
    answer_rate: Rate
    wait_seconds: float = Field(ge=0)
    wait_rate: Rate


class ChannelCurve(_Part):
    """What comes on a channel in a year; without a queue it waits until somebody has time."""

    yearly: float = Field(ge=0)
    handling_minutes: float = Field(gt=0)
    queue: QueueOfChannel | None

    @property
    def handling_seconds(self) -> float:
        """How long one takes a listener."""
        return self.handling_minutes * SECONDS_A_MINUTE

    def targets(self) -> Targets | None:
        """Return what Erlang A takes, or None without a queue."""
        if self.queue is None:
            return None
        return Targets(handling_seconds=self.handling_seconds, **self.queue.model_dump())


class ArrivalCurve(_Part):
    """The shares of the 24 hours of a day and of the weekdays from Monday on, and the channels."""

    sources: dict[str, str]
    hours: list[Share] = Field(min_length=24, max_length=24)
    weekdays: list[Share] = Field(min_length=7, max_length=7)
    channels: dict[Channel, ChannelCurve]

    def expected(self, day: dt.date, channel: Channel) -> Sequence[float]:
        """Return the arrivals of the 96 quarter hours of a day."""
        week = self.channels[channel].yearly / DAYS_A_YEAR * len(self.weekdays)
        whole = week * self.weekdays[day.weekday()] / (sum(self.weekdays) or 1)
        hours = [whole * share / (sum(self.hours) or 1) for share in self.hours]
        return [hours[number // QUARTERS_AN_HOUR] / QUARTERS_AN_HOUR for number in range(QUARTERS)]


def load_curve(file: Path | None = None) -> ArrivalCurve:
    """Return the curve of a file, by default our own; raises `ValidationError` for a wrong one."""
    return ArrivalCurve.model_validate_json((file or HERE).read_bytes())


def arrival_curve(request: Request) -> ArrivalCurve:
    """Return the curve by which this process plans."""
    found: ArrivalCurve = request.app.state.arrival_curve
    return found
