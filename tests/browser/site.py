"""The four services under one address as people reach them, with an issuer that they trust.

Beside them the probe of tests/pages: what every service has of the foundation is seen there.
"""

import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from fastapi import FastAPI
from sensoor.embedded.ports import free_port
from sensoor.issuer import signing
from sensoor.issuer.app import create_issuer
from shared.roles import Role
from starlette.types import ASGIApp, Receive, Scope, Send

from tests.contacts.calling import SECRET
from tests.http.serving import listening
from tests.pages.conftest import create_probe
from tests.platform import SERVICES, Platform, Running
from tests.waiting import eventually

# Nobody waits a whole minute for a partner's copy.
OWN_SETTINGS: dict[str, dict[str, Any]] = {
    "contacts": {"copies_every_seconds": 1, "exchange_secrets": SECRET},
    "volunteers": {
        "vapid_private_key": f"{'A' * 42}c", "vapid_contact": "mailto:beheer@sensoor.example",
    },
}  # fmt: skip
WAITING = "SELECT count(*) FROM public.outbox WHERE sent_at IS NULL AND refused IS NULL"


@dataclass(frozen=True)
class Person:
    """Somebody who signs in: a role, which volunteer they are, and where they may act."""

    role: Role
    volunteer_id: UUID | None = None
    locations: tuple[UUID, ...] = ()


@dataclass
class Site:
    """What runs, who comes there, and what stands in the addresses of its pages.

    `persons` are known by the words by which entries of `pages.PAGES` name them. `values` are, for
    each service, what its addresses name: `{"location_id": "..."}`.
    """

    address: str
    issuer: str
    home: Path
    platform: Platform
    services: dict[str, Running]
    probe: FastAPI
    persons: dict[str, Person] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)

    def token(self, who: str, **changes: Any) -> str:
        """Return a token of a person; see `signing.sign` for changes."""
        person = self.persons[who]
        volunteer = str(person.volunteer_id) if person.volunteer_id else None
        claims = {"person": volunteer, "locations": [str(one) for one in person.locations] or None}
        # The subject is the one that the issuer knows somebody by.
        subject = signing.subject_of(person.role, person.volunteer_id, claims["locations"] or ())
        return signing.sign(self.home, [person.role], subject, **(claims | changes))

    def address_of(self, service: str, path: str) -> str:
        """Return where a page is, with what stands in its path."""
        return self.host_of(service) + path.format(**self.values.get(service, {}))

    def host_of(self, service: str) -> str:
        """Return the scheme, host and port of a service's pages, or of the issuer's."""
        return self.issuer if service == "issuer" else self.address

    async def settle(self) -> None:
        """Wait until all events are told and handled."""

        async def nothing_waits() -> bool:
            return not (await self._untold() or await self._unhandled() or await self._untold())

        await eventually(nothing_waits, within=60)

    async def _untold(self) -> int:
        waiting = 0
        for service in self.services.values():
            async with service.database.commit() as connection:
                waiting += await connection.fetchval(WAITING)
        return waiting

    async def _unhandled(self) -> int:
        connection = await self.platform.connect()
        js = connection.jetstream()
        found = [
            (info.num_pending or 0) + (info.num_ack_pending or 0)
            for stream in await js.streams_info()
            if stream.config.name and not stream.config.name.startswith("PARTNER_")
            for info in await js.consumers_info(stream.config.name)
        ]
        await connection.close()
        return sum(found)


@asynccontextmanager
async def site(platform: Platform) -> AsyncIterator[Site]:
    """Run the services of a platform and an issuer; the data is up to `data.fill`."""
    with tempfile.TemporaryDirectory(prefix="sensoor-test-issuer-") as folder:
        home = Path(folder)
        at_issuer, at_site = free_port(26200), free_port(26200)
        address = f"http://127.0.0.1:{at_site}"
        # To a browser it is another site, as an issuer is; such a name a browser finds by itself.
        issuer = f"http://issuer.localhost:{at_issuer}"
        signing.prepare(home, issuer)
        async with listening(create_issuer(home), at_issuer) as found_at:
            settings: dict[str, Any] = {
                "oidc_issuer": issuer,
                "oidc_discovery_url": f"{found_at}/.well-known/openid-configuration",
                "public_url": address,
                "page_addresses": dict.fromkeys(SERVICES, address),
            }
            services = {
                name: await platform.service(name, **settings, **OWN_SETTINGS.get(name, {}))
                for name in SERVICES
            }
            for running in services.values():
                running.client.headers.update(signing.header(home, *Role))
            probe = create_probe(platform.settings("probe").model_copy(update=settings))
            apps = {"probe": probe} | {name: running.app for name, running in services.items()}
            async with listening(by_path(apps), at_site):
                yield Site(address, issuer, home, platform, services, probe)


def by_path(apps: Mapping[str, FastAPI]) -> ASGIApp:
    """Return the front door: the first part of a path names the service that has the page.

    What the script of the desk asks is beside the pages: the session's cookie is this host's.
    """

    async def front(scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"]
        service = "contacts" if path.startswith("/v1/desk") else path.split("/")[1]
        await apps.get(service, apps["reporting"])(scope, receive, send)

    return front
