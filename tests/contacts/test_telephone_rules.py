"""Whatever the exchange tells, in whatever order and how often: a call ends once."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from contacts.queue.rules.lifecycle import MISSED, OPEN, Attempt, close, offer, register
from contacts.telephone.rules import Instruction, Told, happen, instruct, refuse
from hypothesis import given
from hypothesis import strategies as st

ANNA, BRAM = UUID(int=1), UUID(int=2)
AT = {"201": ANNA, "202": BRAM}
CAME = datetime(2026, 3, 1, 20, tzinfo=UTC)
CALL = Attempt(UUID(int=9), "telephone", "national", None, CAME)
EXTENSIONS = st.sampled_from([None, "201", "202", "999"])
EVENTS = st.tuples(
    st.sampled_from(["answered", "not_answered", "hung_up", "transferred"]),
    EXTENSIONS, st.sampled_from(["caller", "listener"]), st.integers(1, 6),
)  # fmt: skip


@given(st.lists(EVENTS, max_size=12), st.lists(st.integers(0, 11), max_size=6))
def test_any_order_with_repetitions_leaves_one_end_that_counts_once(
    events: list[tuple[str, str | None, str, int]], again: list[int]
) -> None:
    # given some of them told again, later
    told_again = events + [events[place] for place in again if place < len(events)]
    call, last_n, ends, missed = offer(CALL, ANNA, CAME), 0, 0, 0
    for second, (happened, extension, by, n) in enumerate(told_again):
        told = Told(
            happened, extension, AT.get(extension or ""), by, is_late=n <= last_n  # type: ignore[arg-type]
        )  # fmt: skip
        # when
        after = happen(call, told, CAME + timedelta(seconds=second))
        last_n = max(last_n, n)
        # then what is over stays as it is
        if call.state not in OPEN:
            assert after == "over"
        if isinstance(after, str):
            continue
        ends += after.state not in OPEN
        missed += after.state in MISSED
        assert (after.attempt_id, after.arrived_at) == (call.attempt_id, call.arrived_at)
        assert not (call.was_answered and after.state in MISSED)
        if happened == "hung_up":
            assert after.state not in OPEN
        call = after if after.state != "waiting" else offer(after, BRAM, CAME)
    assert ends <= 1
    assert missed <= ends
    if "hung_up" in {happened for happened, *_ in told_again}:
        assert ends == 1


def test_transferred_before_it_is_known_to_be_answered() -> None:
    ringing = offer(CALL, ANNA, CAME)
    after = happen(ringing, Told("transferred", "202", BRAM), CAME)
    assert isinstance(after, Attempt)
    assert (after.state, after.answered_by, after.continued) == ("answered", BRAM, True)
    assert happen(CALL, Told("transferred", "202", BRAM), CAME) == "not_offered"


def test_an_extension_that_nobody_has_is_that_of_who_is_rung() -> None:
    ringing = offer(CALL, ANNA, CAME)
    after = happen(ringing, Told("answered", "999"), CAME)
    assert isinstance(after, Attempt)
    assert after.answered_by == ANNA
    assert happen(CALL, Told("answered", "999"), CAME) == "extension_unknown"


def test_what_the_exchange_does_with_a_call() -> None:
    assert instruct("offered", "201", None) == Instruction("ring", extension="201", seconds=20)
    assert instruct("offered", None, None) == instruct("waiting", None, None) == Instruction("wait")
    assert instruct("no_listener", None, None) == Instruction("message", message="nobody_there")
    assert instruct("closed", None, None) == Instruction("message", message="closed")
    assert instruct("closed", None, "cool_down") == Instruction("message", message="cool_down")
    for over in ("answered", "ended", "registered", "abandoned"):
        assert instruct(over, None, None) == Instruction("none")  # type: ignore[arg-type]


def test_who_is_in_a_cool_down_hears_that_first() -> None:
    assert refuse(cooled_down=True, outside="outside_hours", closed=True) == "cool_down"
    assert refuse(cooled_down=False, outside="outside_hours", closed=True) == "outside_hours"
    assert refuse(cooled_down=False, outside=None, closed=True) == "closed"
    assert refuse(cooled_down=False, outside=None, closed=False) is None


def test_a_registered_call_is_over() -> None:
    ended = replace(CALL, state="ended", answered_by=ANNA, answered_at=CAME)
    for over in (ended, register(ended), close(CALL, CAME)):
        assert happen(over, Told("answered", "201", ANNA), CAME) == "over"
