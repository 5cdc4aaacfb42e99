"""The partner: 113Online connects, reads its own copies, and answers.

It has only its own credentials, so it can do what a real partner can do.
"""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import nats
import orjson
from nats.aio.client import Client
from nats.js import JetStreamContext
from sensoor.bus.account_imports import partner_consumer
from sensoor.bus.connection import Bus
from sensoor.partners import access
from shared.bus import API
from shared.events.envelope import headers
from shared.events.partners import (
    HandoverAnsweredBy113Online,
    HandoverSettledFor113Online,
    ReferralMadeFor113Online,
)

from demo.progress import Doing
from demo.retrying import AWAY, pause, retry

NAME = "113online"
STREAM, CONSUMER = partner_consumer(NAME)
WAIT_SECONDS = 2.0


@dataclass
class Partner:
    """What the partner has received: its referrals, those answered, and those settled."""

    client: Client
    doing: Doing
    referrals: set[str] = field(default_factory=set)
    answered: set[str] = field(default_factory=set)
    settled: set[str] = field(default_factory=set)

    async def begin(self) -> None:
        """Reset its consumer to the beginning, so that it reads all of its copies."""
        await retry(self._begin_anew)

    async def receive(self) -> None:
        """Receive without end: note and answer each message, then acknowledge it."""
        self.doing.begin("receives referrals")
        while True:
            with suppress(*AWAY):
                js = self.client.jetstream(prefix=API)
                reading = await js.pull_subscribe_bind(CONSUMER, STREAM)
                while True:
                    await self._receive_one(js, reading)
            await pause(0.5)

    async def _receive_one(
        self, js: JetStreamContext, reading: JetStreamContext.PullSubscription
    ) -> None:
        try:
            [message] = await reading.fetch(1, timeout=WAIT_SECONDS)
        except TimeoutError:
            return  # nothing came
        told = orjson.loads(message.data)
        if message.subject == ReferralMadeFor113Online.subject:
            self.referrals.add(told["referralId"])
            if told["mode"] == "warm_handover":
                await self._answer(js, told["referralId"])
        elif message.subject == HandoverSettledFor113Online.subject:
            self.settled.add(told["referralId"])
        self.doing.events_in = len(self.referrals)
        await message.ack()

    async def _answer(self, js: JetStreamContext, referral_id: str) -> None:
        """Accept the handover; after a kill the same answer is sent again with the same id."""
        event = HandoverAnsweredBy113Online.model_validate(
            {"referralId": referral_id, "answer": "accepted", "answeredAt": datetime.now(UTC)}
        )
        attributes = headers(
            event, source=f"urn:partner:{NAME}", aggregate_id=referral_id, version=1,
            time=datetime.now(UTC), traceparent=None,
        )  # fmt: skip
        answer_id = str(uuid5(NAMESPACE_URL, referral_id))
        attributes |= {"ce-id": answer_id, "Nats-Msg-Id": answer_id}
        data = event.model_dump_json(by_alias=True).encode()
        await js.publish(event.subject, data, headers=attributes)
        self.answered.add(referral_id)

    async def _begin_anew(self) -> None:
        subject = f"{API}.CONSUMER.RESET.{STREAM}.{CONSUMER}"
        answer = orjson.loads((await self.client.request(subject, b'{"seq": 1}', timeout=5)).data)
        if "error" in answer:
            raise ConnectionError(f"the consumer was not set back: {answer['error']}")


async def come_in(there: Bus) -> Client:
    """Return a connection with 113Online's credentials; add the partner first if needed."""
    credentials = there.keys.folder / "partners" / f"{NAME}.creds"
    standings: list[Any] = await retry(lambda: access.standings(there))
    if not next(one for one in standings if one.partner == NAME).issued:
        await retry(lambda: access.add(there, NAME, there.url))
    elif not credentials.exists():
        await retry(lambda: access.rotate(there, NAME, there.url))
    return await nats.connect(
        there.url, user_credentials=str(credentials), max_reconnect_attempts=-1,
        reconnect_time_wait=0.2, error_cb=_ignore,
    )  # fmt: skip


async def _ignore(_: Exception) -> None:
    """Ignore it here: the call that failed raises."""
