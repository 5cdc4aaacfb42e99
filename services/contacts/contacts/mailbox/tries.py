"""Pass-phrases are checked a few at a time, and the slower the more wrong ones came lately.

Nobody knows who tries, so that all wait alike. The work is done in threads of its own: whoever
floods these pages takes nothing from the others.
"""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor

from contacts.mailbox.phrase import PhraseKeys, derive
from contacts.mailbox.rules import SLOTS, MailboxBusy, delay_seconds, may_wait, still_wrong
from contacts.words.token_bucket import full_bucket

# First letters of one process.
WRITTEN_A_SECOND, BURST = 2.0, 200.0
BUSY = "so many pass-phrases are tried now that this one was not: try it again in a minute"
FLOODED = "so many letters are begun now that this one was not taken: send it again in a minute"


class Tries:
    """The pass-phrases that are checked in this process, all together."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(SLOTS + 1, thread_name_prefix="phrase")
        self._opening, self._writing = asyncio.Semaphore(SLOTS), asyncio.Semaphore(1)
        self._bucket = full_bucket(WRITTEN_A_SECOND, BURST, time.monotonic())
        self._wrong, self._wrong_at, self._waiting = 0.0, time.monotonic(), 0

    @property
    def delay(self) -> float:
        """Return how long a try waits now, in seconds, beside its turn."""
        return delay_seconds(still_wrong(self._wrong, time.monotonic() - self._wrong_at))

    async def to_open(self, phrase: str, pepper: bytes) -> PhraseKeys:
        """Return what a phrase derives, to open a mailbox with; raises MailboxBusy."""
        if not may_wait(self._waiting, self.delay):
            raise MailboxBusy(BUSY)
        self._waiting += 1
        try:
            async with self._opening:
                await asyncio.sleep(self.delay)
                return await self._derive(phrase, pepper)
        finally:
            self._waiting -= 1

    async def to_begin(self, phrase: str, pepper: bytes) -> PhraseKeys:
        """Return what a new phrase derives, to begin a mailbox with; raises MailboxBusy."""
        if not self._bucket.take(time.monotonic()):
            raise MailboxBusy(FLOODED)
        async with self._writing:
            return await self._derive(phrase, pepper)

    def was_wrong(self) -> None:
        """Note that a phrase opened nothing."""
        now = time.monotonic()
        self._wrong = still_wrong(self._wrong, now - self._wrong_at) + 1
        self._wrong_at = now

    async def _derive(self, phrase: str, pepper: bytes) -> PhraseKeys:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, derive, phrase, pepper)
