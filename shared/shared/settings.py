"""The environment of a service, typed. A service adds its own settings in a subclass."""

import ipaddress
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.database import CONNECTIONS

PLAIN_HTTP = (
    "is not https, and its host is not this machine: whoever is on the way could read tokens or"
    " forge them. Give it an https address. For an issuer on the network of this machine's"
    " containers, name its host in OIDC_PLAIN_HTTP_HOSTS"
)


class DatabaseSettings(BaseSettings):
    """Where the database is. `SECRETS_DIR` names a folder that may hold it as `database_url`."""

    # An error about a setting never quotes what the settings hold.
    model_config = SettingsConfigDict(
        secrets_dir=os.environ.get("SECRETS_DIR"), hide_input_in_errors=True
    )

    database_url: str


class Settings(DatabaseSettings):
    """What a service reads from its environment; a variable is the field's name in capitals.

    `nats_credentials` is the service's own credentials file: the bus lets nobody in without one;
    `nats_ca` the certificate authority of a bus behind TLS. `role` lets the parts scale apart:
    `api` serves HTTP, `worker` handles events and relays the outbox, `all` does both.
    `trace_ratio` is the share of requests whose trace is recorded. `database_connections` is how
    many connections one process may open to the database, all together. `metrics_port` serves
    `/metrics`, apart from `port`, which clients reach.

    `oidc_issuer` is who issues the tokens, as they say in `iss`; whoever serves HTTP needs one.
    Its discovery document is fetched from `oidc_discovery_url` where the issuer's own address
    cannot be reached from here. `oidc_roles_claim` is the claim that holds the roles, or the way
    to it with dots; `oidc_person_claim` the one that holds the volunteer's id of whoever asks, and
    `oidc_locations_claim` the ids of the locations to which a coordinator or trainer is limited:
    without that claim they act for the nation. `oidc_client_id` is the public client as which
    pages sign in. `public_url` is how clients reach the service, by
    default its host and port; `contact_email` is who answers their questions, as the OpenAPI
    document says. `page_addresses` is where browsers find the pages of each service, by its name:
    scheme, host and port; under one host all are the same. `rate_limit` is for each token and
    process, in the notation of the library limits.

    These addresses are `https:`; `http:` is for this machine only, and for an issuer on a host
    that `oidc_plain_http_hosts` names (with commas): who names one says that nobody else can read
    or answer on the network between, as on that of the containers of one machine.
    """

    nats_url: str = "nats://127.0.0.1:4222"
    nats_credentials: Path
    nats_ca: Path | None = None
    host: str = "127.0.0.1"
    port: int = 8000
    metrics_port: int = 9000
    role: Literal["all", "api", "worker"] = "all"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    trace_ratio: float = 0.05
    database_connections: int = Field(default=CONNECTIONS, ge=4)
    oidc_issuer: str | None = None
    oidc_audience: str = "sensoor"
    oidc_client_id: str = "sensoor-pages"
    oidc_discovery_url: str | None = None
    oidc_plain_http_hosts: str = ""
    oidc_roles_claim: str = "roles"
    oidc_person_claim: str = "person"
    oidc_locations_claim: str = "locations"
    public_url: str = ""
    page_addresses: dict[str, str] = Field(default_factory=dict)
    contact_email: str = "sensoor@sensoor.example"
    rate_limit: str = "100/second"

    @property
    def address(self) -> str:
        """Where clients reach the service, with no slash at the end."""
        return self.public_url.rstrip("/") or f"http://{self.host}:{self.port}"

    def pages_address(self, service: str) -> str:
        """Where browsers find a service's pages; this service's own by default where it serves."""
        return self.page_addresses.get(service, self.address).rstrip("/")

    @model_validator(mode="after")
    def _ports_differ(self) -> Self:
        if self.metrics_port == self.port:
            raise ValueError(f"METRICS_PORT and PORT are both {self.port}: give each its own")
        return self

    @model_validator(mode="after")
    def _no_plain_http_elsewhere(self) -> Self:
        trusted = frozenset(self.oidc_plain_http_hosts.replace(",", " ").split())
        for name, url, hosts in (
            ("OIDC_ISSUER", self.oidc_issuer, trusted),
            ("OIDC_DISCOVERY_URL", self.oidc_discovery_url, trusted),
            ("PUBLIC_URL", self.public_url, frozenset[str]()),
            *(("PAGE_ADDRESSES", url, frozenset[str]()) for url in self.page_addresses.values()),
        ):
            if url and not is_secure(url, hosts):
                raise ValueError(f"{name} {PLAIN_HTTP}")
        return self


def is_secure(url: str, hosts: frozenset[str] = frozenset()) -> bool:
    """Say whether nobody on the way to a URL can read or answer: https, or a host of this machine.

    This machine is `localhost`, every name below it (RFC 6761), and the loopback addresses.
    `hosts` are names that are as good.
    """
    place = urlsplit(url)
    host = place.hostname or ""
    if place.scheme != "http" or not host:
        return place.scheme == "https" and bool(host)
    if host in hosts or host.rpartition(".")[2] == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@contextmanager
def read_or_told() -> Iterator[None]:
    """Read settings; end the process with status 2 and a line for each that is wrong.

    A traceback would hide what an operator has to change. No line holds what a setting holds.
    """
    try:
        yield
    except ValidationError as wrong:
        for error in wrong.errors(include_url=False, include_context=False, include_input=False):
            name = ".".join(map(str, error["loc"])).upper() or "settings"
            sys.stderr.write(f"{name}: {error['msg']}\n")
        sys.exit(2)
