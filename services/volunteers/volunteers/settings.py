"""The environment of volunteers."""

import base64
import binascii
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from pydantic import SecretStr, model_validator

from shared import settings
from volunteers.sealing import KEY_BYTES


class KeySettings(settings.DatabaseSettings):
    """The database, and the keys of personal data.

    `personal_data_key` seals the keys of names and addresses: base64 of 32 random bytes. Without it
    what needs a name is refused. `personal_data_key_before` is the one of before, while
    `python -m volunteers rewrap` replaces it.
    """

    personal_data_key: SecretStr | None = None
    personal_data_key_before: SecretStr | None = None

    @model_validator(mode="after")
    def _keys_are_keys(self) -> Self:
        for name in ("personal_data_key", "personal_data_key_before"):
            secret: SecretStr | None = getattr(self, name)
            if secret and not _is_key(secret.get_secret_value()):
                raise ValueError(f"{name.upper()} is no key: give base64 of {KEY_BYTES} bytes")
        return self


class Settings(settings.Settings, KeySettings):
    """What every service reads, and what it takes to reach people.

    The keys are those of `KeySettings`. `smtp_url` is the mail server, as billing's, and
    `mail_from` the address that mails come from; `vapid_private_key` (base64url, P-256) and
    `vapid_contact` (`mailto:...`) are for web push. A notice waits while its way is not set.
    `arrival_curve` is a file that replaces demand/arrival_curve.json.
    """

    port: int = 8103
    metrics_port: int = 9103
    smtp_url: SecretStr | None = None
    mail_from: str | None = None
    vapid_private_key: SecretStr | None = None
    vapid_contact: str | None = None
    arrival_curve: Path | None = None

    @model_validator(mode="after")
    def _mail_has_a_server_and_a_sender(self) -> Self:
        server = urlsplit(self.smtp_url.get_secret_value() if self.smtp_url else "")
        if self.smtp_url and not (server.scheme in ("smtp", "smtps") and server.hostname):
            raise ValueError("SMTP_URL is no address of a mail server: give smtp[s]://host:port")
        if self.smtp_url and not self.mail_from:
            raise ValueError("SMTP_URL is set without MAIL_FROM: give the address to send from")
        return self


def _is_key(text: str) -> bool:
    try:
        return len(base64.b64decode(text, validate=True)) == KEY_BYTES
    except binascii.Error:
        return False
