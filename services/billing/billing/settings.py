"""The environment of billing."""

from shared import settings


class Settings(settings.Settings):
    """The settings that every service has; billing needs no other."""

    port: int = 8102
    metrics_port: int = 9102
