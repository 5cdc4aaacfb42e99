"""The partners' way in: an account each, credentials that can be renewed and taken back.

What is valid stands in the partner's account on the brokers: a list of when its credentials were
issued, and a revocation of everything issued until then. No file here decides, and nothing needs
a restart: whoever is revoked is cut off at once.
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
    """What was asked cannot be done to this partner; the text says what can."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A partner: when its valid credentials were issued, and how many copies wait for it."""

    partner: str
    issued: list[datetime]
    revoked: bool
    waiting: int


async def add(there: Bus, partner: str, url: str) -> Path:
    """Let a partner in; return its credentials file, beside which lies a sheet with examples.

    `url` is where the partner reaches the bus. Credentials from before stay invalid.
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
    """Take back a partner's credentials: all, or all but the newest; it is cut off at once."""
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
    """Return every partner for which copies are made, and how it stands."""
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
    """Write the credentials and the sheet, to be handed over on a safe way."""
    folder = there.keys.folder / "partners"
    account = bus_accounts.partner_account_name(partner)
    credentials = folder / f"{partner}.creds"
    bus_keys.write_secret(
        credentials, bus_keys.user_file(there.keys, account, partner, issued_at=issued_at)
    )
    (folder / f"{partner}.md").write_text(sheet(partner, url))
    return credentials


def sheet(partner: str, url: str) -> str:
    """Return the page that a partner's engineer begins with: what comes, and how to read it."""
    stream, consumer = account_imports.partner_consumer(partner)
    page = Template(files("sensoor.partners").joinpath("sheet.md").read_text())
    return page.substitute(partner=partner, url=url, stream=stream, consumer=consumer, api=bus.API)
