"""The bus: NATS JetStream by FastStream. Provisioning creates streams and consumers, not this."""

import asyncio
import logging
import ssl
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import nats
from faststream.nats import NatsBroker
from faststream.nats.security import NatsCredentials
from nats.aio.client import Client
from nats.js.api import AckPolicy, ConsumerConfig

from shared.handlers import Handlers
from shared.settings import Settings
from shared.telemetry import AWAY

log = logging.getLogger(__name__)

# The prefix of the JetStream API in the account of a service, a partner or the operator: each
# imports the calls that it may use under this prefix.
API = "sensoor.js"
MAX_MESSAGE_BYTES = 65_536
# While a message is handled, its progress is reported every third of this time. After a kill it is
# delivered again when the time is over.
ACK_WAIT_SECONDS = 10
MAX_IN_HAND = 5_000
CREDENTIALS_HOLD = ("BEGIN NATS USER JWT", "BEGIN USER NKEY SEED")


class BusMisconfigured(Exception):
    """Retrying does not help: the credentials or the certificate authority are wrong."""


def consumer_config(handlers: Handlers, stream: str) -> ConsumerConfig:
    """Return a service's durable consumer of a stream.

    Deliveries are not limited, because outages count as deliveries too. Failures are counted in
    the service's database instead (consumer.py).
    """
    return ConsumerConfig(
        durable_name=handlers.durable(stream),
        filter_subjects=sorted(handlers.of_stream(stream)),
        ack_policy=AckPolicy.EXPLICIT,
        ack_wait=ACK_WAIT_SECONDS,
        max_ack_pending=MAX_IN_HAND,
        max_deliver=-1,
    )


def login(name: str, credentials: Path, ca: Path | None = None) -> dict[str, Any]:
    """Return the arguments with which a NATS client connects as `name`.

    `credentials` is its file (a token and the seed of its key), `ca` the certificate authority of
    a bus with TLS; without one the system's are trusted. Answers come to its own inbox only.
    """
    given: dict[str, Any] = {
        "user_credentials": str(credentials), "inbox_prefix": inbox_of(name).encode()
    }  # fmt: skip
    return given if ca is None else {**given, "tls": ssl.create_default_context(cafile=ca)}


def inbox_of(name: str) -> str:
    """Return the prefix of the inboxes of a user of the bus."""
    return f"_INBOX_{name}"


async def connect(name: str, settings: Settings, on_closed: Callable[[], None]) -> NatsBroker:
    """Return the connected FastStream broker of a service; retry without a limit.

    `on_closed` is called when the connection is closed for good (by an expired credential, for
    example). The process must end then: it would look alive and handle nothing. Raises
    BusMisconfigured where retrying does not help.
    """
    last_error: list[Exception] = []

    async def closed() -> None:
        on_closed()

    async def failed(error: Exception) -> None:
        # A denied permission shows only here. Its text names the subject and has no content.
        fields = {"error": type(error).__name__, "detail": str(error)}
        log.warning("the bus reports an error", extra={"fields": fields})
        last_error[:] = [error]

    AWAY.labels("bus").set(1)
    while True:
        broker = NatsBroker(
            settings.nats_url, security=_security(settings), inbox_prefix=inbox_of(name),
            logger=None, graceful_timeout=20, max_reconnect_attempts=-1, reconnect_time_wait=1,
            connect_timeout=2, error_cb=failed, js_options={"prefix": API},
            disconnected_cb=_went, reconnected_cb=_came, closed_cb=closed,
        )  # fmt: skip
        with suppress(OSError, TimeoutError, nats.errors.Error):
            await asyncio.wait_for(broker.connect(), timeout=5)
            AWAY.labels("bus").set(0)
            return broker
        if last_error and isinstance(last_error[0], ssl.SSLCertVerificationError):
            raise BusMisconfigured(
                "the certificate of the bus is not of the authority in NATS_CA"
                f" ({last_error[0].verify_message})"
            )
        await asyncio.sleep(0.2)


async def _went() -> None:
    AWAY.labels("bus").set(1)
    log.warning("the bus is away")


async def _came() -> None:
    AWAY.labels("bus").set(0)
    log.info("the bus is back")


def _security(settings: Settings) -> NatsCredentials:
    """Return the login; raises BusMisconfigured for files that cannot be used."""
    try:
        text = settings.nats_credentials.read_text()
    except (OSError, UnicodeDecodeError) as error:
        raise BusMisconfigured(f"NATS_CREDENTIALS cannot be read: {_reason(error)}") from error
    if not all(part in text for part in CREDENTIALS_HOLD):
        raise BusMisconfigured("NATS_CREDENTIALS holds no token and key of a user of the bus")
    try:
        context = ssl.create_default_context(cafile=settings.nats_ca) if settings.nats_ca else None
    except (OSError, ssl.SSLError) as error:
        raise BusMisconfigured(f"NATS_CA is no certificate authority: {_reason(error)}") from error
    return NatsCredentials(str(settings.nats_credentials), ssl_context=context)


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or type(error).__name__


def client_of(broker: NatsBroker) -> Client:
    """Return the NATS connection of a broker that is connected."""
    return broker.connection
