"""The check of attempts: each exactly once, in the tables of contacts and on its stream.

An attempt is handled or missed, never both and never neither: it is one row of `contact` or of
`missed_attempt`, and one `contact_handled` or `contact_missed`.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import orjson
from shared.events.contacts import ContactHandled, ContactMissed

from demo.findings import Finding
from demo.stored_ids import Message, connected

# Of people who chat now, at their own pace, nothing is asked.
SELECT_KEPT = """
SELECT 'handled', attempt_id::text FROM public.contact
UNION ALL SELECT 'missed', attempt_id::text FROM public.missed_attempt
UNION ALL SELECT state, attempt_id::text FROM public.attempt WHERE arrived_at < $1
"""
OPEN = ("waiting", "offered", "answered", "ended")
STATES_OF = {"handled": ("registered",), "missed": ("abandoned", "no_listener", "closed")}


@dataclass(frozen=True, slots=True)
class Kept:
    """What the tables of contacts hold: by state, how often each attempt is there."""

    of: dict[str, Counter[str]]

    def times(self, *states: str) -> Counter[str]:
        """Return how often each attempt is there in one of these states."""
        return sum((self.of.get(state, Counter()) for state in states), Counter())


async def read_attempts(url: str, before: datetime) -> Kept:
    """Return the attempts in the tables of contacts; of the queue those that came `before`."""
    async with connected(url) as database:
        return kept(await database.fetch(SELECT_KEPT, before))


def kept(rows: Iterable[tuple[str, str]]) -> Kept:
    """Return the attempts of rows of a state and an id."""
    of: dict[str, Counter[str]] = {}
    for state, attempt_id in rows:
        of.setdefault(state, Counter())[attempt_id] += 1
    return Kept(of)


def check_attempts(kept: Kept, stream: Sequence[Message]) -> list[Finding]:
    """Compare the tables of contacts with themselves, and with its stream."""
    findings = [_in_the_tables(kept)]
    told = {name: _told(stream, event) for name, event in
            (("handled", ContactHandled), ("missed", ContactMissed))}  # fmt: skip
    for name, times in told.items():
        rows = kept.times(name)
        lost = frozenset(rows.keys() ^ times.keys())
        twice = frozenset(id_ for id_, count in times.items() if count > 1)
        findings.append(Finding(f"{name} attempts on the stream", lost, twice))
    both = told["handled"].keys() & told["missed"].keys()
    findings.append(Finding("attempts told handled and missed", duplicated=frozenset(both)))
    return findings


def _in_the_tables(kept: Kept) -> Finding:
    """Find attempts that are still open, that are over without a row, and that have two."""
    over = kept.times("handled", "missed")
    without = set(kept.times(*OPEN))
    for name, states in STATES_OF.items():
        without |= kept.times(*states).keys() - kept.times(name).keys()
    twice = {id_ for id_, count in over.items() if count > 1}
    return Finding("attempts in the tables of contacts", frozenset(without), frozenset(twice))


def _told(stream: Sequence[Message], event: type[ContactHandled | ContactMissed]) -> Counter[str]:
    return Counter(
        orjson.loads(message.data)["attemptId"]
        for message in stream
        if message.subject == event.subject
    )
