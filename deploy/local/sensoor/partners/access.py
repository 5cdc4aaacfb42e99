"""Access of partners: an account each, with credentials that are rotated and revoked.

The partner's account on the brokers tells which credentials are valid: the times at which they
were issued, and a revocation of all that were issued until a time. No local file decides, nothing
needs a restart, and a revocation closes open connections at once.
"""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Any

from nats.aio.client import Client
from shared.events.catalogue import PARTNERS

from sensoor.bus import account_imports, resolver
from sensoor.bus import accounts as bus_accounts
from sensoor.bus import keys as bus_keys
from sensoor.bus.connection import Bus
from sensoor.bus.keys import ACCOUNTS_USER
from sensoor.bus.lease import provisioning_lease
from shared import bus

Claims = dict[str, Any]
EVERYBODY = "*"
ISSUED = "issued:"


class PartnerRefused(Exception):
    """The change cannot be made for this partner; the text tells what can."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A partner: when its valid credentials were issued, and how many copies are waiting."""

    partner: str
    issued: list[datetime]
    revoked: bool
    waiting: int


async def add(there: Bus, partner: str, url: str) -> Path:
    """Let a partner in; return its credentials file. A sheet with examples is written beside it.

    `url` is the address of the bus for the partner. Earlier credentials stay invalid.
    """
    async with provisioning_lease(there), there.connected(ACCOUNTS_USER) as system:
        there_is = await _account(system, there, partner)
        if _issued(there_is):
            raise PartnerRefused(
                f"{partner} is in already: `sensoor partners rotate {partner}` makes new"
                " credentials, `sensoor partners list` shows those that are valid"
            )
        now = max(int(time.time()), _revoked_until(there_is) + 1)
        await _push(system, there, partner, issued=[now], revoked_until=now - 1)
    return _write(there, partner, url, now)


async def rotate(there: Bus, partner: str, url: str) -> Path:
    """Make new credentials; the old ones stay valid until `revoke(old=True)`."""
    async with provisioning_lease(there), there.connected(ACCOUNTS_USER) as system:
        there_is = await _account(system, there, partner)
        issued = _issued(there_is)
        if not issued:
            raise PartnerRefused(
                f"{partner} is not in: `sensoor partners add {partner}` lets it in"
            )
        now = max(int(time.time()), issued[-1] + 1)
        await _push(
            system, there, partner, issued=[*issued, now], revoked_until=_revoked_until(there_is)
        )
    return _write(there, partner, url, now)


async def revoke(there: Bus, partner: str, *, old: bool) -> None:
    """Revoke a partner's credentials: all, or all but the newest; its connections are closed."""
    async with provisioning_lease(there), there.connected(ACCOUNTS_USER) as system:
        issued = _issued(await _account(system, there, partner))
        if not issued:
            raise PartnerRefused(f"{partner} is not in: there is nothing to take back")
        if old:
            kept, until = issued[-1:], issued[-1] - 1
        else:
            kept, until = [], max(int(time.time()), issued[-1])
        await _push(system, there, partner, issued=kept, revoked_until=until)


async def standings(there: Bus) -> list[Standing]:
    """Return every partner for which copies are made, and the state of its access."""
    found = []
    async with there.connected(ACCOUNTS_USER) as system, there.connected("operator") as client:
        for partner in PARTNERS:
            there_is = await _account(system, there, partner)
            stream, consumer = account_imports.partner_consumer(partner)
            info = await client.jetstream(prefix=bus.API).consumer_info(stream, consumer)
            issued = [datetime.fromtimestamp(moment, UTC) for moment in _issued(there_is)]
            waiting = (info.num_pending or 0) + (info.num_ack_pending or 0)
            revoked = there_is is not None and not issued
            found.append(Standing(partner, issued, revoked, waiting))
    return found


async def _account(system: Client, there: Bus, partner: str) -> Claims | None:
    if partner not in PARTNERS:
        raise PartnerRefused(
            f"no copies are made for {partner}: the partners are {', '.join(PARTNERS)}."
            " Another one begins with its events, in shared/shared/events/partners.py"
        )
    return await resolver.lookup(system, there.keys, bus_accounts.partner_account_name(partner))


async def _push(
    system: Client, there: Bus, partner: str, *, issued: list[int], revoked_until: int
) -> None:
    claims = {
        **bus_accounts.partner_account(there.keys, partner),
        "revocations": {EVERYBODY: revoked_until},
        "tags": [f"{ISSUED}{moment}" for moment in issued],
    }
    await resolver.push(system, there.keys, bus_accounts.partner_account_name(partner), claims)


def _issued(claims: Claims | None) -> list[int]:
    tags = (claims or {}).get("tags", [])
    return sorted(int(tag.removeprefix(ISSUED)) for tag in tags if tag.startswith(ISSUED))


def _revoked_until(claims: Claims | None) -> int:
    revocations: dict[str, int] = (claims or {}).get("revocations", {})
    return revocations.get(EVERYBODY, 0)


def _write(there: Bus, partner: str, url: str, issued_at: int) -> Path:
    """Write the credentials and the sheet, to be handed over over a safe channel."""
    folder = there.keys.folder / "partners"
    account = bus_accounts.partner_account_name(partner)
    credentials = folder / f"{partner}.creds"
    bus_keys.write_secret(
        credentials, bus_keys.user_file(there.keys, account, partner, issued_at=issued_at)
    )
    (folder / f"{partner}.md").write_text(sheet(partner, url))
    return credentials


def sheet(partner: str, url: str) -> str:
    """Return the first page for a partner's engineer: what it receives, and how to read it."""
    stream, consumer = account_imports.partner_consumer(partner)
    page = Template(files("sensoor.partners").joinpath("sheet.md").read_text())
    return page.substitute(partner=partner, url=url, stream=stream, consumer=consumer, api=bus.API)
