"""Erlang A, the queue M/M/n+M: Poisson arrivals, n servers, callers who lose patience.

The formulas are those of Palm (1957) as Mandelbaum and Zeltyn write them ("The Palm/Erlang-A
queue, with applications to call centers", 2005), with their two integrals written as series of
positive terms, which need no factorial and no incomplete gamma function.
"""

from dataclasses import dataclass
from math import exp

# A term that adds less than this share of the sum ends a series.
SMALLEST_SHARE = 1e-15


@dataclass(frozen=True, slots=True)
class Queue:
    """A queue in its steady state: rates a second, and how many servers there are.

    `arrivals` > 0, `services` of one server > 0, `losses` of one who waits > 0, `servers` >= 1.
    """

    arrivals: float
    services: float
    losses: float
    servers: int

    def abandoned(self) -> float:
        """Return the share of all arrivals that leave without an answer."""
        free, waiting = self._weights()
        # Who leaves leaves the queue: their rate is the mean number that waits times `losses`.
        lost = 1 + (self.arrivals - self.servers * self.services) * waiting / self.arrivals
        return max(lost / (free + waiting), 0.0)

    def waits_longer(self, seconds: float) -> float:
        """Return the share of all arrivals that are still waiting after so many seconds."""
        free, waiting = self._weights()
        spread, answers = self.arrivals / self.losses, self.servers * self.services
        late = spread * exp(-self.losses * seconds)
        tail = exp(spread - late - (answers + self.losses) * seconds)
        still = spread * tail * _series(answers / self.losses, late)
        return still / (free + waiting)

    def mean_wait(self) -> float:
        """Return the mean time in the queue in seconds, of those answered and of those lost."""
        return self.abandoned() / self.losses

    def _weights(self) -> tuple[float, float]:
        """Return the weights of finding a server free, and of having to wait.

        The first is 1 / B(n - 1, load) by Erlang B; the second the integral of Palm.
        """
        spread = self.arrivals / self.losses
        load = self.arrivals / self.services
        free = 1.0
        for servers in range(1, self.servers):
            free = 1 + free * servers / load
        return free, spread * _series(self.servers * self.services / self.losses, spread)


def _series(first: float, ratio: float) -> float:
    """Return 1/a + x/(a(a+1)) + x^2/(a(a+1)(a+2)) + ...: the lower incomplete gamma, scaled."""
    term = total = 1 / first
    while term > SMALLEST_SHARE * total:
        first += 1
        term *= ratio / first
        total += term
    return total
