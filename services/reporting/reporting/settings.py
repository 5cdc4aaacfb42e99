"""The environment of reporting."""

from shared import settings


class Settings(settings.Settings):
    """The settings that every service has; reporting needs no other."""

    port: int = 8104
