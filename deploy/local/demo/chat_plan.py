"""The chats of one evening: who comes when, and how each behaves. Pure.

They are held by browsers in Python, help seekers and listeners, while the clock of contacts shows
that evening and runs faster.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from shared.events.vocabulary import Kind, Outcome, ReferralMode, Topic

from demo import figures
from demo.attempts import draw_outcome, draw_referral, draw_topics, is_heavy
from demo.chance import chance, one_of
from demo.roster import Roster, Shift, starts_at

CHATS, CALLS, LETTERS = 300, 20, 10
FEWEST, FEW = 12, 3
RATE = 20  # an offer stands for a second: on a busy machine too it can be answered
PART = "evening"
SHIFT_LASTS = timedelta(hours=4)
GRACE = timedelta(minutes=30)  # contacts lets a listener stay on after the shift
SITTING_DOWN = timedelta(minutes=10)  # the evening begins so long after the shift
# All who come arrive within this time, as others do within a day.
ARRIVING, SHORTEST = timedelta(minutes=25), timedelta(minutes=4)
AFTER_CLOSING = 0.03  # come when everybody has gone home
IMPATIENT, GIVES_UP, CUT, ENDS_ITSELF = 0.12, 0.04, 0.06, 0.5
PATIENCE_SECONDS = (30, 120)
MOST_TURNS = 4
PASSES, LAPSES, PAUSES = 0.05, 0.04, 0.05
ANSWERS_AFTER_SECONDS, PAUSE_SECONDS, TURN_SECONDS = (1, 8), (60, 180), (5, 40)


@dataclass(frozen=True, slots=True)
class Chat:
    """A help seeker who asks for a chat.

    `after` is how long after the first one, on the clock. `patience` is how long they wait; None:
    until somebody answers. `cut` is the turn at which the line is cut, if it is.
    """

    number: int
    after: timedelta
    patience: timedelta | None
    turns: int
    ends_itself: bool
    cut: int | None
    after_closing: bool


@dataclass(frozen=True, slots=True)
class Registration:
    """What a listener registers of a chat."""

    kind: Kind
    topics: tuple[Topic, ...]
    outcome: Outcome
    heavy: bool
    referral: ReferralMode | None


@dataclass(frozen=True, slots=True)
class Evening:
    """An evening of the roster on which chats are held: its shifts, and who comes.

    So many others call meanwhile, or write, and are answered by the same listeners.
    """

    shifts: tuple[Shift, ...]
    chats: tuple[Chat, ...]
    calls: int
    letters: int

    @property
    def begins_at(self) -> datetime:
        """Return when the first help seeker comes."""
        return starts_at(self.shifts[0]) + SITTING_DOWN

    @property
    def span(self) -> tuple[datetime, datetime]:
        """Return from when, and until when, all of its chats arrive and are answered."""
        return evening_span(self.shifts)

    @property
    def arriving(self) -> timedelta:
        """Return how long people come for."""
        return self.chats[-1].after

    @property
    def numbers(self) -> frozenset[int]:
        """Return the numbers of the shifts."""
        return frozenset(shift.number for shift in self.shifts)


@dataclass
class Habits:
    """How a listener behaves, drawn one by one."""

    number: int
    random: Random = field(init=False)

    def __post_init__(self) -> None:
        self.random = chance(f"desk {self.number}")

    def reaction(self) -> str:
        """Draw what is done with an offer: `answer`, `pass`, or `lapse`."""
        answers = 1 - PASSES - LAPSES
        return one_of(self.random, {"answer": answers, "pass": PASSES, "lapse": LAPSES})

    def registration(self) -> Registration:
        """Draw what a chat turns out to be, as the other contacts of the demo do."""
        random = self.random
        kind = one_of(random, figures.KINDS["chat"])
        topics = draw_topics(random) if kind == "conversation" else ()
        referral = draw_referral(topics, random)
        outcome = draw_outcome(kind, referral, random)
        return Registration(kind, topics, outcome, is_heavy(topics, random), referral)

    def wants_pause(self, after: Registration) -> bool:
        """Draw whether the listener takes a pause after a chat; after a heavy one, always."""
        return after.heavy or self.random.random() < PAUSES

    def seconds(self, between: tuple[int, int]) -> float:
        """Draw a length, in seconds of the clock."""
        return self.random.uniform(*between)


def make_evening(roster: Roster, scale: float) -> Evening:
    """Return the chats of the last evening; a scale below 1 has fewer, in less time."""
    random = chance("chats")
    number = max(FEWEST, round(CHATS * min(scale, 1.0)))
    arriving = max(SHORTEST, ARRIVING * number / CHATS)
    closing = max(1, round(number * AFTER_CLOSING))
    arrivals = sorted(arriving * _time_of_day(random) for _ in range(number))
    chats = tuple(
        _chat(place, after, random, after_closing=place >= number - closing)
        for place, after in enumerate(arrivals)
    )
    share = number / CHATS
    return Evening(
        chat_shifts(roster), chats, max(FEW, round(CALLS * share)), max(FEW, round(LETTERS * share))
    )


def chat_shifts(roster: Roster) -> tuple[Shift, ...]:
    """Return the shifts of the last evening that answer chats."""
    return tuple(
        shift
        for shift in roster.shifts
        if shift.day == roster.last_day and shift.part == PART and "chat" in shift.channels
    )


def evening_span(shifts: tuple[Shift, ...]) -> tuple[datetime, datetime]:
    """Return when the shifts begin, and when nobody is left of them."""
    begins = starts_at(shifts[0])
    return begins, begins + SHIFT_LASTS + GRACE


def _time_of_day(random: Random) -> float:
    """Draw when somebody comes, as a part of the day: 0 to 1, by the arrival curve."""
    [hour] = random.choices(range(24), figures.hours_of_day())
    return float((hour + random.random()) / 24)


def _chat(number: int, after: timedelta, random: Random, *, after_closing: bool) -> Chat:
    turns = random.randint(1, MOST_TURNS)
    drawn = random.random()
    patience: timedelta | None = None
    if drawn < GIVES_UP or number == 0:
        patience = timedelta(0)
    elif drawn < GIVES_UP + IMPATIENT:
        patience = timedelta(seconds=random.randint(*PATIENCE_SECONDS))
    return Chat(
        number=number,
        after=after,
        patience=patience,
        turns=turns,
        ends_itself=random.random() < ENDS_ITSELF,
        cut=random.randint(1, turns) if random.random() < CUT else None,
        after_closing=after_closing,
    )
