"""A queue that is told twice: to the plain queue, and to attempts by the rules.

`check` says whether both tell the same, and whether what must hold of every queue holds of this.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from functools import partial
from uuid import UUID

from contacts.queue.rules import lifecycle, routing
from contacts.queue.rules.lifecycle import Attempt

from tests.contacts.plain_queue import PlainAttempt, PlainDesk, PlainQueue

ZUTPHEN, ARNHEM = UUID(int=1), UUID(int=2)
PROCESSES = [UUID(int=11), UUID(int=12)]
CHAT, TELEPHONE = frozenset({"chat"}), frozenset({"telephone"})
Kind = tuple[str, str, UUID | None]
KINDS: list[Kind] = [
    ("chat", "national", None), ("chat", "local", ZUTPHEN), ("chat", "local", ARNHEM),
    ("chat", "partner", None), ("telephone", "national", None), ("telephone", "local", ZUTPHEN),
]  # fmt: skip
STATES = ["present", "present", "paused", "leaving"]
OFFERED_FOR = {"chat": lifecycle.OFFERED_FOR, "telephone": lifecycle.CALL_OFFERED_FOR}
FINAL = {"ended", "registered", "abandoned", "no_listener", "closed"}


def desks() -> list[PlainDesk]:
    """Return listeners of each sort, in a small house."""
    everything = frozenset({"national", "local", "partner"})
    return [
        PlainDesk(UUID(int=21), ZUTPHEN, most=1),
        PlainDesk(UUID(int=22), ZUTPHEN, "trainee", most=2),
        PlainDesk(UUID(int=23), ZUTPHEN, "mentor", admitted=TELEPHONE | CHAT, most=2),
        PlainDesk(UUID(int=24), ARNHEM, lines=everything, has_telephone=False),
        PlainDesk(UUID(int=25), ARNHEM, "trainee", shift_channels=CHAT),
    ]


def is_open(one: PlainAttempt) -> bool:
    return one.state in lifecycle.OPEN


def held(attempts: Iterable[Attempt]) -> Mapping[UUID, Mapping[str, int]]:
    """Return how many attempts each listener has offered or open, by channel."""
    found: dict[UUID, Counter[str]] = defaultdict(Counter)
    for attempt in attempts:
        if attempt.listener:
            found[attempt.listener][attempt.channel] += 1
    return found


class Queue:
    """A night: help seekers come and go, listeners too, and processes lose the bus."""

    def __init__(self, picks: tuple[int, ...], kinds: tuple[Kind, ...]) -> None:
        """Begin with listeners in any state, with help seekers who wait, and some answered."""
        self.plain = PlainQueue(desks(), PROCESSES)
        self.attempts: dict[UUID, Attempt] = {}
        self.ended: dict[UUID, str] = {}
        for desk, pick in zip(self.plain.desks.values(), picks, strict=True):
            desk.state, desk.process = STATES[pick // 3], PROCESSES[pick % 2]
            desk.idle_since -= timedelta(minutes=pick)
        for kind, pick in zip(kinds, picks, strict=False):
            self.join(kind, pick)
        for pick in picks[:3]:
            self.answer(pick)

    # What happens. Each is a no-op where there is nobody whom it can happen to.

    def join(self, kind: Kind, pick: int) -> None:
        channel, line, location = kind
        process = PROCESSES[pick % 2] if channel == "chat" else None
        self.plain.now += timedelta(seconds=1)
        # Who comes later may have the smaller id.
        id_, now = UUID(int=200 + (-1) ** pick * len(self.attempts)), self.plain.now
        self.plain.attempts[id_] = PlainAttempt(id_, channel, line, location, process, now)
        self.attempts[id_] = Attempt(id_, channel, line, location, now)  # type: ignore[arg-type]
        if channel in self.plain.closed:
            self.close(channel)
        self.route()

    def answer(self, pick: int) -> None:
        self.do(pick, "offered", self.plain.answer, partial(lifecycle.answer, now=self.plain.now))

    def pass_on(self, pick: int) -> None:
        self.do(pick, "offered", self.plain.back, lifecycle.pass_on)

    def help_seeker_leaves(self, pick: int) -> None:
        change = partial(lifecycle.leave, by="seeker", now=self.plain.now)
        self.do(pick, "waiting offered answered", self.plain.leave, change)

    def listener_ends(self, pick: int) -> None:
        change = partial(lifecycle.end, by="listener", now=self.plain.now)
        self.do(pick, "answered", self.plain.end, change)

    def register(self, pick: int) -> None:
        def plainly(one: PlainAttempt) -> None:
            one.state = "registered"

        self.do(pick, "ended", plainly, lifecycle.register)

    def help_seekers_browser_goes_or_comes(self, pick: int, process: UUID | None) -> None:
        fit = [
            one for one in self.plain.attempts.values() if one.channel == "chat" and is_open(one)
        ]
        if fit:
            one = fit[pick % len(fit)]
            one.process, one.gone_since = process, None if process else self.plain.now
            self.route()

    def listeners_browser_goes_or_comes(self, pick: int, process: UUID | None) -> None:
        busy = [desk for desk in self.plain.desks.values() if self.plain.held(desk)]
        desk = busy[pick % len(busy)] if busy and pick % 3 else self.desk(pick)
        desk.process, desk.gone_since = process, None if process else self.plain.now
        self.route()

    def listener_comes_pauses_or_leaves(self, pick: int, state: str) -> None:
        desk = self.desk(pick)
        desk.state = state
        self.route()

    def shift_bus_or_channel_comes_or_goes(self, pick: int) -> None:
        if pick < 5:
            self.desk(pick).on_shift ^= True
        elif pick < 10:
            self.plain.on_the_bus ^= {PROCESSES[pick % 2]}
        else:
            channel = ("chat", "telephone")[pick % 2]
            self.plain.closed ^= {channel}
            if channel in self.plain.closed:
                self.close(channel)
        self.route()

    def time_passes(self, seconds: int) -> None:
        self.plain.now += timedelta(seconds=seconds)
        now = self.plain.now
        for desk in self.plain.desks.values():
            talks = held(self.talking()).get(desk.id)
            if talks:
                continue
            if desk.gone_since and now - desk.gone_since >= lifecycle.LISTENER_GONE_FOR:
                for id_, one in self.attempts.items():
                    if one.listener == desk.id:
                        self.attempts[id_] = lifecycle.give_back(one)
        for plain in self.plain.attempts.values():
            one = self.attempts[plain.id]
            gone = plain.gone_since and now - plain.gone_since >= lifecycle.SEEKER_GONE_FOR
            if gone and one.state in lifecycle.OPEN:
                self.attempts[plain.id] = lifecycle.leave(one, "gone", now)
        for id_, one in self.attempts.items():
            if one.offered_at and now - one.offered_at >= OFFERED_FOR[one.channel]:
                self.attempts[id_] = lifecycle.lapse(one)
        self.plain.overdue()
        self.route()

    # How it is done to both.

    def do(
        self, pick: int, states: str,
        plainly: Callable[[PlainAttempt], None], change: Callable[[Attempt], Attempt],
    ) -> None:  # fmt: skip
        fit = [one for one in self.plain.attempts.values() if one.state in states.split()]
        if fit:
            self.both(fit[pick % len(fit)], plainly, change)
            self.route()

    def close(self, channel: str) -> None:
        for one in self.plain.to_close(channel):
            self.both(
                one, partial(self.plain.lose, state="closed"),
                partial(lifecycle.close, now=self.plain.now),
            )  # fmt: skip

    def both(
        self, one: PlainAttempt,
        plainly: Callable[[PlainAttempt], None], change: Callable[[Attempt], Attempt],
    ) -> None:  # fmt: skip
        self.attempts[one.id] = change(self.attempts[one.id])
        plainly(one)

    def desk(self, pick: int) -> PlainDesk:
        return list(self.plain.desks.values())[pick % len(self.plain.desks)]

    def listeners(self) -> list[routing.Listener]:
        holding = held(self.attempts.values())
        return [
            routing.Listener(
                volunteer_id=one.id, location_id=one.location, role=one.role, state=one.state,  # type: ignore[arg-type]
                connected=one.process is not None, on_shift=one.on_shift, admitted=one.admitted,
                shift_channels=one.shift_channels, lines=one.lines, most_chats=one.most,
                idle_since=one.idle_since, open=holding.get(one.id, {}), replica_id=one.process,
                has_extension=one.has_telephone,
            )
            for one in self.plain.desks.values()
        ]  # fmt: skip

    def asked(self, attempt: Attempt) -> routing.Asked:
        return routing.asked_of(attempt, self.plain.attempts[attempt.attempt_id].process)

    def waiting(self) -> list[Attempt]:
        return [one for one in self.attempts.values() if one.state == "waiting"]

    def talking(self) -> list[Attempt]:
        """Return the calls that are answered."""
        calls = [one for one in self.attempts.values() if one.channel == "telephone"]
        return [one for one in calls if one.state == "answered"]

    def here(self) -> list[Attempt]:
        """Return those who wait and whose browser is there."""
        gone = {one.id for one in self.plain.attempts.values() if one.gone_since}
        return [one for one in self.waiting() if one.attempt_id not in gone]

    def route(self) -> None:
        """Offer, and end what waits for nobody, as the use case does after each change."""
        now = self.plain.now
        listeners = self.listeners()
        around = routing.surroundings(listeners, self.plain.on_the_bus)
        waiting = [(one, self.asked(one).replica_id) for one in self.waiting()]
        for one, volunteer_id in routing.match(waiting, listeners, around):
            self.attempts[one.attempt_id] = lifecycle.offer(one, volunteer_id, now)
        for one in self.here():
            asked = self.asked(one)
            if not any(routing.is_on_duty(asked, desk, around) for desk in listeners):
                self.attempts[one.attempt_id] = lifecycle.find_nobody(one, now)
        self.plain.route()

    # What must hold.

    def check(self) -> None:
        """Fail if anything does not hold."""
        self.both_tell_the_same()
        self.nobody_has_too_much()
        self.nobody_waits_while_a_fitting_listener_is_free()
        self.nobody_is_in_two_places()
        self.what_was_answered_is_never_missed_and_all_end_once()

    def both_tell_the_same(self) -> None:
        for plain in self.plain.attempts.values():
            one = self.attempts[plain.id]
            assert (one.state, one.listener) == (plain.state, plain.holder)
            assert (one.given_back, list(one.passed)) == (plain.first, plain.passed)
            assert one.arrived_at == plain.arrived  # the place is kept

    def nobody_has_too_much(self) -> None:
        for id_, by_channel in held(self.attempts.values()).items():
            assert sum(by_channel.values()) <= self.plain.desks[id_].most
            if by_channel.get("telephone"):
                assert by_channel == {"telephone": 1}

    def nobody_waits_while_a_fitting_listener_is_free(self) -> None:
        listeners = self.listeners()
        around = routing.surroundings(listeners, self.plain.on_the_bus)
        for one in self.waiting():
            asked = self.asked(one)
            assert all(routing.why_not(asked, desk, around) for desk in listeners)
        for one in self.here():
            asked = self.asked(one)
            assert any(routing.is_on_duty(asked, desk, around) for desk in listeners)

    def nobody_is_in_two_places(self) -> None:
        for one in self.attempts.values():
            assert (one.offered_to is not None) == (one.state == "offered")
            assert (one.listener is not None) == (one.state in ("offered", "answered"))
            assert (one.ended_at is not None) == (one.state in FINAL)

    def what_was_answered_is_never_missed_and_all_end_once(self) -> None:
        for id_, one in self.attempts.items():
            if one.was_answered:
                assert one.state not in lifecycle.MISSED
                assert one.wait_seconds is not None
            if id_ in self.ended:
                assert one.state in (self.ended[id_], "registered")
            if one.state in FINAL:
                self.ended[id_] = one.state
