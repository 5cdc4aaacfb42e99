"""The queue as one would tell it: no heap, no table of reasons, everybody looks at everybody.

What the rules and the use cases of the queue do is compared with this.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

BEGIN = datetime(2026, 3, 1, 20, tzinfo=UTC)
MAY_BE_LOST = ("waiting", "offered")
OFFER = {"chat": timedelta(seconds=20), "telephone": timedelta(seconds=45)}
LISTENER_GONE, SEEKER_GONE = (timedelta(seconds=s) for s in (30, 120))


@dataclass
class PlainAttempt:
    """An attempt; `first`: an open chat that lost its listener; `had`: who answered it last."""

    id: UUID
    channel: str
    line: str
    location: UUID | None
    process: UUID | None
    arrived: datetime
    state: str = "waiting"
    first: bool = False
    passed: list[UUID] = field(default_factory=list)
    holder: UUID | None = None
    had: UUID | None = None
    offered_at: datetime = BEGIN
    gone_since: datetime | None = None


@dataclass
class PlainDesk:
    """A listener; `process` is None while the browser is gone."""

    id: UUID
    location: UUID
    role: str = "listener"
    admitted: frozenset[str] = frozenset({"chat", "telephone"})
    shift_channels: frozenset[str] = frozenset({"chat", "telephone"})
    lines: frozenset[str] = frozenset({"national", "local"})
    most: int = 3
    state: str = "present"
    on_shift: bool = True
    process: UUID | None = None
    gone_since: datetime | None = None
    idle_since: datetime = BEGIN
    has_telephone: bool = True

    @property
    def extension(self) -> str | None:
        """Return where the exchange rings."""
        return str(1000 + self.id.int) if self.has_telephone else None


class PlainQueue:
    """Everybody who waits and everybody at a desk."""

    def __init__(self, desks: Iterable[PlainDesk], processes: Iterable[UUID]) -> None:
        self.now = BEGIN
        self.desks = {desk.id: desk for desk in desks}
        self.attempts: dict[UUID, PlainAttempt] = {}
        self.on_the_bus = set(processes)
        self.closed: set[str] = set()

    def held(self, desk: PlainDesk) -> list[PlainAttempt]:
        """Return what is offered to a listener, or open."""
        return [one for one in self.attempts.values() if one.holder == desk.id]

    def waiting(self) -> list[PlainAttempt]:
        """Return who waits, the next one first."""
        waiting = [one for one in self.attempts.values() if one.state == "waiting"]
        return sorted(waiting, key=lambda one: (not one.first, one.arrived, one.id))

    def has_mentor(self, desk: PlainDesk) -> bool:
        """Return whether a mentor is present at the listener's location."""
        for one in self.desks.values():
            here = one.role == "mentor" and one.location == desk.location
            if here and one.state == "present" and one.on_shift and one.process is not None:
                return True
        return False

    def may(self, attempt: PlainAttempt, desk: PlainDesk) -> bool:
        """Return whether a listener may get an attempt."""
        if desk.state != "present" or desk.process is None or not desk.on_shift:
            return False
        allowed = attempt.channel in desk.admitted & desk.shift_channels
        if not allowed or attempt.line not in desk.lines:
            return False
        if desk.role == "trainee" and not self.has_mentor(desk):
            return False
        if not self.reach_each_other(attempt, desk):
            return False
        held = self.held(desk)
        if attempt.channel == "telephone":
            return desk.has_telephone and not held
        return len(held) < desk.most and all(one.channel != "telephone" for one in held)

    def reach_each_other(self, attempt: PlainAttempt, desk: PlainDesk) -> bool:
        """Return whether the words of a chat get from one side to the other."""
        if attempt.channel != "chat":
            return True
        if attempt.process is None:
            return False
        return attempt.process == desk.process or (
            attempt.process in self.on_the_bus and desk.process in self.on_the_bus
        )

    def choose(self, attempt: PlainAttempt) -> PlainDesk | None:
        """Return who is asked."""
        best, best_rank = None, None
        for desk in self.desks.values():
            if self.may(attempt, desk):
                passed = attempt.passed.index(desk.id) + 1 if desk.id in attempt.passed else 0
                elsewhere = desk.location != attempt.location
                rank = (passed, elsewhere, len(self.held(desk)), desk.idle_since, desk.id)
                if best_rank is None or rank < best_rank:
                    best, best_rank = desk, rank
        return best

    def is_anybody_on_duty(self, attempt: PlainAttempt) -> bool:
        """Return whether it is worth waiting."""
        for desk in self.desks.values():
            there = desk.state in ("present", "paused") and desk.on_shift
            allowed = attempt.channel in desk.admitted & desk.shift_channels
            alone = desk.role == "trainee" and not self.has_mentor(desk)
            if attempt.channel == "telephone" and not desk.has_telephone:
                continue
            if there and allowed and attempt.line in desk.lines and not alone:
                return True
        return False

    def to_close(self, channel: str) -> list[PlainAttempt]:
        """Return whom a channel that closes sends away: whoever has spoken with nobody yet."""
        never = [one for one in self.attempts.values() if one.had is None]
        return [one for one in never if one.channel == channel and one.state in MAY_BE_LOST]

    def route(self) -> None:
        """Offer to everybody who waits, one after the other; end what waits for nobody."""
        for attempt in self.waiting():
            desk = self.choose(attempt)
            if desk is not None:
                attempt.state, attempt.holder, attempt.offered_at = "offered", desk.id, self.now
        for attempt in self.waiting():
            # Whose browser is gone may be back, or is lost as abandoned.
            if attempt.gone_since is None and not self.is_anybody_on_duty(attempt):
                self.lose(attempt, "no_listener")

    def answer(self, attempt: PlainAttempt) -> None:
        attempt.state, attempt.had = "answered", attempt.holder
        attempt.first, attempt.passed = False, []

    def back(self, attempt: PlainAttempt) -> None:
        """Let an attempt wait again, in its old place; an open chat before all others."""
        assert attempt.holder is not None
        if attempt.holder in attempt.passed:
            attempt.passed.remove(attempt.holder)
        attempt.passed.append(attempt.holder)
        attempt.first = attempt.first or attempt.state == "answered"
        attempt.state, attempt.holder = "waiting", None

    def lose(self, attempt: PlainAttempt, state: str) -> None:
        """End what waits or is offered: as missed, unless somebody had it."""
        self.part(attempt)
        attempt.state = "ended" if attempt.had else state

    def end(self, attempt: PlainAttempt) -> None:
        """End an open chat."""
        self.part(attempt)
        attempt.state = "ended"

    def part(self, attempt: PlainAttempt) -> None:
        """Take it from its listener, who is idle from now on."""
        if attempt.holder is not None:
            self.desks[attempt.holder].idle_since = self.now
        attempt.holder = None

    def leave(self, attempt: PlainAttempt) -> None:
        """Let the help seeker leave, or be lost."""
        if attempt.state == "answered":
            self.end(attempt)
        else:
            self.lose(attempt, "abandoned")

    def overdue(self) -> None:
        """Do what time brings: listeners and help seekers who are gone are lost, offers lapse."""
        for desk in self.desks.values():
            held = self.held(desk)
            done = desk.state == "leaving" and not held
            # Whoever is on the telephone is there.
            talks = any(one.channel == "telephone" and one.state == "answered" for one in held)
            lost = desk.gone_since and self.now - desk.gone_since >= LISTENER_GONE and not talks
            if done or lost:
                desk.state = "absent"
                for attempt in self.held(desk):
                    self.back(attempt)
        for attempt in self.attempts.values():
            gone = attempt.gone_since and self.now - attempt.gone_since >= SEEKER_GONE
            if gone and attempt.state in ("waiting", "offered", "answered"):
                self.leave(attempt)
        for attempt in self.attempts.values():
            if (
                attempt.state == "offered"
                and self.now - attempt.offered_at >= OFFER[attempt.channel]
            ):
                self.back(attempt)
