"""When a notice is told and tried again, where it leads, and which browsers take push."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from shared.refusals import BadInput

from volunteers.amsterdam import AMSTERDAM, at_hour
from volunteers.notices.vocabulary import NoticeKind

MOST_ATTEMPTS = 6
FIRST_DELAY = timedelta(seconds=30)
GROWTH = 4
MOST_BROWSERS = 5  # of one person
# Amsterdam's hours in which nobody is asked to take a shift, but for one that begins soon.
QUIET_FROM, QUIET_UNTIL = 22, 7
SOON = timedelta(hours=6)
# To these somebody may say no. A surge is asked for at any hour.
ASKING: frozenset[NoticeKind] = frozenset({"offer", "place_free", "swap_proposed"})
# The page on which something is done about it; the path names nobody and nothing.
PATHS: Mapping[NoticeKind, str] = {
    "shift_reminder": "/volunteers/me/shifts",
    "place_given": "/volunteers/me/shifts",
    "place_released": "/volunteers/me/shifts",
    "place_free": "/volunteers/me/open",
    "shift_cancelled": "/volunteers/me/shifts",
    "shift_changed": "/volunteers/me/shifts",
    "fixed_refused": "/volunteers/me/open",
    "offer": "/volunteers/me",
    "surge": "/volunteers/me",
    "swap_proposed": "/volunteers/me/swaps",
    "swap_settled": "/volunteers/me/swaps",
    "evaluation_due": "/volunteers/evaluations",
    "half_days_short": "/volunteers/me/training",
    "after_care": "/volunteers/after-care",
}
# What browsers push through: Chrome, Edge and Samsung; Firefox; Safari; Edge on Windows.
PUSH_SERVICES = (
    "fcm.googleapis.com", "updates.push.services.mozilla.com", "web.push.apple.com",
    "notify.windows.com",
)  # fmt: skip


class UnknownPushService(BadInput):
    """Push goes to the services of known browsers only, and never to an address of our own."""


def asked_from(starts_at: datetime, now: datetime) -> datetime:
    """Return from when on people are asked to take a shift that begins at `starts_at`, in UTC.

    Now, but in the quiet hours (22:00 to 07:00 in Amsterdam) at their end, or six hours (elapsed)
    before the shift if that is earlier.
    """
    local = now.astimezone(AMSTERDAM)
    if QUIET_UNTIL <= local.hour < QUIET_FROM:
        return now
    morning = local.date() + timedelta(days=int(local.hour >= QUIET_FROM))
    return max(now, min(at_hour(morning, QUIET_UNTIL), starts_at - SOON))


def told_from(
    kind: NoticeKind, starts_at: datetime | None, expires_at: datetime, now: datetime
) -> datetime:
    """Return from when on a notice is told: now, or after the quiet hours if it asks for a shift.

    What would have expired by then is told now. `starts_at`: when the shift begins, if any.
    """
    if kind not in ASKING or starts_at is None:
        return now
    later = asked_from(starts_at, now)
    return later if later < expires_at else now


def next_attempt(attempts: int, now: datetime) -> datetime | None:
    """Return when to try again after so many attempts failed; None: it has failed for good.

    The delay grows from half a minute to two hours.
    """
    if attempts >= MOST_ATTEMPTS:
        return None
    return now + FIRST_DELAY * int(GROWTH ** (attempts - 1))


def check_endpoint(endpoint: str) -> None:
    """Refuse an address that is not one of a known browser's push service."""
    try:
        place = urlsplit(endpoint)
    except ValueError:
        place = urlsplit("")
    host = place.netloc  # with a port or a user it is none of them
    known = any(host == one or host.endswith(f".{one}") for one in PUSH_SERVICES)
    if place.scheme != "https" or not known:
        raise UnknownPushService(
            "endpoint is no address of a browser's push service: known are "
            f"{', '.join(PUSH_SERVICES)}"
        )
