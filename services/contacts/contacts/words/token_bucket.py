"""How much may come at once, and then by and by."""

from dataclasses import dataclass


@dataclass(slots=True)
class TokenBucket:
    """A bucket of `burst` tokens that is filled by `rate` a second; times are in seconds."""

    rate: float
    burst: float
    tokens: float
    filled_at: float

    def take(self, now: float) -> bool:
        """Take a token; return whether there was one."""
        since = max(0.0, now - self.filled_at)
        self.tokens = min(self.burst, self.tokens + since * self.rate)
        self.filled_at = now
        if self.tokens < 1:
            return False
        self.tokens -= 1
        return True


def full_bucket(rate: float, burst: float, now: float) -> TokenBucket:
    """Return a bucket that is full."""
    return TokenBucket(rate, burst, burst, now)
