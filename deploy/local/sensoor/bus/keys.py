"""The folder of the bus's keys: one root secret, and a credentials file for each user.

Every key of the operator, of an account and of a role is derived from the root, so that
provisioning needs one secret and no state. A user's own key is random and is stored only in its
credentials file.
"""

import hashlib
import hmac
import json
import os
import secrets
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nkeys

from sensoor.bus import tokens as bus_tokens
from sensoor.bus.tokens import PREFIXES, Claims, Key, Kind, key_of

SYSTEM, SENSOOR = "SYS", "SENSOOR"
OPERATOR, PROVISIONER = "operator", "provisioner"
ACCOUNTS_USER = "accounts"


class NoKeys(Exception):
    """The folder holds no keys of a bus."""


@dataclass(frozen=True)
class BusKeys:
    """The keys of one bus; `folder` is where they are stored."""

    folder: Path
    root: str = field(repr=False)

    def derived(self, kind: Kind, label: str) -> Key:
        """Return the key of a label: the same each time."""
        content = hmac.digest(self.root.encode(), label.encode(), hashlib.sha256)
        return key_of(nkeys.encode_seed(content, PREFIXES[kind]).decode())

    @property
    def operator(self) -> Key:
        """Return the key that signs every account."""
        return self.derived("operator", "operator")

    def account(self, name: str) -> Key:
        """Return the key of an account; the broker knows the account by its public half."""
        return self.derived("account", f"account {name}")

    def role(self, account: str, name: str) -> Key:
        """Return the key that signs the users of a role; the account has their permissions."""
        return self.derived("account", f"role {account} {name}")

    def credentials(self, user: str) -> Path:
        """Return the path of a user's credentials."""
        return self.folder / "creds" / f"{user}.creds"


def open_keys(folder: Path) -> BusKeys:
    """Return the keys in a folder; raises NoKeys with the command that makes them."""
    try:
        return BusKeys(folder, json.loads((folder / "keys.json").read_text())["root"])
    except FileNotFoundError:
        raise NoKeys(
            f"{folder} holds no keys of a bus: `sensoor bus init --keys {folder}` makes them"
        ) from None
    except (ValueError, KeyError, TypeError):
        raise NoKeys(f"{folder / 'keys.json'} is not what `sensoor bus init` writes") from None


def account_of(user: str) -> str:
    """Return the account of a user: SENSOOR for the provisioner, else its own."""
    return SENSOOR if user == PROVISIONER else user.upper()


def init(
    folder: Path, services: Iterable[str], say: Callable[[str], None] = lambda _: None
) -> BusKeys:
    """Create what is missing in the folder: root, server.json, account, credentials.

    Credentials for another account than the user's current one are replaced, and `say` tells it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "keys.json").exists():
        write_secret(folder / "keys.json", json.dumps({"root": secrets.token_hex(32)}))
    keys = open_keys(folder)
    server = folder / "server.json"
    if not server.exists():
        server.write_text(json.dumps(_server(keys), indent=2) + "\n")
    (folder / "account").write_text(keys.account(SENSOOR).public + "\n")
    for user in (*services, OPERATOR, PROVISIONER):
        path, account = keys.credentials(user), account_of(user)
        if path.exists() and _account_in(path) == keys.account(account).public:
            continue
        if path.exists():
            say(f"{user}: new credentials, for the account {account}; the old ones open nothing")
        write_secret(path, user_file(keys, account, user))
    if not keys.credentials(ACCOUNTS_USER).exists():
        write_secret(keys.credentials(ACCOUNTS_USER), _accounts_user(keys))
    return keys


def user_file(keys: BusKeys, account: str, user: str, *, issued_at: int | None = None) -> str:
    """Return new credentials: a new key, and a token that names only the user and its account.

    The permissions are in the account, under the role's key (a scoped signing key).
    """
    own = bus_tokens.new_key("user")
    nats = {"issuer_account": keys.account(account).public, "type": "user", "version": 2}
    token = bus_tokens.encode(
        own.public, user, nats, signer=keys.role(account, user), issued_at=issued_at or _now()
    )
    return bus_tokens.credentials(user, token, own)


def token_in(credentials: Path) -> Claims:
    """Return the claims of the token in a credentials file."""
    lines = credentials.read_text().splitlines()
    return bus_tokens.decode(lines[lines.index("-----BEGIN NATS USER JWT-----") + 1])


def _account_in(credentials: Path) -> str | None:
    """Return the account of the user in a credentials file."""
    found: str | None = token_in(credentials)["nats"].get("issuer_account")
    return found


def write_secret(path: Path, text: str) -> None:
    """Write a file that only its owner may read; it is replaced atomically."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(path.name + ".new")
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(path)


def _accounts_user(keys: BusKeys) -> str:
    """Return credentials that may only look up and push accounts, in the system account."""
    own = bus_tokens.new_key("user")
    may = {
        "pub": {"allow": ["$SYS.REQ.CLAIMS.*", "$SYS.REQ.ACCOUNT.*.CLAIMS.LOOKUP"]},
        "sub": {"allow": [f"_INBOX_{ACCOUNTS_USER}.>"]},
        "subs": -1, "data": -1, "payload": -1,
    }  # fmt: skip
    nats = {**may, "type": "user", "version": 2}
    signer = keys.account(SYSTEM)
    token = bus_tokens.encode(own.public, ACCOUNTS_USER, nats, signer=signer, issued_at=_now())
    return bus_tokens.credentials(ACCOUNTS_USER, token, own)


def _server(keys: BusKeys) -> dict[str, Any]:
    """Return what the broker's configuration needs of the keys; it holds no secret."""
    operator, system = keys.operator, keys.account(SYSTEM)
    limits = {"conn": 20, "subs": -1, "data": -1, "payload": -1, "imports": 0, "exports": 0,
              "wildcards": False, "leaf": 0}  # fmt: skip
    account = {"limits": limits, "type": "account", "version": 2}
    system_token = bus_tokens.encode(
        system.public, SYSTEM, account, signer=operator, issued_at=_now()
    )
    nats = {"system_account": system.public, "type": "operator", "version": 2}
    return {
        "operator": bus_tokens.encode(
            operator.public, "sensoor", nats, signer=operator, issued_at=_now()
        ),
        "system_account": system.public,
        "resolver_preload": {system.public: system_token},
    }


def _now() -> int:
    return int(time.time())
