"""Two weeks of attempts, answered by volunteers of the roster or missed. Pure.

The volunteer of an answered attempt is in a shift when it begins, and in no other conversation.
Missed attempts are made separately.
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count, islice
from random import Random
from typing import Literal

from shared.events.vocabulary import (
    Channel,
    Kind,
    Line,
    MissedReason,
    Organisation,
    Outcome,
    ReferralMode,
    Topic,
    Urgency,
)

from demo import figures
from demo.chance import chance, one_of
from demo.roster import DayPart, Roster, Volunteer, at, part_of_hour

LOOK_AGAIN = 200  # moments tried until somebody is free
PAUSE = timedelta(minutes=1)  # between two contacts of one volunteer
HOUR = 3600
EVENING_HOURS = (*range(18, 24), 0, 1)
CHAT_CLOSED_HOURS = range(2, 8)
REFERRAL_MODES: dict[ReferralMode, float] = {
    "information": 0.70, "warm_handover": 0.25, "emergency": 0.05,
}  # fmt: skip
URGENCIES: dict[ReferralMode, Urgency] = {
    "information": "low", "warm_handover": "normal", "emergency": "high",
}  # fmt: skip
HEAVY_SHARE = 0.5  # of the conversations with thoughts of suicide
# Average wait in seconds until a listener answers.
WAITS: dict[Channel, float] = {"telephone": 25, "chat": 60, "email": 26 * HOUR}
LONGEST_WAIT: dict[Channel, int] = {"telephone": 600, "chat": 900, "email": 72 * HOUR}

Correction = Literal["heavy", "hang_up"]


@dataclass(frozen=True, slots=True)
class Answered:
    """An answered attempt; a location is its index in the list."""

    number: int
    volunteer: Volunteer
    channel: Channel
    line: Line
    line_location: int | None
    started_at: datetime
    ended_at: datetime
    wait_seconds: int
    kind: Kind
    topics: tuple[Topic, ...]
    outcome: Outcome
    diverted_from: Organisation | None
    heavy: bool
    referral: ReferralMode | None
    correction: Correction | None


@dataclass(frozen=True, slots=True)
class Missed:
    """An attempt that nobody answered."""

    number: int
    channel: Channel
    line: Line
    line_location: int | None
    offered_at: datetime
    waited_seconds: int
    reason: MissedReason


@dataclass
class Desk:
    """Who is in a shift at which times, and who is busy until when.

    The teams of the shifts `elsewhere` (numbers) hold chats by their browsers, and nothing else.
    """

    roster: Roster
    elsewhere: frozenset[int]
    on_duty: dict[tuple[date, DayPart], list[Volunteer]] = field(init=False)
    busy: dict[tuple[int, date], list[tuple[datetime, datetime]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def __post_init__(self) -> None:
        self.on_duty = defaultdict(list)
        for shift in self.roster.shifts:
            if shift.number not in self.elsewhere:
                self.on_duty[shift.day, shift.part] += shift.team

    def is_free(self, one: Volunteer, day: date, start: datetime, end: datetime) -> bool:
        """Return whether a volunteer has no other contact then, nor within a pause around it."""
        return all(
            end + PAUSE <= begun or start >= ended + PAUSE
            for begun, ended in self.busy[one.number, day]
        )


def make_answered(
    roster: Roster, number: int, elsewhere: frozenset[int] = frozenset()
) -> list[Answered]:
    """Return so many answered attempts, none of them in the shifts `elsewhere` (numbers)."""
    random = chance("answered")
    desk = Desk(roster, elsewhere)
    return [_answered(place, roster, desk, random) for place in range(number)]


def make_missed(
    roster: Roster, number: int, evening: tuple[datetime, datetime] | None = None
) -> list[Missed]:
    """Return so many attempts that nobody answered; no e-mail stays unanswered.

    None of them is a chat of the `evening` whose chats are held by browsers.
    """
    random = chance("missed")
    hours = [
        share * (figures.BUSY_EVENING if hour in EVENING_HOURS else 1)
        for hour, share in enumerate(figures.hours_of_day())
    ]
    drawn = (_missed(place, roster, hours, random) for place in count())
    return list(islice((one for one in drawn if not _is_chat_of(evening, one)), number))


def _answered(number: int, roster: Roster, desk: Desk, random: Random) -> Answered:
    channel = one_of(random, figures.CHANNELS)
    kind = one_of(random, figures.KINDS[channel])
    line, line_location = _line(channel, roster, random)
    length = timedelta(seconds=_length(channel, kind, random))
    volunteer, started_at, ended_at = _taken(desk, channel, line_location, length, random)
    topics = draw_topics(random) if kind == "conversation" else ()
    referral = draw_referral(topics, random)
    return Answered(
        number=number,
        volunteer=volunteer,
        channel=channel,
        line=line,
        line_location=line_location,
        started_at=started_at,
        ended_at=ended_at,
        wait_seconds=_wait(channel, random),
        kind=kind,
        topics=topics,
        outcome=draw_outcome(kind, referral, random),
        diverted_from="113online" if line == "partner" else None,
        heavy=is_heavy(topics, random),
        referral=referral,
        correction=_correction(kind, random),
    )


def _taken(
    desk: Desk, channel: Channel, at_location: int | None, length: timedelta, random: Random
) -> tuple[Volunteer, datetime, datetime]:
    """Return a moment at which a volunteer is free, and that volunteer.

    A local line tries its own location first, and then the others.
    """
    days = desk.roster.days
    closing = at(days[-1] + timedelta(days=1), 0)
    for _ in range(LOOK_AGAIN):
        day, second = _moment(days, figures.hours_of_day(), random)
        start = at(day, second)
        end = min(start + length, closing)
        there = desk.on_duty[day, part_of_hour(second // HOUR)]
        could = [one for one in random.sample(there, len(there)) if channel in one.channels]
        for one in sorted(could, key=lambda one: one.location != at_location):
            if desk.is_free(one, day, start, end):
                desk.busy[one.number, day].append((start, end))
                return one, start, end
    raise ValueError(f"nobody is free on {channel}: the roster is too small for the attempts")


def _missed(number: int, roster: Roster, hours: Sequence[float], random: Random) -> Missed:
    asked: dict[Channel, float] = {
        channel: share for channel, share in figures.CHANNELS.items() if channel != "email"
    }
    channel = one_of(random, asked)
    line, line_location = _line(channel, roster, random)
    day, second = _moment(roster.days, hours, random)
    reason: MissedReason = one_of(random, {"abandoned": 0.6, "no_listener": 0.4})
    if channel == "chat" and second // HOUR in CHAT_CLOSED_HOURS:
        reason = "closed"
    return Missed(
        number=number,
        channel=channel,
        line=line,
        line_location=line_location,
        offered_at=at(day, second),
        waited_seconds=0 if reason == "closed" else _wait(channel, random),
        reason=reason,
    )


def _is_chat_of(evening: tuple[datetime, datetime] | None, one: Missed) -> bool:
    if evening is None or one.channel != "chat":
        return False
    return evening[0] <= one.offered_at < evening[1]


def _moment(days: Sequence[date], hours: Sequence[float], random: Random) -> tuple[date, int]:
    """Draw a day, and a second of it on an Amsterdam clock."""
    [day] = random.choices(days, [figures.WEEKDAYS[day.weekday()] for day in days])
    [hour] = random.choices(range(24), hours)
    return day, hour * HOUR + random.randrange(HOUR)


def _line(channel: Channel, roster: Roster, random: Random) -> tuple[Line, int | None]:
    """Draw the line: only telephone calls use a local number or a partner's line."""
    drawn = random.random()
    if channel == "telephone" and drawn < figures.LOCAL_LINE_SHARE:
        return "local", random.randrange(roster.locations)
    if channel == "telephone" and drawn > 1 - figures.PARTNER_LINE_SHARE:
        return "partner", None
    return "national", None


def _length(channel: Channel, kind: Kind, random: Random) -> int:
    if kind != "conversation":
        return random.randint(*figures.OTHER_SECONDS[kind])
    # Of a lognormal distribution the mean is exp(mu + sigma^2 / 2).
    middle = math.log(figures.CONVERSATION_MINUTES[channel]) - figures.SPREAD**2 / 2
    minutes = random.lognormvariate(middle, figures.SPREAD)
    return round(60 * min(max(minutes, figures.SHORTEST_MINUTES), figures.LONGEST_MINUTES))


def draw_topics(random: Random) -> tuple[Topic, ...]:
    """Draw each topic by its own share; if there are too many, drop the rarest."""
    drawn = [topic for topic, share in figures.TOPICS.items() if random.random() < share]
    return tuple(drawn[: figures.MOST_TOPICS]) or ("other",)


def draw_referral(topics: Sequence[Topic], random: Random) -> ReferralMode | None:
    """Draw whether a conversation on these topics is referred, and how."""
    if "suicidal_thoughts" in topics and random.random() < figures.REFERRED_SHARE:
        return one_of(random, REFERRAL_MODES)
    return None


def is_heavy(topics: Sequence[Topic], random: Random) -> bool:
    """Draw whether a conversation on these topics was heavy for its listener."""
    return "suicidal_thoughts" in topics and random.random() < HEAVY_SHARE


def draw_outcome(kind: Kind, referral: ReferralMode | None, random: Random) -> Outcome:
    """Draw how an attempt of this kind ended."""
    if kind != "conversation":
        return "no_conversation"
    return "referred" if referral else one_of(random, figures.OUTCOMES)


def _correction(kind: Kind, random: Random) -> Correction | None:
    """Draw the correction of a few contacts: it was heavy, or a hang-up after all."""
    wrong = random.random() < figures.CORRECTED_SHARE * (1 if kind == "conversation" else 3)
    if kind == "conversation":
        return "heavy" if wrong else None
    return "hang_up" if wrong and kind == "silent" else None


def _wait(channel: Channel, random: Random) -> int:
    return min(round(random.expovariate(1 / WAITS[channel])), LONGEST_WAIT[channel])
