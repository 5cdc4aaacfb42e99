"""Erlang A: against what is published, and against the steady state computed another way."""

from math import exp, isclose, log

import pytest
from hypothesis import given
from hypothesis import strategies as st
from volunteers.demand.rules.erlang_a import Queue

MINUTE = 60


def test_the_published_call_centre_of_fifty_agents():
    """Garnett, Mandelbaum and Reiman, "Designing a call center with impatient customers" (2002).

    Table 1: 50 agents, 48 calls a minute, a minute of service, two minutes of patience. 3.1%
    abandon, 3.7 seconds of waiting, its 90th percentile 12.5 seconds, 3 waiting, agents 93% busy.
    The percentile is 12.45 here.
    """
    queue = Queue(arrivals=48 / MINUTE, services=1 / MINUTE, losses=1 / (2 * MINUTE), servers=50)

    assert queue.abandoned() == pytest.approx(0.031, abs=0.0005)
    assert queue.mean_wait() == pytest.approx(3.7, abs=0.05)
    assert queue.waits_longer(12.55) < 0.1 < queue.waits_longer(12.4)
    assert round(queue.arrivals * queue.mean_wait()) == 3
    busy = queue.arrivals * (1 - queue.abandoned()) / (queue.services * queue.servers)
    assert busy == pytest.approx(0.93, abs=0.005)


def test_with_endless_patience_it_is_the_published_erlang_c():
    """The same table's column without abandonment: 20.8 seconds, 90th percentile 58.1 seconds."""
    queue = Queue(arrivals=48 / MINUTE, services=1 / MINUTE, losses=1e-9, servers=50)

    assert queue.mean_wait() == pytest.approx(20.8, abs=0.05)
    assert queue.waits_longer(58.15) < 0.1 < queue.waits_longer(58.05)


rates = st.floats(0.0005, 1)
queues = st.builds(
    Queue, arrivals=rates, services=st.floats(1 / 3600, 1 / 30), losses=st.floats(1 / 600, 1 / 5),
    servers=st.integers(1, 60),
)  # fmt: skip


def steady_state(queue: Queue) -> list[float]:
    """Return how probable each number of people is, by the balance of births and deaths."""
    logs, number = [0.0], 0
    while number < queue.servers or logs[-1] > max(logs) - 60:
        number += 1
        busy, waiting = min(number, queue.servers), max(number - queue.servers, 0)
        gone = busy * queue.services + waiting * queue.losses
        logs.append(logs[-1] + log(queue.arrivals / gone))
    most = max(logs)
    weights = [exp(one - most) for one in logs]
    return [one / sum(weights) for one in weights]


@given(queues)
def test_what_is_lost_and_who_waits_are_those_of_the_steady_state(queue):
    probable = steady_state(queue)
    waiting = sum(max(n - queue.servers, 0) * share for n, share in enumerate(probable))

    lost = waiting * queue.losses / queue.arrivals
    assert isclose(queue.abandoned(), lost, rel_tol=1e-6, abs_tol=1e-9)
    wait = sum(probable[queue.servers :])
    assert isclose(queue.waits_longer(0), wait, rel_tol=1e-6, abs_tol=1e-9)


@given(queues, st.floats(0, 120))
def test_who_waits_long_are_those_whom_nobody_lost_and_no_server_reached(queue, seconds):
    """Integrated over the waiting that each arrival would meet, in small steps."""
    steps = 2000
    step = seconds / steps
    # The density of the wait with endless patience, up to its factor: exp(arrivals lost - served).
    answers, spread = queue.servers * queue.services, queue.arrivals / queue.losses

    def density(time: float) -> float:
        return exp(spread * (1 - exp(-queue.losses * time)) - answers * time)

    early = sum(density((number + 0.5) * step) for number in range(steps)) * step
    whole = queue.waits_longer(0)
    # What waits at all, less those whose wait would have ended by now, and of these who is patient.
    at_once = density(0)
    assert at_once == 1
    factor = queue.arrivals * idle(queue)
    expected = (whole - factor * early) * exp(-queue.losses * seconds)
    assert isclose(queue.waits_longer(seconds), expected, rel_tol=1e-3, abs_tol=1e-4)


def idle(queue: Queue) -> float:
    """Return how probable it is that exactly one server is free."""
    return steady_state(queue)[queue.servers - 1]


@given(queues)
def test_one_server_more_never_loses_more_and_nobody_waits_longer(queue):
    more = Queue(queue.arrivals, queue.services, queue.losses, queue.servers + 1)

    assert more.abandoned() <= queue.abandoned() + 1e-12
    assert more.waits_longer(60) <= queue.waits_longer(60) + 1e-12
    assert 0 <= queue.abandoned() <= 1
    assert queue.waits_longer(60) <= queue.waits_longer(30) <= queue.waits_longer(0) <= 1
