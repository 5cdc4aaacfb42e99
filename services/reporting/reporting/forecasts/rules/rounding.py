"""Random rounding of counts (decision 0028): what the model sees is never a small count itself.

A count becomes the multiple of five below or above it, by chance, so that it is right on average.
The chance is drawn by HMAC from a secret key and the hour: the same hour is rounded in the same
way every day, and two forecasts cannot be averaged into the count.
"""

import hmac
from hashlib import sha256

BASE = 5
BITS = 64


def randomly_rounded(count: int, key: bytes, channel: str, hour: int) -> int:
    """Return a multiple of 5 less than 5 away from a count, whose expectation is the count."""
    drawn = hmac.digest(key, f"{channel} {hour}".encode(), sha256)[: BITS // 8]
    below, rest = divmod(count, BASE)
    return BASE * (below + (int.from_bytes(drawn) * BASE < rest << BITS))
