"""Every call of the JetStream API that an attacker may think of, with what makes it do harm."""

import json
from typing import Any

from shared.bus import API

Call = tuple[str, Any]
# What the API is called in the account of the streams, and in all others.
PREFIXES = ("$JS.API", API)
SOON = "2100-01-01T00:00:00Z"


def reading(stream: str, consumer: str) -> list[Call]:
    """Return what looks into a stream."""
    return [
        ("INFO", None),
        ("STREAM.NAMES", None),
        ("STREAM.LIST", None),
        (f"STREAM.INFO.{stream}", None),
        (f"STREAM.MSG.GET.{stream}", {"seq": 1}),
        (f"CONSUMER.NAMES.{stream}", None),
        (f"CONSUMER.LIST.{stream}", None),
        (f"CONSUMER.INFO.{stream}.{consumer}", None),
        (f"CONSUMER.CREATE.{stream}", _consumer(stream, {"deliver_subject": "_INBOX.mine"})),
        (f"CONSUMER.CREATE.{stream}.mine", _consumer(stream, {"name": "mine"})),
        (f"CONSUMER.DURABLE.CREATE.{stream}.mine", _consumer(stream, {"durable_name": "mine"})),
    ]


def taking(stream: str, consumer: str) -> list[Call]:
    """Return what takes messages out of a stream, past whom they are for."""
    return [
        (f"DIRECT.GET.{stream}", {"seq": 1}),
        (f"DIRECT.GET.{stream}.partners.veiligthuis.referral_made.v1", None),
        (f"CONSUMER.MSG.NEXT.{stream}.{consumer}", {"batch": 1, "no_wait": True}),
        (f"STREAM.SNAPSHOT.{stream}", {"deliver_subject": "_INBOX.mine"}),
    ]


def changing(stream: str, consumer: str) -> list[Call]:
    """Return what changes or destroys: each works in this order for who may, on a stream."""
    other = {"name": stream, "subjects": [f"{stream.lower()}.>"], "max_msgs": 1_000}
    return [
        (f"STREAM.UPDATE.{stream}", {**other, "num_replicas": 1, "storage": "file"}),
        (
            f"CONSUMER.CREATE.{stream}.{consumer}",
            _consumer(stream, {"durable_name": consumer, "description": "mine"}),
        ),
        (f"CONSUMER.PAUSE.{stream}.{consumer}", {"pause_until": SOON}),
        (f"CONSUMER.RESET.{stream}.{consumer}", {"seq": 1}),
        (f"STREAM.MSG.DELETE.{stream}", {"seq": 1}),
        (f"STREAM.PURGE.{stream}", None),
        (f"CONSUMER.DELETE.{stream}.{consumer}", None),
        (f"STREAM.DELETE.{stream}", None),
    ]


def making() -> list[Call]:
    """Return what makes streams: one that keeps what others say, and one that copies a stream."""
    return [
        ("STREAM.CREATE.MINE", {"name": "MINE", "subjects": ["mine.>"], "storage": "file"}),
        ("STREAM.CREATE.COPY", {"name": "COPY", "sources": [{"name": "CONTACTS"}]}),
        ("STREAM.RESTORE.MINE", {"config": {"name": "MINE", "subjects": ["mine.>"]}}),
    ]


def ruling() -> list[Call]:
    """Return what is for those who run the brokers."""
    return [
        ("META.LEADER.STEPDOWN", None),
        ("SERVER.REMOVE", {"peer": "sensoor"}),
        ("ACCOUNT.PURGE.ANY", None),
        ("STREAM.LEADER.STEPDOWN.CONTACTS", None),
        ("STREAM.PEER.REMOVE.CONTACTS", {"peer": "sensoor"}),
    ]


def everything(stream: str, consumer: str) -> list[Call]:
    """Return all of it."""
    return [
        *reading(stream, consumer), *taking(stream, consumer), *changing(stream, consumer),
        *making(), *ruling(),
    ]  # fmt: skip


def under(prefix: str, calls: list[Call]) -> list[tuple[str, bytes]]:
    """Return the calls as they are published, under the name that the API has for somebody."""
    return [
        (f"{prefix}.{call}", b"" if payload is None else json.dumps(payload).encode())
        for call, payload in calls
    ]


def by_any_name(calls: list[Call]) -> list[tuple[str, bytes]]:
    """Return the calls under each name that the API has."""
    return [call for prefix in PREFIXES for call in under(prefix, calls)]


def _consumer(stream: str, config: dict[str, Any]) -> dict[str, Any]:
    return {"stream_name": stream, "config": {"ack_policy": "explicit", **config}}
