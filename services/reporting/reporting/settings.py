"""The environment of reporting."""

from shared import settings


class Settings(settings.Settings):
    """The settings that every service has."""

    port: int = 8104
    metrics_port: int = 9104
