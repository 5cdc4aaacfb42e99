"""The environment of the edge."""

import os
from functools import cached_property
from typing import Self

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from edge.signing import read_secret


class Settings(BaseSettings):
    """What the edge reads; a variable is the field's name in capitals.

    `contacts_url` is where contacts is reached. `exchange_secrets` are the secrets that contacts
    knows, `whsec_` and base64, with spaces: each message is signed with all of them, so that one is
    replaced without a pause. `SECRETS_DIR` names a folder that may hold them as a file.
    `kamailio_host` and `kamailio_port` are EDGE of Kamailio's settings. `diversions` tells from
    which partner a diverted call comes: the partner's number -> its name in the vocabulary.
    """

    # An error about a setting never quotes what the settings hold.
    model_config = SettingsConfigDict(
        secrets_dir=os.environ.get("SECRETS_DIR"), hide_input_in_errors=True
    )

    contacts_url: str
    exchange_secrets: str
    kamailio_host: str = "127.0.0.1"
    kamailio_port: int = 8448
    diversions: dict[str, str] = Field(default_factory=dict)

    @cached_property
    def keys(self) -> tuple[bytes, ...]:
        """Return the keys in the secrets."""
        return tuple(read_secret(secret) for secret in self.exchange_secrets.split())

    @model_validator(mode="after")
    def _secrets_can_be_read(self) -> Self:
        try:
            known = self.keys
        except ValueError:
            known = ()
        if not known:
            raise ValueError("EXCHANGE_SECRETS holds no secret: give whsec_<base64>")
        return self
