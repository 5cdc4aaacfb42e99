"""What is shown of a day's counts of help seekers: each rounded by itself (base 5, none below 15).

A day that runs is counted up to the last quarter hour, and an answered attempt only when it was
registered, after the conversation. The answer rate is therefore that of the hours that ended an
hour ago at least.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import NamedTuple, get_args
from uuid import UUID

from shared.events.vocabulary import Channel, MissedReason, MisuseKind
from shared.month import TIME_ZONE

from reporting.days.rules.local_time import HOURS, day_at, hour_at
from reporting.disclosure.rules.threshold import half_up, rounded

REASONS: tuple[MissedReason, ...] = get_args(MissedReason)
CHANNELS: tuple[Channel, ...] = get_args(Channel)
# Within it nearly every conversation has ended and is registered.
REGISTERED_AFTER = timedelta(hours=1)
WHOLE_PERCENT = 2
SOON_SECONDS = 30
Hours = tuple[int, ...]
NO_HOURS: Hours = (0,) * HOURS


@dataclass(frozen=True)
class CallCounts:
    """The exact counts of a day's attempts on the telephone, tests left out.

    `first` are those of callers who had not called before that day, `redials` the others, and
    `untold` those of which nobody told. `answered` and `unanswered` (abandoned, or no listener) are
    by the hour, and so are those of the first attempts among them. `cooled_down` were told to call
    later because of misuse; `misuse` is by its kind, None where it was not said.
    """

    answered: Hours = NO_HOURS
    unanswered: Hours = NO_HOURS
    first_answered: Hours = NO_HOURS
    first_unanswered: Hours = NO_HOURS
    first: int = 0
    redials: int = 0
    untold: int = 0
    cooled_down: int = 0
    misuse: Mapping[MisuseKind | None, int] = field(default_factory=dict)


@dataclass(frozen=True)
class DayCounts:
    """The exact counts of a day; of the hours of Amsterdam, 24 numbers each.

    `answered` are the attempts that were answered, tests left out; `missed` those that nobody
    answered, by reason; `conversations` of the whole day, by channel; `answered_soon`
    those that waited thirty seconds at most. Of a location `by_location` has the attempts answered
    there, and those missed on its own number.
    """

    answered: Hours
    missed: Mapping[MissedReason, Hours]
    conversations: Mapping[Channel, int]
    answered_soon: int
    by_location: Mapping[UUID, tuple[int, int]]
    calls: CallCounts = CallCounts()


@dataclass(frozen=True)
class ShownHour:
    """The attempts of an hour as they may be shown; None: fewer than fifteen."""

    hour: int
    attempts: int | None
    answered: int | None
    missed: int | None
    reasons: Mapping[MissedReason, int | None]


@dataclass(frozen=True)
class ShownDay:
    """A day's counts as they may be shown: multiples of 5, or None where fewer than fifteen.

    `answer_rate` is a fraction of 1 in whole percent, of the hours before `rate_until`;
    `soon_rate` the fraction of the answered attempts that waited thirty seconds at most.
    """

    day: date
    attempts: int | None
    answered: int | None
    missed: int | None
    reasons: Mapping[MissedReason, int | None]
    conversations: Mapping[Channel, int | None]
    answer_rate: float | None
    rate_until: int
    soon_rate: float | None
    hours: Sequence[ShownHour]


class DayOfWeek(NamedTuple):
    """A day of a week: what is shown of it, and what was expected; None: not yet, or nothing."""

    day: date
    shown: ShownDay | None
    expected: float | None


def shown_day(day: date, counts: DayCounts, now: datetime) -> ShownDay:
    """Return what is shown of a day at this moment."""
    unanswered = [
        counts.missed["abandoned"][hour] + counts.missed["no_listener"][hour]
        for hour in range(HOURS)
    ]
    missed = [sum(counts.missed[reason][hour] for reason in REASONS) for hour in range(HOURS)]
    until = settled_hours(day, now)
    return ShownDay(
        day=day,
        attempts=rounded(sum(counts.answered) + sum(missed)),
        answered=rounded(sum(counts.answered)),
        missed=rounded(sum(missed)),
        reasons={reason: rounded(sum(counts.missed[reason])) for reason in REASONS},
        conversations={name: rounded(counts.conversations.get(name, 0)) for name in CHANNELS},
        answer_rate=rounded_rate(sum(counts.answered[:until]), sum(unanswered[:until])),
        rate_until=until,
        soon_rate=rounded_share(counts.answered_soon, sum(counts.answered)),
        hours=[
            ShownHour(
                hour=hour,
                attempts=rounded(counts.answered[hour] + missed[hour]),
                answered=rounded(counts.answered[hour]),
                missed=rounded(missed[hour]),
                reasons={reason: rounded(counts.missed[reason][hour]) for reason in REASONS},
            )
            for hour in range(HOURS)
        ],
    )


def rounded_rate(answered: int, unanswered: int) -> float | None:
    """Return answered / (answered + unanswered) in whole percent, of the rounded counts only.

    None where either is not shown. `unanswered` is abandoned + no listener.
    """
    shown, rest = rounded(answered), rounded(unanswered)
    if shown is None or rest is None:
        return None
    return half_up(shown, shown + rest, WHOLE_PERCENT)


def rounded_share(part: int, whole: int) -> float | None:
    """Return part / whole in whole percent, of the rounded counts only; None where one is hidden.

    Rounding may make a part larger than its whole: then it is all of it.
    """
    shown, of = rounded(part), rounded(whole)
    return None if shown is None or of is None else min(1.0, half_up(shown, of, WHOLE_PERCENT))


def settled_hours(day: date, now: datetime) -> int:
    """Return how many hours of a day had ended an hour before `now`, so that they are whole."""
    moment = now - REGISTERED_AFTER
    if day_at(moment) > day:
        return HOURS
    return hour_at(moment) if day_at(moment) == day else 0


def counted_hours(day: date, until: datetime) -> int:
    """Return how many hours of a day have begun before `until`."""
    if day_at(until) > day:
        return HOURS
    begun = until.astimezone(TIME_ZONE).time() > time(hour_at(until))
    return hour_at(until) + begun if day_at(until) == day else 0
