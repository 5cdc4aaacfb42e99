"""`sensoor events`: one line for each event on the bus."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from nats.aio.msg import Msg

from sensoor.bus.connection import Bus
from sensoor.bus.reading import broker, following, last_places, stored
from sensoor.clock import SHOWN_IN

UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def moment(text: str, now: datetime) -> datetime:
    """Return the moment of `90s`, `10m`, `2h` or `3d` ago, or of an ISO 8601 time.

    Raises ValueError for anything else.
    """
    ago = re.fullmatch(r"(\d+)([smhd])", text)
    if ago:
        return now - timedelta(**{UNITS[ago[2]]: int(ago[1])})
    given = datetime.fromisoformat(text)
    return given if given.tzinfo else given.replace(tzinfo=SHOWN_IN)


async def show(there: Bus, since: datetime | None, print_line: Callable[[str], None]) -> None:
    """Print what is stored since then (None: nothing), then each new event, without end."""
    async with broker(there) as connection:
        last = await last_places(connection)
        if since is not None:
            async for message in stored(connection, list(last), since):
                print_line(line(message))
                last[message.metadata.stream] = message.metadata.sequence.stream
        async for message in following(connection, last):
            print_line(line(message))


def line(message: Msg) -> str:
    """Return the event's own time, subject, aggregate with its version, stream and sequence."""
    said = message.headers or {}
    place = f"{message.metadata.stream} {message.metadata.sequence.stream}"
    version = said.get("ce-sequence", "").lstrip("0")
    about = said.get("ce-subject", "no CloudEvents attributes")
    return f"{_time(said.get('ce-time'))}  {message.subject:<34} {about:<38} v{version:<4} {place}"


def _time(text: str | None) -> str:
    try:
        return f"{datetime.fromisoformat(text or '').astimezone(SHOWN_IN):%Y-%m-%d %H:%M:%S}"
    except ValueError:
        return f"{'no time':<19}"
