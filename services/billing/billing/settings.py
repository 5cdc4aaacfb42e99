"""The environment of billing."""

from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from pydantic import model_validator
from shared.settings import is_secure

from shared import settings


class Settings(settings.Settings):
    """What every service reads, and where documents are sent.

    `outgoing_folder` takes the documents of the route `folder`. `smtp_url` is the mail server,
    `smtps://user:password@host:465` or `smtp://...:587`, which must offer STARTTLS unless it is on
    this machine. `peppol_url` is where an access point of Peppol takes UBL by POST; a name and
    password in it are sent as basic authentication. A delivery waits while the setting of its route
    is missing.
    """

    port: int = 8102
    metrics_port: int = 9102
    outgoing_folder: Path | None = None
    smtp_url: str | None = None
    peppol_url: str | None = None

    @model_validator(mode="after")
    def _ways_out_are_addresses(self) -> Self:
        mail = urlsplit(self.smtp_url or "")
        if self.smtp_url and not (mail.scheme in ("smtp", "smtps") and mail.hostname):
            raise ValueError("SMTP_URL is no address of a mail server: give smtp[s]://host:port")
        if self.peppol_url and not is_secure(self.peppol_url):
            raise ValueError(
                "PEPPOL_URL is neither https nor on this machine: others could read the documents"
            )
        return self
