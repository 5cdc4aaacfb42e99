"""The environment of a service, typed. A service adds its own settings in a subclass."""

import os
from pathlib import Path
from typing import Literal

from pydantic_settings import BaseSettings, SettingsConfigDict


class DatabaseSettings(BaseSettings):
    """Where the database is. `SECRETS_DIR` names a folder that may hold it as `database_url`."""

    model_config = SettingsConfigDict(secrets_dir=os.environ.get("SECRETS_DIR"))

    database_url: str


class Settings(DatabaseSettings):
    """What a service reads from its environment; a variable is the field's name in capitals.

    `nats_credentials` is the service's own credentials file: the bus lets nobody in without one;
    `nats_ca` the certificate authority of a bus behind TLS. `role` lets the parts scale apart:
    `api` serves HTTP, `worker` handles events and relays the outbox, `all` does both.
    `trace_ratio` is the share of requests whose trace is recorded.

    `oidc_issuer` is who issues the tokens, as they say in `iss`; whoever serves HTTP needs one.
    Its discovery document is fetched from `oidc_discovery_url` where the issuer's own address
    cannot be reached from here. `oidc_roles_claim` is the claim that holds the roles, or the way
    to it with dots; `oidc_person_claim` the one that holds the volunteer's id of whoever asks, and
    `oidc_locations_claim` the ids of the locations to which a coordinator or trainer is limited:
    without that claim they act for the nation. `public_url` is how clients reach the service, by
    default its host and port. `rate_limit` is for each token and process, in the notation of the
    library limits.
    """

    nats_url: str = "nats://127.0.0.1:4222"
    nats_credentials: Path
    nats_ca: Path | None = None
    host: str = "127.0.0.1"
    port: int = 8000
    role: Literal["all", "api", "worker"] = "all"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    trace_ratio: float = 0.05
    oidc_issuer: str | None = None
    oidc_audience: str = "sensoor"
    oidc_discovery_url: str | None = None
    oidc_roles_claim: str = "roles"
    oidc_person_claim: str = "person"
    oidc_locations_claim: str = "locations"
    public_url: str = ""
    rate_limit: str = "100/second"

    @property
    def address(self) -> str:
        """Where clients reach the service, with no slash at the end."""
        return self.public_url.rstrip("/") or f"http://{self.host}:{self.port}"
