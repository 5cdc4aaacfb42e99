"""The evening's chats, calls and letters as contacts holds them: what became of each attempt."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from demo.foreign_rows import OwnIds
from demo.stored_ids import connected

SELECT_HANDLED = """
SELECT contact_id::text, kind, channel, wait_seconds, ended_at FROM public.contact
WHERE started_at >= $1 AND started_at < $2 AND (channel = 'chat' OR volunteer_id IN (
    SELECT volunteer_id FROM public.place JOIN public.shift USING (shift_id)
    WHERE taken AND starts_at = $1 AND 'chat' = ANY (channels)
))
"""
# Of a call that came by the exchange it is known whether it is a redial; of one that is recorded
# afterwards, as the others of the demo are, it is not.
SELECT_MISSED = """
SELECT attempt_id::text, reason, channel, waited_seconds,
    offered_at + make_interval(secs => waited_seconds) AS ended_at
FROM public.missed_attempt WHERE offered_at >= $1 AND offered_at < $2
    AND (channel = 'chat' OR redial IS NOT NULL)
"""
SELECT_OPEN = """
SELECT attempt_id::text, state, channel, greatest(arrived_at, answered_at, ended_at) AS ended_at
FROM public.attempt
WHERE state IN ('waiting', 'offered', 'answered', 'ended')
    AND arrived_at >= $1 AND arrived_at < $2
"""
SELECT_REFERRALS = """
SELECT referral_id::text FROM public.referral WHERE contact_id::text = ANY ($1)
"""


@dataclass(frozen=True, slots=True)
class Held:
    """What became of the evening's attempts, by id.

    `contacts` are the ids of those that were answered and registered, `missed` the attempts that
    nobody answered with the reason, `open_ones` the attempts that are neither yet, with the state.
    Whatever is no chat has its channel in `channels`. `last_at` is the last moment at which
    anything happened, `longest_wait` is that for a chat, in seconds.
    """

    contacts: Mapping[str, str]
    missed: Mapping[str, str]
    open_ones: Mapping[str, str]
    channels: Mapping[str, str]
    referrals: frozenset[str]
    longest_wait: int
    last_at: datetime | None

    def offered(self, channel: str) -> int:
        """Return how many came by a channel."""
        return sum(
            self._count(ids, channel) for ids in (self.contacts, self.missed, self.open_ones)
        )

    def talking(self, channel: str) -> int:
        """Return how many of a channel wait or talk now."""
        return self._count((one for one in self.open_ones if not self._is_over(one)), channel)

    @property
    def is_quiet(self) -> bool:
        """Return whether nobody waits and nobody talks."""
        return all(map(self._is_over, self.open_ones))

    @property
    def summary(self) -> dict[str, int]:
        """Return the numbers of the evening, by the names of the summary."""
        left = [one for one, reason in self.missed.items() if reason == "abandoned"]
        return {
            "chats_offered": self.offered("chat"),
            "chats_answered": self._count(self.contacts, "chat"),
            "chats_abandoned": self._count(left, "chat"),
            "calls_offered": self.offered("telephone"),
            "calls_answered": self._count(self.contacts, "telephone"),
            "letters_answered": self._count(self.contacts, "email"),
            "longest_wait_seconds": self.longest_wait,
        }

    def _count(self, ids: Iterable[str], channel: str) -> int:
        return sum(self.channels.get(one, "chat") == channel for one in ids)

    def _is_over(self, attempt_id: str) -> bool:
        return self.open_ones[attempt_id] == "ended"

    @property
    def adds(self) -> dict[str, int]:
        """Return what the evening adds to the other numbers of the summary."""
        return {
            "contacts_handled": len(self.contacts),
            "conversations": sum(kind == "conversation" for kind in self.contacts.values()),
            "contacts_missed": len(self.missed),
            "referrals_made": len(self.referrals),
            "referrals_received_by_partner": len(self.referrals),
        }

    def note(self, own: OwnIds) -> None:
        """Note the ids as the demo's own."""
        own.contacts.update(self.contacts)
        own.missed.update(self.missed)
        own.referrals.update(self.referrals)


async def read_held(url: str, span: tuple[datetime, datetime]) -> Held:
    """Return what the tables of contacts hold of a span: its chats, calls and letters."""
    async with connected(url) as database:
        handled = await database.fetch(SELECT_HANDLED, *span)
        missed = await database.fetch(SELECT_MISSED, *span)
        open_ones = await database.fetch(SELECT_OPEN, *span)
        contacts = {row["contact_id"]: row["kind"] for row in handled}
        referrals = await database.fetch(SELECT_REFERRALS, list(contacts))
    every = [(row[0], row["channel"]) for row in (*handled, *missed, *open_ones)]
    waits = [row["wait_seconds"] for row in handled if row["channel"] == "chat"]
    waits += [row["waited_seconds"] for row in missed if row["channel"] == "chat"]
    moments = [row["ended_at"] for row in (*handled, *missed, *open_ones)]
    return Held(
        contacts=contacts,
        missed={row["attempt_id"]: row["reason"] for row in missed},
        open_ones={row["attempt_id"]: row["state"] for row in open_ones},
        channels={id_: channel for id_, channel in every if channel != "chat"},
        referrals=frozenset(row["referral_id"] for row in referrals),
        longest_wait=max(waits, default=0),
        last_at=max(moments, default=None),
    )
