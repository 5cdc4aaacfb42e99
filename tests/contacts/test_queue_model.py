"""The rules of the queue against a plain model, over ten thousand random sequences.

After each step both must tell the same, and what must hold of every queue must hold of this one
(`queue_told_twice.py`). QUEUE_SEQUENCES changes how many sequences there are.
"""

import os
from collections.abc import Callable
from itertools import product
from typing import Any

from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from tests.contacts.queue_told_twice import KINDS, PROCESSES, STATES, Kind, Queue

SEQUENCES = int(os.environ.get("QUEUE_SEQUENCES", "10000"))
STEPS = 8
# More than one pick of each, so that most steps find somebody to happen to.
PICK = st.integers(0, 11)
PICKS = range(12)
PROCESS = [None, *PROCESSES]
# What may happen, and to whom or how.
HAPPENINGS: dict[Callable[..., None], list[tuple[Any, ...]]] = {
    Queue.join: list(product(KINDS, PICKS)),
    Queue.answer: list(product(PICKS)),
    Queue.pass_on: list(product(PICKS)),
    Queue.help_seeker_leaves: list(product(PICKS)),
    Queue.listener_ends: list(product(PICKS)),
    Queue.register: list(product(PICKS)),
    Queue.help_seekers_browser_goes_or_comes: list(product(PICKS, PROCESS)),
    Queue.listeners_browser_goes_or_comes: list(product(PICKS, PROCESS)),
    Queue.listener_comes_pauses_or_leaves: list(product(PICKS, STATES)),
    Queue.shift_bus_or_channel_comes_or_goes: list(product(PICKS)),
    Queue.time_passes: list(product([1, 20, 30, 30, 120])),
}
# A multiple of how many happenings there may be in a night, and of how many ways there are of each.
STEP = st.integers(0, 27720 * 720 - 1)


@settings(
    max_examples=SEQUENCES, deadline=None, database=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
@given(
    picks=st.tuples(*[PICK] * 5), kinds=st.tuples(*[st.sampled_from(KINDS)] * 4),
    happening=st.integers(1, 2 ** len(HAPPENINGS) - 1), steps=st.tuples(*[STEP] * STEPS),
)  # fmt: skip
def test_the_rules_do_what_the_plain_queue_does(
    picks: tuple[int, ...], kinds: tuple[Kind, ...], happening: int, steps: tuple[int, ...]
) -> None:
    """Let some of the happenings happen: of few, more of the same come one after the other."""
    some = [each for bit, each in enumerate(HAPPENINGS) if happening >> bit & 1]
    queue = Queue(picks, kinds)
    queue.check()
    for step in steps:
        which, how = divmod(step, 720)
        act = some[which % len(some)]
        arguments = HAPPENINGS[act][how % len(HAPPENINGS[act])]
        note(f"{act.__name__}{arguments}")
        act(queue, *arguments)
        queue.check()
