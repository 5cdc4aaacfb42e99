"""Floods, without knowing who: one bucket for the whole page, and a proof of work beyond it."""

import hashlib
import secrets
import time

from shared.refusals import Refusal

from contacts.words.frames import Work
from contacts.words.token_bucket import full_bucket

# Of one process. 300,000 conversations a year are one in two minutes.
JOINS_A_SECOND, BURST = 5.0, 100.0
MOST_SOCKETS = 2000
WORK_BITS = 16
HASH_BITS = 256


class PageFull(Refusal):
    """This process has as many help seekers connected as it takes."""

    status = 503


class WorkWrong(Refusal):
    """The proof of work is not of this challenge, or proves too little."""

    status = 400


class Crowd:
    """Who comes to this process, all together."""

    def __init__(self) -> None:
        self.sockets = 0
        self._bucket = full_bucket(JOINS_A_SECOND, BURST, time.monotonic())

    def come(self) -> None:
        """Count a socket; raises PageFull."""
        if self.sockets >= MOST_SOCKETS:
            raise PageFull("so many ask for help now that this one finds no place: try it again")
        self.sockets += 1

    def go(self) -> None:
        """Count a socket no more."""
        self.sockets -= 1

    def let_in(self) -> bool:
        """Return whether somebody may join without a proof of work."""
        return self._bucket.take(time.monotonic())


def new_challenge() -> str:
    """Return a challenge that nobody has solved before."""
    return secrets.token_urlsafe(16)


def check_work(work: Work, challenge: str | None) -> None:
    """Raise WorkWrong unless the hash of challenge and nonce begins with `WORK_BITS` zero bits."""
    digest = hashlib.sha256(f"{work.challenge}:{work.nonce}".encode()).digest()
    proves = int.from_bytes(digest, "big") >> (HASH_BITS - WORK_BITS) == 0
    if challenge is None or work.challenge != challenge or not proves:
        raise WorkWrong("this proves no work for the challenge that was given: join again")
