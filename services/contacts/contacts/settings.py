"""The environment of contacts."""

import base64
import binascii
from datetime import timedelta
from typing import Self

from pydantic import Field, SecretStr, model_validator
from shared.settings import is_secure

from shared import settings

SECRET = "whsec_"  # noqa: S105
LEAST_SECRET_BYTES = 24


class Settings(settings.Settings):
    """What every service reads, and what contacts does by the clock.

    The partners' copies are released each minute by default: more often would tell when a referral
    was made. Tests and the demo, in which nobody was helped, release them more often. A partner has
    `handover_answer_seconds` to answer a warm handover, and the listener as long again to connect.
    `quick_exit_url` is the harmless page to which a help seeker leaves at once: an address with
    https, or on this machine. `settable_clock` lets an operator set the clock of the queue: only
    where the issuer is on this machine, as in development. `exchange_secrets` are what the
    telephone exchange signs with, `whsec_` and base64 of at least 24 random bytes; several with
    spaces, while one takes the place of another. Without any, no call is taken.
    """

    copies_every_seconds: int = Field(default=60, ge=1)
    handover_answer_seconds: int = Field(default=300, ge=1)
    quick_exit_url: str = "https://www.knmi.nl/"
    settable_clock: bool = False
    exchange_secrets: SecretStr = SecretStr("")

    @model_validator(mode="after")
    def _way_out_is_an_address(self) -> Self:
        if not is_secure(self.quick_exit_url):
            raise ValueError("QUICK_EXIT_URL is no https address: give it one, as https://...")
        return self

    @model_validator(mode="after")
    def _clock_is_real_elsewhere(self) -> Self:
        issuer = self.oidc_issuer or ""
        if self.settable_clock and not (issuer.startswith("http:") and is_secure(issuer)):
            raise ValueError(
                "SETTABLE_CLOCK is for development: the issuer must be on this machine"
                " (OIDC_ISSUER http://127.0.0.1:...)"
            )
        return self

    @model_validator(mode="after")
    def _exchange_secrets_are_secrets(self) -> Self:
        try:
            short = any(len(key) < LEAST_SECRET_BYTES for key in self.exchange_keys)
        except binascii.Error:
            short = True
        if short:
            raise ValueError(
                f"EXCHANGE_SECRETS holds what is no secret: give {SECRET} and base64 of at least"
                f" {LEAST_SECRET_BYTES} bytes, several with spaces"
            )
        return self

    @property
    def exchange_keys(self) -> list[bytes]:
        """Return the keys that the exchange signs with."""
        words = self.exchange_secrets.get_secret_value().split()
        return [base64.b64decode(word.removeprefix(SECRET), validate=True) for word in words]

    @property
    def answer_within(self) -> timedelta:
        """Return how long a partner has for its answer to a warm handover."""
        return timedelta(seconds=self.handover_answer_seconds)
