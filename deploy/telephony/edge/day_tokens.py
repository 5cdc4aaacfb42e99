"""A caller's number becomes the day's token: one way, with a key that nobody has the day after."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from edge.numbers import write_number

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
KEY_BYTES = 32


@dataclass
class DayTokens:
    """The key of a day in Amsterdam: in memory only, made anew at midnight and at each start.

    Nothing writes it, and its repr does not show it. There are few telephone numbers: with the key,
    a token is tried out within minutes. Without it, it says nothing.
    """

    _day: date | None = None
    _key: bytes = field(default=b"", repr=False)

    def make(self, number: str, now: datetime) -> str:
        """Return the token of a number today, 64 hexadecimal digits.

        Without a number, as when it is withheld, it is one that comes once: nobody is taken for
        another.
        """
        day = now.astimezone(AMSTERDAM).date()
        if day != self._day:
            self._day, self._key = day, secrets.token_bytes(KEY_BYTES)
        if not number:
            return secrets.token_hex(KEY_BYTES)
        return hmac.digest(self._key, write_number(number).encode(), hashlib.sha256).hex()
