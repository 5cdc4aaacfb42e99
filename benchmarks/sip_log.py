"""The INVITEs in what sipp has logged of its messages (`-trace_msg`), and the time between two."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

# What begins a message in the log: the local time, then which way it went.
BEGINS = re.compile(
    r"^-{10,} (?P<day>[\d-]{10})[ \t](?P<time>[\d:.]+).*\n\w+ message (?P<way>sent|received)", re.M
)
RINGS = re.compile(r"^INVITE sip:(?P<called>[^@\s]+)@", re.M)
# The tag of the caller's From goes through: all else that is the caller's own is replaced.
TAG = re.compile(r"^From:.*;tag=(?P<tag>[^;\s]+)", re.M)


class CallsMissing(Exception):
    """Calls did not go the way that is measured; the text says how many, and where they went."""


@dataclass(frozen=True)
class Invite:
    """An INVITE: of which call, to whom, and when, in seconds."""

    tag: str
    called: str
    at: float


def read_invites(log: str, way: str) -> list[Invite]:
    """Return the INVITEs that a sipp has `sent` or `received`, in order, those repeated too."""
    return [one for one in _all(log, way) if one]


def _all(log: str, way: str) -> Iterator[Invite | None]:
    begins = list(BEGINS.finditer(log))
    ends = [one.start() for one in begins[1:]] + [len(log)]
    for begin, end in zip(begins, ends, strict=True):
        rings, tag = RINGS.search(log, begin.end(), end), TAG.search(log, begin.end(), end)
        if begin["way"] == way and rings and tag:
            at = datetime.fromisoformat(f"{begin['day']} {begin['time']}").timestamp()
            yield Invite(tag["tag"], rings["called"], at)


def set_up_ms(caller: str, heard: str, calls: int, expected: Collection[str]) -> list[float]:
    """Return the milliseconds of each call from the caller's INVITE to that of the telephone.

    Raises CallsMissing unless each of so many calls rang once, at one of the extensions that are
    expected: the fixed list, a message or a second telephone is not what is measured.
    """
    sent: dict[str, float] = {}
    for invite in read_invites(caller, "sent"):
        sent.setdefault(invite.tag, invite.at)
    received = read_invites(heard, "received")
    elsewhere = [one.called for one in received if one.called not in expected]
    rung = sorted(one.tag for one in received)
    if elsewhere or len(sent) != calls or rung != sorted(sent):
        raise CallsMissing(
            f"of {calls} calls {len(sent)} were made and {len(rung)} heard, of those"
            f" {len(elsewhere)} elsewhere: {', '.join(sorted(set(elsewhere)))}"
        )
    return [(one.at - sent[one.tag]) * 1e3 for one in received]
