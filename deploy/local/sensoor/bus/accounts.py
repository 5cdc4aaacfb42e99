"""The accounts of the bus and their roles, derived from the events and the services' handlers.

JetStream and all streams are in the account SENSOOR, which only the provisioner uses. Each
service, each partner and the operator have an account of their own. NATS checks no permission on
a reply subject. An answer that crosses accounts arrives in the requester's account, where it can
do nothing that its user may not do anyway.
"""

from collections.abc import Iterable
from typing import Any

from shared.events.catalogue import PARTNERS, stream_subjects
from shared.handlers import Handlers

from sensoor.bus import account_imports
from sensoor.bus.account_imports import ONE_ANSWER, Share
from sensoor.bus.keys import OPERATOR, PROVISIONER, SENSOOR, BusKeys, account_of
from shared import bus

Claims = dict[str, Any]

PARTNER_CONNECTIONS = 10
PARTNER_SUBSCRIPTIONS = 20  # of each connection; the examples of the sheet take two
MAX_PAYLOAD_BYTES = 131_072  # an event's 64 KB, with room for what clients add
MAX_STORED_BYTES = 16 * 2**30  # a year of the helpline takes less than one
UNLIMITED = {"subs": -1, "data": -1, "payload": -1}
# How long the broker keeps the reply subject of a request. Longer than any pull may wait, but
# short: a client that sends requests without end fills the broker's memory with these.
ANSWERS_WITHIN_SECONDS = 40
# A replay takes as long as a handler does.
REPLAY_WITHIN_SECONDS = 120
SECOND = 1_000_000_000


def accounts(keys: BusKeys, services: list[Handlers]) -> dict[str, Claims]:
    """Return the claims of every account except the partners', by name.

    An account comes after the accounts from which it imports.
    """
    found = {SENSOOR: sensoor_account(keys, services)}
    for handlers in services:
        found[account_of(handlers.service)] = service_account(keys, handlers)
    return {**found, account_of(OPERATOR): operator_account(keys, services)}


def partner_account_name(partner: str) -> str:
    """Return the name of a partner's account."""
    return account_of(f"partner_{partner}")


def sensoor_account(keys: BusKeys, services: Iterable[Handlers]) -> Claims:
    """Return the claims of the account of the streams; the provisioner is its only user."""
    services = list(services)
    lists = [account_imports.of_service(handlers) for handlers in services]
    lists += [account_imports.of_partner(partner) for partner in PARTNERS]
    lists.append(account_imports.of_operator(services))
    shared = {share.subject: share for shares in lists for share in shares}
    exports = [
        _offer(share.subject, share.way, ANSWERS_WITHIN_SECONDS) for share in shared.values()
    ]
    limits = {
        "subs": -1, "data": -1, "payload": MAX_PAYLOAD_BYTES, "imports": 0,
        "exports": len(exports), "wildcards": True, "conn": -1, "leaf": 0, "mem_storage": 0,
        "disk_storage": MAX_STORED_BYTES, "streams": 2 * len(stream_subjects()), "consumer": -1,
        "disk_max_stream_bytes": 0, "max_ack_pending": bus.MAX_IN_HAND,
    }  # fmt: skip
    return {
        "limits": limits,
        "signing_keys": [scope(keys, SENSOOR, PROVISIONER, provisioner_permissions())],
        "exports": exports,
        "type": "account",
        "version": 2,
    }


def service_account(keys: BusKeys, handlers: Handlers) -> Claims:
    """Return the claims of a service's account.

    It exports its replay to the operator, and `drained` to the services that wait for it.
    """
    service = handlers.service
    shares = account_imports.of_service(handlers)
    heard = [f"drained.{other}" for other in handlers.waits_for]
    imports = [_taken_over(keys, SENSOOR, share) for share in shares]
    imports += [
        {"name": subject, "subject": subject, "account": keys.account(account_of(other)).public,
         "local_subject": subject, "type": "stream"}
        for subject, other in zip(heard, handlers.waits_for, strict=True)
    ]  # fmt: skip
    drained = f"drained.{service}"
    exports = [
        _offer(f"replay.{service}", ONE_ANSWER, REPLAY_WITHIN_SECONDS),
        {"name": drained, "subject": drained, "type": "stream"},
    ]
    return _guest(keys, account_of(service), service, service_permissions(handlers)) | {
        "limits": _limits(imports, exports),
        "imports": imports,
        "exports": exports,
    }


def operator_account(keys: BusKeys, services: list[Handlers]) -> Claims:
    """Return the claims of the operator's account: reads, and each service's replay."""
    imports = [_taken_over(keys, SENSOOR, share) for share in account_imports.of_operator(services)]
    for handlers in services:
        replay = f"replay.{handlers.service}"
        imports.append(_taken_over(keys, account_of(handlers.service), Share(replay, replay)))
    return _guest(keys, account_of(OPERATOR), OPERATOR, operator_permissions(services)) | {
        "limits": _limits(imports, []),
        "imports": imports,
    }


def partner_account(keys: BusKeys, partner: str) -> Claims:
    """Return the claims of a partner's account: no streams of its own, and what it imports."""
    account, shares = partner_account_name(partner), account_imports.of_partner(partner)
    imports = [_taken_over(keys, SENSOOR, share) for share in shares]
    bounds = {
        "subs": PARTNER_SUBSCRIPTIONS, "payload": bus.MAX_MESSAGE_BYTES,
        "conn": PARTNER_CONNECTIONS,
    }  # fmt: skip
    may = _permissions([share.local for share in shares], ["_INBOX.>"])
    return _guest(keys, account, partner, may) | {
        "limits": _limits(imports, []) | bounds,
        "imports": imports,
    }


def service_permissions(handlers: Handlers) -> Claims:
    """Return what a service may publish and subscribe: exactly what its account imports.

    On its own subjects its processes speak to one another. It may answer each request once:
    requests for a replay come from another account.
    """
    service = handlers.service
    publishes = [share.local for share in account_imports.of_service(handlers)]
    subscribes = [f"{bus.inbox_of(service)}.>", f"replay.{service}", *handlers.own_subjects]
    subscribes += [f"drained.{other}" for other in handlers.waits_for]
    may = _permissions([*publishes, f"drained.{service}", *handlers.own_subjects], subscribes)
    return {**may, "resp": {"max": 1, "ttl": REPLAY_WITHIN_SECONDS * SECOND}}


def operator_permissions(services: Iterable[Handlers]) -> Claims:
    """Return the operator's permissions: read everything, ask for a replay."""
    services = list(services)
    publishes = [share.local for share in account_imports.of_operator(services)]
    publishes += [f"replay.{handlers.service}" for handlers in services]
    return _permissions(publishes, [f"{bus.inbox_of(OPERATOR)}.>"])


def provisioner_permissions() -> Claims:
    """Return the provisioner's permissions: create and change streams and consumers."""
    return _permissions(["$JS.API.>"], [f"{bus.inbox_of(PROVISIONER)}.>"])


def scope(keys: BusKeys, account: str, role: str, may: Claims) -> Claims:
    """Return a scoped signing key: it sets the permissions of every user that it signs."""
    return {
        "kind": "user_scope",
        "key": keys.role(account, role).public,
        "role": role,
        "template": {**may, **UNLIMITED},
    }


def _guest(keys: BusKeys, account: str, role: str, may: Claims) -> Claims:
    return {"signing_keys": [scope(keys, account, role, may)], "type": "account", "version": 2}


def _limits(imports: list[Claims], exports: list[Claims]) -> Claims:
    return {
        "subs": -1, "data": -1, "payload": MAX_PAYLOAD_BYTES, "imports": len(imports),
        "exports": len(exports), "wildcards": False, "conn": -1, "leaf": 0,
    }  # fmt: skip


def _offer(subject: str, way: str, seconds: int) -> Claims:
    return {
        "name": subject, "subject": subject, "type": "service", "response_type": way,
        "response_threshold": seconds * SECOND,
    }  # fmt: skip


def _taken_over(keys: BusKeys, account: str, share: Share) -> Claims:
    return {
        "name": share.subject, "subject": share.subject, "account": keys.account(account).public,
        "local_subject": share.local, "type": "service",
    }  # fmt: skip


def _permissions(publishes: list[str], subscribes: list[str]) -> Claims:
    return {"pub": {"allow": sorted(publishes)}, "sub": {"allow": sorted(subscribes)}}
