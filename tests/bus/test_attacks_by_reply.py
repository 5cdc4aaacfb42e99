"""NATS checks no permission on the subject to which an answer goes: what could be done with that.

Every request that a role may make is made with every kind of reply subject. Then it is looked at
what changed: nothing may have but what the role may change anyway, and nobody may have heard.
"""

import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from itertools import product
from typing import Any

import pytest
import pytest_asyncio
from nats.aio.subscription import Subscription
from sensoor.bus import keys as bus_keys
from sensoor.bus import plan as bus_plan
from sensoor.bus import streams
from sensoor.bus.connection import Bus
from sensoor.bus.keys import ACCOUNTS_USER
from sensoor.bus.tokens import decode
from sensoor.embedded.ports import free_port, release_port
from sensoor.partners import access
from sensoor.services import handlers
from shared.events.catalogue import EVENTS, PARTNERS, stream_subjects

from tests.bus import api_calls
from tests.bus.api_calls import PREFIXES
from tests.bus.visiting import SERVICES, Visitor, sheet_of, visiting
from tests.platform import Broker

pytestmark = pytest.mark.asyncio(loop_scope="session")

ROLES = [*SERVICES, "operator", *PARTNERS]
STILL = 5  # the same state so many times in turn
READERS = [(stream, str(config.durable_name)) for stream, config in streams.consumers(handlers())]
# Bodies of events that are requests to the broker, should they arrive there.
TRAPS: list[Any] = [
    {"name": "COPY", "sources": [{"name": "CONTACTS"}], "storage": "file"},
    {"name": "MINE", "subjects": ["mine.>"], "storage": "file"},
    {"stream_name": "CONTACTS", "config": {"durable_name": "mine", "ack_policy": "explicit"}},
    {},
]
# Headers by which the broker knows who asks, and where to tell how a message travelled.
FORGED = {"Nats-Request-Info": '{"acc": "SYS"}', "Nats-Trace-Dest": "contacts.contact_handled.v1"}


@dataclass
class Role:
    """Somebody on the bus: what its account lets it publish and hear."""

    name: str
    publishes: list[str]
    hears: list[str]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def there(keys: bus_keys.BusKeys, tmp_path_factory: Any) -> AsyncIterator[Bus]:
    """A bus without services, so that nothing moves by itself; each stream holds the traps."""
    broker = Broker(tmp_path_factory.mktemp("nats"), free_port(27222), keys)
    await broker.start()
    try:
        await bus_plan.apply(broker.bus, handlers())
        for partner in PARTNERS:
            await access.add(broker.bus, partner, broker.bus.url)
        for name in (*SERVICES, *PARTNERS):
            await lay_traps(broker.bus, await role(broker.bus, name))
        yield broker.bus
    finally:
        broker.kill()
        release_port(broker.port)


async def role(there: Bus, name: str) -> Role:
    """Return a role as it stands on the broker."""
    path = sheet_of(there, name) if name in PARTNERS else there.keys.credentials(name)
    account = bus_keys.token_in(path)["nats"]["issuer_account"]
    async with there.connected(ACCOUNTS_USER) as system:
        asked = f"$SYS.REQ.ACCOUNT.{account}.CLAIMS.LOOKUP"
        claims = decode((await system.request(asked, b"", timeout=5)).data.decode())["nats"]
    may = next(one["template"] for one in claims["signing_keys"] if one["role"] == name)
    return Role(name, may["pub"]["allow"], may["sub"]["allow"])


async def lay_traps(there: Bus, role: Role) -> None:
    """Publish requests to the broker as events, on each subject of this role that is kept."""
    kept = {event.subject for event in EVENTS} | {f"dead_letters.{role.name}"}
    async with visiting(there, role.name) as visitor:
        for subject, trap in product(sorted(kept & set(role.publishes)), TRAPS):
            await visitor.client.request(subject, json.dumps(trap).encode(), timeout=5)


def requests_of(role: Role) -> list[tuple[str, bytes]]:
    """Return every request that a role may make, with what brings answers of every kind."""
    found: list[tuple[str, Any]] = []
    for subject in role.publishes:
        if ".DIRECT.GET." in subject:
            found += [(subject, {"seq": place}) for place in (*range(1, len(TRAPS) + 1), 99_999)]
            found.append((subject, {"seq": 1, "batch": 2}))
        elif ".MSG.NEXT." in subject:
            pulls = ({"batch": 2, "no_wait": True}, {"batch": 1, "expires": 1_000_000})
            found += [(subject, pull) for pull in pulls]
        elif ".RESET." in subject:
            found.append((subject, {"seq": 1}))
        elif subject.startswith("$JS.ACK"):
            acknowledged = subject.replace("*.*.*.*.*", "1.1.1.1700000000000000000.0")
            found.append((acknowledged, '+NXT {"batch": 1, "no_wait": true}'))
        elif subject.startswith("replay."):
            found.append((subject, {"stream": "CONTACTS", "streamSequence": 1}))
        else:
            found.append((subject, {}))
    return [(to, (of if isinstance(of, str) else json.dumps(of)).encode()) for to, of in found]


def reply_subjects(role: Role) -> list[str]:
    """Return every kind of subject that an attacker may want an answer to arrive at."""
    found = [event.subject for event in EVENTS]
    for other in SERVICES:
        found += [f"{word}.{other}" for word in ("dead_letters", "drained", "replay")]
        found.append(f"_INBOX_{other}.guessed")
    found += ["_INBOX_operator.guessed", "_INBOX_provisioner.guessed", "_INBOX.guessed", "_R_.x.y"]
    for stream, durable in READERS:
        found.append(f"$JS.ACK.{stream}.{durable}.1.1.1.1700000000000000000.0")
        calls = api_calls.changing(stream, durable) + api_calls.taking(stream, durable)
        calls += [(f"CONSUMER.DURABLE.CREATE.{stream}.mine", None)]
        found += [f"{prefix}.{call}" for prefix in PREFIXES for call, _ in calls]
    rest = api_calls.making() + api_calls.ruling()
    found += [f"{prefix}.{call}" for prefix in PREFIXES for call, _ in rest]
    found += ["$SYS.REQ.CLAIMS.UPDATE", "$SYS.REQ.CLAIMS.DELETE", "$SYS.REQ.SERVER.PING.CONNZ",
              "$SYS.REQ.ACCOUNT.PING.CONNZ"]  # fmt: skip
    return list(dict.fromkeys(subject for subject in found if subject not in role.publishes))


async def state(there: Bus) -> dict[str, Any]:
    """Return all that an attack could change, by what it is."""
    found: dict[str, Any] = {}
    async with visiting(there, "provisioner") as looking:
        js = looking.client.jetstream()
        for stream in await js.streams_info():
            name = str(stream.config.name)
            found[f"stream {name}"] = (stream.config, stream.state.first_seq)
            held = (await js.stream_info(name, subjects_filter=">")).state.subjects or {}
            found |= {f"messages {name} {subject}": count for subject, count in held.items()}
            for reader in await js.consumers_info(name):
                place = f"{name}.{reader.name}"
                found[f"consumer {place}"] = reader.config
                read = (reader.delivered, reader.ack_floor, reader.num_ack_pending)
                found[f"read {place}"] = (*read, reader.paused)
    return found


async def settled(there: Bus) -> dict[str, Any]:
    """Return the state once the broker has done all that it was asked: it moves no more.

    What is asked of a stream, and what changes one, stands in line: this waits behind all others.
    """
    async with visiting(there, "provisioner") as last:
        for stream in stream_subjects():
            for call in (f"DIRECT.GET.{stream}", f"STREAM.MSG.DELETE.{stream}"):
                await last.client.request(f"$JS.API.{call}", b'{"seq": 99999}', timeout=5)
    seen = [await state(there)]
    while len(seen) < STILL or any(one != seen[-1] for one in seen[-STILL:]):
        seen.append(await state(there))
    return seen[-1]


def own(role: Role) -> set[str]:
    """Return what a role may change by plain use: its messages, and how far its readers are."""
    kept = {f"messages {stream} {subject}" for stream in stream_subjects()
            for subject in role.publishes}  # fmt: skip
    reads = (f"{stream}.{durable}" for stream, durable in READERS)
    return kept | {
        f"read {place}" for place in reads if any(place in subject for subject in role.publishes)
    }


async def all_ears(there: Bus, but: Role, stack: AsyncExitStack) -> list[Subscription]:
    """Let everybody else subscribe to all that they may."""
    heard = []
    for name in ROLES:
        if name != but.name:
            visitor = await stack.enter_async_context(visiting(there, name))
            hears = (await role(there, name)).hears
            heard += [await visitor.client.subscribe(subject) for subject in hears]
            await visitor.reach()
    return heard


async def hold_messages(there: Bus) -> None:
    """Let each reader hold a message that it has not acknowledged: one more thing to steal."""
    for name in (*SERVICES, *PARTNERS):
        async with visiting(there, name) as visitor:
            inbox = visitor.client.new_inbox()
            came = await visitor.client.subscribe(inbox)
            for subject in (await role(there, name)).publishes:
                if ".MSG.NEXT." in subject:
                    asked = b'{"batch": 1, "no_wait": true}'
                    await visitor.client.publish(subject, asked, reply=inbox)
                    await came.next_msg(timeout=5)


async def make_every_request(visitor: Visitor, role: Role) -> int:
    """Make each request with each reply subject; return how many that were."""
    asked = list(product(requests_of(role), reply_subjects(role)))
    for (subject, data), reply in asked:
        await visitor.client.publish(subject, data, reply=reply)
    for (subject, data), reply in asked[::97]:
        await visitor.client.publish(subject, data, reply=reply, headers=FORGED)
    await visitor.reach()
    return len(asked)


@pytest.mark.parametrize("name", ROLES)
async def test_no_answer_does_what_who_asked_may_not(there: Bus, name: str) -> None:
    attacker = await role(there, name)
    await hold_messages(there)
    before = await settled(there)
    async with AsyncExitStack() as stack:
        heard = await all_ears(there, attacker, stack)
        visitor = await stack.enter_async_context(visiting(there, name))
        assert await make_every_request(visitor, attacker) > 1_000
        after = await settled(there)
        changed = {what for what in before.keys() | after.keys()
                   if before.get(what) != after.get(what)}  # fmt: skip
        assert changed <= own(attacker)
        strange = [subject for one in heard for subject in await subjects_heard(one)]
        assert set(strange) <= set(attacker.publishes)


async def subjects_heard(ears: Subscription) -> list[str]:
    """Return the subjects of what has come to a subscription."""
    return [(await ears.next_msg()).subject for _ in range(ears.pending_msgs)]


SHOWN = [
    # An event whose body makes a stream that copies CONTACTS, sent to the broker as a request.
    ("DIRECT.GET.BILLING", {"seq": 1}, "STREAM.CREATE.COPY"),
    # An event of billing's, or an acknowledgement, as one of contacts', or as a partner's copy.
    ("DIRECT.GET.BILLING", {"seq": 4}, "contacts.contact_handled.v1"),
    ("DIRECT.GET.BILLING", {"seq": 4}, "partners.113online.referral_made.v1"),
    # The empty answer "there is no such message" is a request to delete.
    ("DIRECT.GET.BILLING", {"seq": 99_999}, "CONSUMER.DELETE.CONTACTS.reporting_contacts"),
    ("DIRECT.GET.BILLING", {"seq": 99_999}, "STREAM.DELETE.CONTACTS"),
]


@pytest.mark.parametrize(("call", "asked", "aim"), SHOWN)
async def test_what_was_shown_to_work_inside_one_account_does_nothing(
    there: Bus, call: str, asked: Any, aim: str
) -> None:
    before = await settled(there)
    async with visiting(there, "billing") as billing:
        for mine, theirs in product(PREFIXES, PREFIXES):
            reply = aim if aim.endswith(".v1") else f"{theirs}.{aim}"
            data = json.dumps(asked).encode()
            await billing.client.publish(f"{mine}.{call}", data, reply=reply)
        await billing.reach()
    assert await settled(there) == before
