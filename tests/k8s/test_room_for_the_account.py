"""A broker with less room than the account may use refuses the account: they must agree."""

import re
from pathlib import Path

import pytest
import yaml
from sensoor import embedded_nats
from sensoor.bus_accounts import MAX_IN_MEMORY_BYTES, MAX_STORED_BYTES

ROOT = Path(__file__).parents[2]
UNITS = {"Mi": 2**20, "Gi": 2**30, "MB": 2**20, "GB": 2**30}


def in_bytes(size: str) -> int:
    number, unit = re.fullmatch(r"(\d+)(\w\w)", size).groups()  # type: ignore[union-attr]
    return int(number) * UNITS[unit]


def on_kubernetes() -> tuple[int, int]:
    values = yaml.safe_load((ROOT / "deploy/k8s/platform/values/nats.yaml").read_text())
    jetstream = values["config"]["jetstream"]
    memory = jetstream["memoryStore"]
    assert memory["enabled"]
    return in_bytes(jetstream["fileStore"]["pvc"]["size"]), in_bytes(memory["maxSize"])


def in_compose() -> tuple[int, int]:
    text = (ROOT / "deploy/compose/nats.conf").read_text()
    found = [re.search(rf"max_{kind}_store: (\w+)", text) for kind in ("file", "memory")]
    return in_bytes(found[0][1]), in_bytes(found[1][1])  # type: ignore[index]


def here() -> tuple[int, int]:
    return embedded_nats.MAX_STORED_BYTES, embedded_nats.MAX_IN_MEMORY_BYTES


@pytest.mark.parametrize("room", [on_kubernetes, in_compose, here])
def test_a_broker_has_the_room_that_the_account_may_use(room) -> None:  # type: ignore[no-untyped-def]
    disk, memory = room()
    assert disk >= MAX_STORED_BYTES
    assert memory >= MAX_IN_MEMORY_BYTES
