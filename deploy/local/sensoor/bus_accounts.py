"""Who may do what on the bus: the accounts, derived from what the services export.

Each service has a role of its own in the account SENSOOR: it publishes its own events, consumes
its own durables, and listens on its own inbox. A partner has an account of its own, into which
its stream, and nothing else, is exported.
"""

from collections.abc import Iterable
from typing import Any

from shared.events.catalogue import PARTNERS, published_by, stream_subjects
from shared.handlers import Handlers

from sensoor.bus_keys import PEOPLE_AND_PROVISIONING, SENSOOR, BusKeys
from shared import bus

Claims = dict[str, Any]

# Where a partner finds the JetStream API of its stream, in its own account.
PARTNER_API = "sensoor.js"
PARTNER_CONNECTIONS = 10
MAX_PAYLOAD_BYTES = 131_072  # an event's 64 KB, with room for what clients add
MAX_STORED_BYTES = 16 * 2**30  # a year of the helpline takes less than one
UNLIMITED = {"subs": -1, "data": -1, "payload": -1}


def partner_consumer(partner: str) -> tuple[str, str]:
    """Return the stream of a partner's copies and its durable consumer."""
    return f"PARTNER_{partner.upper()}", f"partner_{partner}"


def service_permissions(handlers: Handlers) -> Claims:
    """Return what a service may publish and subscribe: its own, and no more."""
    service = handlers.service
    publishes = [event.subject for event in published_by(service)]
    publishes += [f"dead_letters.{service}", f"drained.{service}"]
    for stream in handlers.streams():
        publishes += _consuming(stream, handlers.durable(stream))
        publishes.append(f"$JS.API.DIRECT.GET.{stream}")  # a dead letter is read again
        if handlers.rebuilds:
            publishes.append(f"$JS.API.STREAM.INFO.{stream}")
    # Who asks for a replay names the subject of the answer: no other than an operator's inbox.
    publishes.append("_INBOX_operator.>")
    subscribes = [f"_INBOX_{service}.>", f"replay.{service}"]
    subscribes += [f"drained.{other}" for other in handlers.waits_for]
    return _permissions(publishes, subscribes)


def operator_permissions() -> Claims:
    """Return what a person who looks into the bus may: read everything, ask for a replay.

    Not make a consumer: whoever may make one may also change a service's.
    """
    reads = [
        "INFO", "STREAM.NAMES", "STREAM.LIST", "STREAM.INFO.*", "CONSUMER.NAMES.*",
        "CONSUMER.LIST.*", "CONSUMER.INFO.*.*", "DIRECT.GET.*",
    ]  # fmt: skip
    publishes = [*(f"$JS.API.{call}" for call in reads), "replay.*"]
    return _permissions(publishes, ["_INBOX_operator.>"])


def provisioner_permissions() -> Claims:
    """Return what the provisioning may: make and change streams and consumers."""
    return _permissions(["$JS.API.>"], ["_INBOX_provisioner.>"])


def sensoor_account(keys: BusKeys, services: Iterable[Handlers]) -> Claims:
    """Return the claims of the account in which the services live."""
    roles = {handlers.service: service_permissions(handlers) for handlers in services}
    people = (operator_permissions(), provisioner_permissions())
    roles.update(zip(PEOPLE_AND_PROVISIONING, people, strict=True))
    limits = {
        "subs": -1, "data": -1, "payload": MAX_PAYLOAD_BYTES, "imports": 0, "exports": -1,
        "wildcards": True, "conn": -1, "leaf": 0, "mem_storage": 0,
        "disk_storage": MAX_STORED_BYTES, "streams": 2 * len(stream_subjects()), "consumer": -1,
        "disk_max_stream_bytes": 0, "max_ack_pending": bus.MAX_IN_HAND,
    }  # fmt: skip
    return {
        "limits": limits,
        "signing_keys": [scope(keys, SENSOOR, role, may) for role, may in roles.items()],
        "exports": [export for partner in PARTNERS for export in _exports(partner)],
        "type": "account",
        "version": 2,
    }


def partner_account(keys: BusKeys, partner: str) -> Claims:
    """Return the claims of a partner's account: no streams of its own, and what it imports."""
    limits = {
        "subs": 100, "data": -1, "payload": bus.MAX_MESSAGE_BYTES, "imports": 10, "exports": 0,
        "wildcards": False, "conn": PARTNER_CONNECTIONS, "leaf": 0,
    }  # fmt: skip
    imports = [
        {"name": subject, "subject": subject, "account": keys.account(SENSOOR).public,
         "local_subject": local, "type": "service"}
        for subject, local, _ in _shared_with(partner)
    ]  # fmt: skip
    may = _permissions([local for _, local, _ in _shared_with(partner)], ["_INBOX.>"])
    return {
        "limits": limits,
        "signing_keys": [scope(keys, account_of(partner), partner, may)],
        "imports": imports,
        "type": "account",
        "version": 2,
    }


def account_of(partner: str) -> str:
    """Return the name of a partner's account."""
    return f"PARTNER_{partner.upper()}"


def _shared_with(partner: str) -> list[tuple[str, str, str]]:
    """Return each subject that a partner may use: ours, its own name for it, the way of answer."""
    stream, consumer = partner_consumer(partner)
    calls = {
        f"CONSUMER.MSG.NEXT.{stream}.{consumer}": "Stream",
        f"CONSUMER.INFO.{stream}.{consumer}": "Singleton",
        f"CONSUMER.RESET.{stream}.{consumer}": "Singleton",
        f"DIRECT.GET.{stream}": "Stream",
    }
    api = [(f"$JS.API.{call}", f"{PARTNER_API}.{call}", way) for call, way in calls.items()]
    as_it_is = [_acknowledging(stream, consumer)]
    as_it_is += [event.subject for event in published_by(partner)]
    return [*api, *((subject, subject, "Singleton") for subject in as_it_is)]


def _exports(partner: str) -> list[Claims]:
    return [
        {"name": subject, "subject": subject, "type": "service", "response_type": way}
        for subject, _, way in _shared_with(partner)
    ]


def _consuming(stream: str, durable: str) -> list[str]:
    return [
        f"$JS.API.CONSUMER.INFO.{stream}.{durable}",
        f"$JS.API.CONSUMER.MSG.NEXT.{stream}.{durable}",
        _acknowledging(stream, durable),
    ]


def _acknowledging(stream: str, durable: str) -> str:
    """Return where a consumer's messages are acknowledged, with exactly as many words as it has.

    A pattern that leaves more open also matches another consumer's subject, read with other
    words: `+NXT` sent there hands over that consumer's next message.
    """
    return f"$JS.ACK.{stream}.{durable}.*.*.*.*.*"


def _permissions(publishes: list[str], subscribes: list[str]) -> Claims:
    return {"pub": {"allow": sorted(publishes)}, "sub": {"allow": sorted(subscribes)}}


def scope(keys: BusKeys, account: str, role: str, may: Claims) -> Claims:
    """Return a scoped signing key: what every user that it signs may do, and no more."""
    return {
        "kind": "user_scope",
        "key": keys.role(account, role).public,
        "role": role,
        "template": {**may, **UNLIMITED},
    }
