"""The accounts as the brokers' resolver holds them: looked up and pushed."""

import json
import time
from typing import Any

from nats.aio.client import Client

from sensoor.bus import tokens
from sensoor.bus.keys import BusKeys

ANSWER_SECONDS = 5.0

Claims = dict[str, Any]


class BusRefused(Exception):
    """The broker refused an account; the text is its reason."""


async def lookup(system: Client, keys: BusKeys, name: str) -> Claims | None:
    """Return the claims of an account as the broker holds them; None if it has none."""
    subject = f"$SYS.REQ.ACCOUNT.{keys.account(name).public}.CLAIMS.LOOKUP"
    answer = await system.request(subject, b"", timeout=ANSWER_SECONDS)
    claims: Claims | None = tokens.decode(answer.data.decode())["nats"] if answer.data else None
    return claims


async def push(system: Client, keys: BusKeys, name: str, claims: Claims) -> None:
    """Sign an account and push it to the brokers; it applies to open connections at once."""
    token = tokens.encode(
        keys.account(name).public, name, claims, signer=keys.operator, issued_at=int(time.time())
    )
    answer = await system.request("$SYS.REQ.CLAIMS.UPDATE", token.encode(), timeout=ANSWER_SECONDS)
    error = json.loads(answer.data).get("error")
    if error:
        raise BusRefused(f"account {name}: {error.get('description', error)}")
