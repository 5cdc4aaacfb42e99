"""The environment of volunteers."""

from shared import settings


class Settings(settings.Settings):
    """The settings that every service has; volunteers needs no other."""

    port: int = 8103
    metrics_port: int = 9103
