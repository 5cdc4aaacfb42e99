"""Where the bus is: from the environment, or from the platform that is up here."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sensoor.bus.connection import Bus
from sensoor.bus.keys import open_keys


class NoBus(Exception):
    """The address of the bus or the folder of its keys is not set."""


def bus_in_environment() -> Bus:
    """Return the bus of NATS_URL, BUS_KEYS (a folder of `sensoor bus init`), NATS_CA and
    NATS_REPLICAS; raises NoBus.
    """
    missing = [name for name in ("NATS_URL", "BUS_KEYS") if not os.environ.get(name)]
    if missing:
        raise NoBus(f"{' and '.join(missing)} must be set: where the bus is, and the folder of"
                    " its keys, which `sensoor bus init` makes")  # fmt: skip
    ca, replicas = os.environ.get("NATS_CA"), os.environ.get("NATS_REPLICAS", "1")
    if replicas not in ("1", "3", "5"):
        raise NoBus(f"NATS_REPLICAS is {replicas}: it may be 1, or 3 or 5 on a cluster")
    if ca and not Path(ca).is_file():
        raise NoBus(f"NATS_CA is {ca}: there is no such file")
    keys = open_keys(Path(os.environ["BUS_KEYS"]))
    return Bus(os.environ["NATS_URL"], keys, Path(ca) if ca else None, int(replicas))


def bus_of(addresses: Mapping[str, Any]) -> Bus:
    """Return the bus of a platform that is up; `addresses` is the content of addresses.json."""
    ca = addresses["nats_ca"]
    keys = open_keys(Path(addresses["bus_keys"]))
    return Bus(addresses["nats"], keys, Path(ca) if ca else None, addresses["nats_replicas"])


def environment_of(there: Bus) -> dict[str, str]:
    """Return the environment of a program that provisions the bus."""
    found = {
        "NATS_URL": there.url,
        "BUS_KEYS": str(there.keys.folder),
        "NATS_REPLICAS": str(there.replicas),
    }
    return {**found, "NATS_CA": str(there.ca)} if there.ca else found


def environment_as(there: Bus, user: str) -> dict[str, str]:
    """Return the environment of a process that connects as this user of the bus."""
    found = {"NATS_URL": there.url, "NATS_CREDENTIALS": str(there.keys.credentials(user))}
    return {**found, "NATS_CA": str(there.ca)} if there.ca else found
