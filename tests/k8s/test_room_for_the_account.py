"""A broker with less room than the account may use refuses the account: they must agree."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from sensoor.bus.accounts import MAX_STORED_BYTES
from sensoor.embedded import nats as embedded_nats

ROOT = Path(__file__).parents[2]
UNITS = {"Mi": 2**20, "Gi": 2**30, "MB": 2**20, "GB": 2**30}


def in_bytes(size: str) -> int:
    number, unit = re.fullmatch(r"(\d+)(\w\w)", size).groups()  # type: ignore[union-attr]
    return int(number) * UNITS[unit]


def on_kubernetes() -> int:
    values = yaml.safe_load((ROOT / "deploy/k8s/platform/values/nats.yaml").read_text())
    return in_bytes(values["config"]["jetstream"]["fileStore"]["pvc"]["size"])


def in_compose() -> int:
    text = (ROOT / "deploy/compose/nats.conf").read_text()
    return in_bytes(re.search(r"max_file_store: (\w+)", text)[1])  # type: ignore[index]


def here() -> int:
    return embedded_nats.MAX_STORED_BYTES


@pytest.mark.parametrize("room", [on_kubernetes, in_compose, here])
def test_a_broker_has_the_room_that_the_account_may_use(room: Callable[[], int]) -> None:
    assert room() >= MAX_STORED_BYTES
