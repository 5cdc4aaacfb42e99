"""The home: the folder with all data and logs of a platform, and the lock on it."""

import base64
import fcntl
import json
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psutil
from cryptography.hazmat.primitives.asymmetric import ec

from sensoor import clock
from sensoor.embedded import postgres_files

OURS = (
    "nats", "bus", "issuer", "tokens", "logs", "demo", "addresses.json", "passwords.json",
    "personal_keys.json", "forecast_key.json", "exchange_secrets.json", "processes.json",
)  # fmt: skip
SAME_START_WITHIN = 1.0  # seconds; what psutil says of one process moves with the clock


class HomeIsHeld(Exception):
    """Another supervisor holds the lock on this home."""


@dataclass(frozen=True, slots=True)
class Record:
    """A process as it was started. The kernel reuses pids, so the time of creation goes with it.

    `created` (from the kernel) and `since` are in seconds since 1970.
    """

    pid: int
    created: float
    since: float
    restarts: int = 0

    def process(self) -> psutil.Process | None:
        """Return the process if it still runs."""
        try:
            process = psutil.Process(self.pid)
            same = abs(process.create_time() - self.created) < SAME_START_WITHIN
            return process if same and process.status() != psutil.STATUS_ZOMBIE else None
        except psutil.NoSuchProcess:
            return None


def record_of(pid: int, restarts: int = 0) -> Record | None:
    """Return the record of a process that was just started; None if it has ended already."""
    try:
        return Record(pid, psutil.Process(pid).create_time(), time.time(), restarts)
    except psutil.NoSuchProcess:
        return None


def home_folder() -> Path:
    """Return $SENSOOR_HOME, or `var` in the checkout, or `var` here without a checkout."""
    named = os.environ.get("SENSOOR_HOME")
    if named:
        return Path(named).absolute()
    checkout = Path(__file__).resolve().parents[3]
    within = checkout if (checkout / "deploy" / "local").is_dir() else Path.cwd()
    return within / "var"


@contextmanager
def held(home: Path) -> Iterator[None]:
    """Make the home and hold its lock; HomeIsHeld names the process that holds it already."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / "lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            by = holder(home)
            who = f"process {by.pid}, since {clock.moment(by.since)}" if by else "another process"
            raise HomeIsHeld(
                f"{home} is in use by {who}. `sensoor status` shows it, `sensoor logs -f` follows "
                f"it; Ctrl-C there{f' or `kill {by.pid}`' if by else ''} stops it. A second "
                "platform beside it needs a home of its own: SENSOOR_HOME=<folder> sensoor up"
            ) from None
        (home / "addresses.json").unlink(missing_ok=True)  # left by a run that was killed
        lock.truncate(0)
        lock.write(json.dumps(asdict(record_of(os.getpid()) or Record(os.getpid(), 0, 0))))
        lock.flush()
        try:
            yield
        finally:
            lock.truncate(0)


def holder(home: Path) -> Record | None:
    """Return the supervisor that holds this home, if one does."""
    try:
        record = Record(**json.loads((home / "lock").read_text()))
    except (FileNotFoundError, ValueError):
        return None
    return record if record.process() else None


def records(home: Path) -> dict[str, Record]:
    """Return the processes last recorded here, by name; they may have ended."""
    try:
        kept = json.loads((home / "processes.json").read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return {name: Record(**record) for name, record in kept.items()}


def keep_records(home: Path, kept: dict[str, Record]) -> None:
    """Replace the recorded processes."""
    write_private(home / "processes.json", {name: asdict(kept[name]) for name in kept})


def leftovers(home: Path) -> dict[str, psutil.Process]:
    """Return the processes that a killed supervisor left running, by name."""
    if holder(home):
        return {}
    found = {name: record.process() for name, record in records(home).items()}
    return {name: process for name, process in found.items() if process}


def addresses(home: Path) -> dict[str, Any] | None:
    """Return the addresses of the platform in this home; None while it is not up."""
    try:
        kept: dict[str, Any] = json.loads((home / "addresses.json").read_text())
    except FileNotFoundError:
        return None
    return kept if holder(home) else None


def passwords(home: Path, names: list[str]) -> dict[str, str]:
    """Return the password of each database role; it is generated once."""
    path = home / "passwords.json"
    kept: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    if missing := [name for name in names if name not in kept]:
        kept |= {name: secrets.token_hex(16) for name in missing}
        write_private(path, kept)
    return kept


def personal_keys(home: Path) -> dict[str, str]:
    """Return the keys of volunteers, as its settings: of names, and of web push.

    They are generated once; whoever loses them cannot read the names in the database any more.
    """
    push_key = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    made = {
        "PERSONAL_DATA_KEY": _random_key(),
        "VAPID_PRIVATE_KEY": _base64url(push_key.to_bytes(32, "big")),
        "VAPID_CONTACT": "mailto:sensoor@sensoor.example",
    }
    return _kept(home / "personal_keys.json", made)


def forecast_key(home: Path) -> dict[str, str]:
    """Return the key by which reporting rounds counts, as its setting; it is generated once."""
    return _kept(home / "forecast_key.json", {"FORECAST_KEY": _random_key()})


def exchange_secrets(home: Path) -> dict[str, str]:
    """Return what the telephone exchange signs with, as contacts' setting; generated once."""
    made = {"EXCHANGE_SECRETS": f"whsec_{_random_key()}"}
    return _kept(home / "exchange_secrets.json", made)


def _kept(path: Path, made: dict[str, str]) -> dict[str, str]:
    """Return what a file keeps; before it is there, keep what was made."""
    if path.exists():
        kept: dict[str, str] = json.loads(path.read_text())
        return kept
    write_private(path, made)
    return made


def _random_key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


def _base64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def write_private(path: Path, content: dict[str, Any]) -> None:
    """Write JSON that only its owner may read; the file is replaced atomically."""
    unfinished = path.with_name(path.name + ".new")
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
        json.dump(content, file, indent=2)
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(path)


def fresh_log(home: Path, name: str) -> Path:
    """Return the log of a process for this run; the previous one becomes `<name>.log.1`."""
    log = home / "logs" / f"{name}.log"
    log.parent.mkdir(exist_ok=True)
    if log.exists():
        log.rename(log.with_name(log.name + ".1"))
    return log


def remove(home: Path) -> None:
    """Remove what the platform keeps in this home; other files stay."""
    postgres_files.forget(home / "postgres")
    for name in OURS:
        path = home / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
