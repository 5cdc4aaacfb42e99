"""The bus of a benchmark: closed as it is shipped, or wide open to see what closing it costs.

Its keys lie in a folder that the environment names, so that the processes under measurement find
them too. ANYBODY stands for the code that is written by hand: it may do everything.
"""

import datetime
import ipaddress
import json
import os
from importlib import import_module
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from nats.aio.client import Client
from sensoor.bus import accounts as bus_accounts
from sensoor.bus import keys as bus_keys
from sensoor.bus import resolver, streams
from sensoor.bus.connection import Bus
from sensoor.bus.keys import ACCOUNTS_USER, SENSOOR, open_keys
from sensoor.embedded.nats import nats_program
from sensoor.embedded.program import Program, until_answered
from shared.bus import API
from shared.handlers import Handlers

ANYBODY = "anybody"
SERVICES = ("contacts", "billing", "volunteers", "reporting")
KEYS, CA = "BENCHMARK_BUS_KEYS", "BENCHMARK_BUS_CA"
SHIPPED, OPEN, WITH_TLS = "closed", "open", "closed, TLS"


def bus_at(url: str) -> Bus:
    """Return the bus at an address, with the keys that the environment names."""
    ca = Path(os.environ[CA]) if url.startswith("tls") else None
    return Bus(url, open_keys(Path(os.environ[KEYS])), ca)


def settings_of(service: str, url: str, database_url: str, **more: Any) -> Any:
    """Return the settings of a service on this bus; its HTTP is not asked, so nobody is known."""
    there = bus_at(url)
    return import_module(f"{service}.settings").Settings(
        database_url=database_url, nats_url=url, nats_credentials=there.keys.credentials(service),
        nats_ca=there.ca, oidc_issuer="http://127.0.0.1:1", **more,
    )  # fmt: skip


async def connect(url: str) -> Client:
    """Return a connection that may do everything."""
    return await bus_at(url).connect(ANYBODY)


async def provision(url: str, services: list[Handlers]) -> None:
    """Make the streams, and the consumers of these services."""
    await streams.apply_streams(bus_at(url), services)


async def ready(url: str, how: str, log: Path) -> None:
    """Wait until the broker answers; a closed one is given its account."""
    there = bus_at(url)
    await until_answered("NATS", url, lambda: _ask(there), log)
    if how != OPEN:
        await _let_in(there)


async def _ask(there: Bus) -> None:
    async with there.connected(ACCOUNTS_USER):
        return


async def _let_in(there: Bus) -> None:
    """Give the closed broker its accounts, with one role more than is shipped: everybody's."""
    known = [import_module(f"{name}.event_handlers").handlers for name in SERVICES]
    claims = bus_accounts.accounts(there.keys, known)
    everything = {"pub": {"allow": [">"]}, "sub": {"allow": [">"]}}
    anybody = bus_accounts.scope(there.keys, SENSOOR, ANYBODY, everything)
    claims[SENSOOR]["signing_keys"].append(anybody)
    async with there.connected(ACCOUNTS_USER) as system:
        for name, wanted in claims.items():
            await resolver.push(system, there.keys, name, wanted)


def broker(folder: Path, port: int, how: str) -> tuple[Program, str]:
    """Return a broker and its address; the environment then names its keys, and its authority."""
    keys_folder = Path(os.environ.setdefault(KEYS, str(folder / "bus")))
    keys = bus_keys.init(keys_folder, SERVICES)
    bus_keys.write_secret(keys.credentials(ANYBODY), bus_keys.user_file(keys, SENSOOR, ANYBODY))
    certificate = certificate_in(folder) if how == WITH_TLS else None
    program = nats_program(folder / "nats", port, keys, certificate)
    if certificate:
        os.environ[CA] = str(certificate[0])
    if how == OPEN:
        _open(folder / "nats" / "nats.conf")
    return program, f"{'tls' if certificate else 'nats'}://127.0.0.1:{port}"


def _open(configuration: Path) -> None:
    """Take the locks off, and let the broker sync to disk every two minutes as is its custom."""
    settings: dict[str, Any] = json.loads(configuration.read_text())
    for lock in ("operator", "system_account", "resolver", "resolver_preload"):
        del settings[lock]
    del settings["jetstream"]["sync_interval"]
    settings["mappings"] = {f"{API}.>": "$JS.API.>"}
    configuration.write_text(json.dumps(settings, indent=2))


def certificate_in(folder: Path) -> tuple[Path, Path]:
    """Return a certificate of this machine, signed by itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "benchmark")])
    now = datetime.datetime.now(datetime.UTC)
    local = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(local, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate_file, key_file = folder / "bus.crt", folder / "bus.key"
    folder.mkdir(exist_ok=True)
    certificate_file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )  # fmt: skip
    return certificate_file, key_file
