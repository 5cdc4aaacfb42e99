"""The environment of reporting."""

from shared import settings


class Settings(settings.Settings):
    """The settings that every service has, and the public client as which pages sign in."""

    port: int = 8104
    metrics_port: int = 9104
    oidc_client_id: str = "sensoor-pages"
