"""What each account imports from SENSOOR, the account of the streams: exact and derived.

Only acknowledgements have a wildcard, because the broker numbers them. The permissions of the
user are derived from the same list, so that they always agree with the account's imports.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from shared.events.catalogue import PARTNERS, published_by, stream_subjects
from shared.handlers import Handlers

from shared import bus

ONE_ANSWER, MANY_ANSWERS = "Singleton", "Stream"


@dataclass(frozen=True, slots=True)
class Share:
    """A subject of SENSOOR, and its name in the importing account.

    `way` tells how many answers a request gets. The broker makes a reply subject for each request
    and drops it after the answer, or after a time if there may be many.
    """

    subject: str
    local: str
    way: str = ONE_ANSWER


def partner_consumer(partner: str) -> tuple[str, str]:
    """Return the stream of a partner's copies and its durable consumer."""
    return f"PARTNER_{partner.upper()}", f"partner_{partner}"


def of_service(handlers: Handlers) -> list[Share]:
    """Return what a service uses: exactly its own events, dead letters and durables."""
    service = handlers.service
    found = [_as_it_is(event.subject) for event in published_by(service)]
    found.append(_as_it_is(f"dead_letters.{service}"))
    for stream in handlers.streams():
        found += _consuming(stream, handlers.durable(stream))
        found.append(_reading(stream))  # to read a dead letter again
        if handlers.rebuilds:
            found.append(_call(f"STREAM.INFO.{stream}"))
    return found


def of_partner(partner: str) -> list[Share]:
    """Return what a partner uses: its copies, a reset of its consumer, and its answers."""
    stream, consumer = partner_consumer(partner)
    return [
        *_consuming(stream, consumer),
        _call(f"CONSUMER.RESET.{stream}.{consumer}"),
        _reading(stream),
        *(_as_it_is(event.subject) for event in published_by(partner)),
    ]


def of_operator(services: Iterable[Handlers]) -> list[Share]:
    """Return what the operator uses: calls that change nothing.

    It may create no consumer: whoever may do that may also change a service's consumer.
    """
    found = [_call(call) for call in ("INFO", "STREAM.NAMES", "STREAM.LIST")]
    for stream in stream_subjects():
        about = ("STREAM.INFO", "CONSUMER.NAMES", "CONSUMER.LIST")
        found += [_call(f"{call}.{stream}") for call in about]
        found.append(_reading(stream))
    durables = [(stream, one.durable(stream)) for one in services for stream in one.streams()]
    durables += [partner_consumer(partner) for partner in PARTNERS]
    return found + [_call(f"CONSUMER.INFO.{stream}.{durable}") for stream, durable in durables]


def _call(call: str, way: str = ONE_ANSWER) -> Share:
    """Return a call of the JetStream API; the importing account has its own prefix for it."""
    return Share(f"$JS.API.{call}", f"{bus.API}.{call}", way)


def _as_it_is(subject: str) -> Share:
    return Share(subject, subject)


def _reading(stream: str) -> Share:
    return _call(f"DIRECT.GET.{stream}", MANY_ANSWERS)


def _consuming(stream: str, durable: str) -> list[Share]:
    """Return what the reader of a consumer needs.

    The acknowledgement has exactly as many tokens as the broker sends. A wider pattern also
    matches the subject of another consumer, and `+NXT` sent there returns that consumer's next
    message.
    """
    return [
        _call(f"CONSUMER.INFO.{stream}.{durable}"),
        _call(f"CONSUMER.MSG.NEXT.{stream}.{durable}", MANY_ANSWERS),
        _as_it_is(f"$JS.ACK.{stream}.{durable}.*.*.*.*.*"),
    ]
