"""Three brokers that stall for a while: what was taken meanwhile is neither parked nor doubled."""

import logging
import signal
from datetime import UTC, datetime

import nats.errors
import pytest
from shared.bus import API
from shared.events.volunteers import LocationOpened
from shared.outbox import outbox_row, record

from tests.bus.test_cluster import Cluster, apply_to_one, cluster, leader_of
from tests.platform import Platform
from tests.shared.probe import Probe, location
from tests.shared.test_relay import all_sent, relaying
from tests.waiting import eventually

__all__ = ["cluster"]
NOW = datetime(2016, 3, 1, tzinfo=UTC)
STREAM = "VOLUNTEERS"


async def test_a_stall_of_the_replicas_parks_nothing(
    cluster: Cluster, platform: Platform, monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    """The leader has proposed the events, and no other agrees."""
    for name in ("BROKER_SECONDS", "PROBE_SECONDS"):
        monkeypatch.setattr(f"shared.relay.{name}", 0.5, raising=False)
    monkeypatch.setattr("shared.outbox_reading.RETRY_SECONDS", (0.1,), raising=False)
    await apply_to_one(cluster)
    leader = await leader_of(cluster.bus("one"), STREAM)
    assert leader
    probe = Probe(platform, await platform.database("volunteers"))
    bus = await cluster.bus(leader).connect("volunteers")
    names = [str(number) for number in range(20)]
    rows = [outbox_row(location(name), aggregate_id=1, version=1, now=NOW) for name in names]
    others = [process for name, process in cluster.processes.items() if name != leader]

    async def refused_twice() -> bool:
        """The second time the leader mostly answers that the ids are in process."""
        return len(caplog.records) > 1

    with caplog.at_level(logging.WARNING):
        async with relaying(probe, bus):
            for process in others:
                process.send_signal(signal.SIGSTOP)
            async with probe.database.commit() as connection:
                await record(connection, *rows)
            try:
                await eventually(refused_twice)
            finally:
                for process in others:
                    process.send_signal(signal.SIGCONT)
            await all_sent(probe, within=60)
    assert not await probe.rows("SELECT FROM outbox WHERE refused IS NOT NULL")
    await bus.close()

    async def kept() -> list[str]:
        try:
            js = operator.jetstream(prefix=API)
            last = (await js.stream_info(STREAM)).state.last_seq
            found = [await js.get_msg(STREAM, number + 1, direct=True) for number in range(last)]
        except nats.errors.Error:
            return []  # the brokers agree on a leader in a moment
        return [LocationOpened.model_validate_json(one.data or b"").name for one in found]

    async with cluster.bus(leader).connected("operator") as operator:
        assert await eventually(kept) == names
