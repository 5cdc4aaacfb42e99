"""The partner: 113Online reads its own stream with a consumer of its own, and nothing else."""

from contextlib import suppress
from dataclasses import dataclass, field

import orjson
from nats.aio.client import Client
from nats.js import JetStreamContext
from nats.js.api import AckPolicy, ConsumerConfig
from nats.js.errors import NotFoundError

from demo.patience import AWAY, patiently, pause
from demo.progress import Doing

STREAM, CONSUMER = "PARTNER_113ONLINE", "partner_113online"
WAIT_SECONDS, ACK_WAIT_SECONDS = 2.0, 10.0


@dataclass
class Partner:
    """What the partner has received: the ids of its referrals."""

    bus: Client
    doing: Doing
    referrals: set[str] = field(default_factory=set)

    async def subscribe(self) -> None:
        """Make the consumer anew, so that it reads the stream from its beginning."""
        await patiently(self._make_consumer)

    async def receive(self) -> None:
        """Receive for ever: each message is noted, then acknowledged."""
        self.doing.begin("receives referrals")
        while True:
            with suppress(*AWAY):
                reading = await self.bus.jetstream().pull_subscribe_bind(CONSUMER, STREAM)
                while True:
                    await self._receive_one(reading)
            await pause(0.5)

    async def _receive_one(self, reading: JetStreamContext.PullSubscription) -> None:
        try:
            [message] = await reading.fetch(1, timeout=WAIT_SECONDS)
        except TimeoutError:
            return  # nothing came
        self.referrals.add(orjson.loads(message.data)["referralId"])
        self.doing.events_in = len(self.referrals)
        await message.ack()

    async def _make_consumer(self) -> None:
        js = self.bus.jetstream()
        with suppress(NotFoundError):
            await js.delete_consumer(STREAM, CONSUMER)
        config = ConsumerConfig(
            durable_name=CONSUMER, ack_policy=AckPolicy.EXPLICIT, ack_wait=ACK_WAIT_SECONDS
        )
        await js.add_consumer(STREAM, config)
