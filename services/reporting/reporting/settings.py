"""The environment of reporting."""

import base64
import binascii
from typing import Self

from pydantic import SecretStr, model_validator

from shared import settings

KEY_BYTES = 32


class ForecastSettings(settings.DatabaseSettings):
    """The database, and the key by which counts are rounded for the forecast (decision 0028).

    `forecast_key` is base64 of 32 random bytes. Without it nothing is forecast.
    """

    forecast_key: SecretStr | None = None

    @model_validator(mode="after")
    def _key_is_a_key(self) -> Self:
        if self.forecast_key and len(_decoded(self.forecast_key)) != KEY_BYTES:
            raise ValueError(f"FORECAST_KEY is no key: give base64 of {KEY_BYTES} bytes")
        return self

    def rounding_key(self) -> bytes | None:
        """Return the key, or None without one."""
        return _decoded(self.forecast_key) if self.forecast_key else None


class Settings(settings.Settings, ForecastSettings):
    """The settings that every service has, and the key of forecasts."""

    port: int = 8104
    metrics_port: int = 9104


def _decoded(secret: SecretStr) -> bytes:
    try:
        return base64.b64decode(secret.get_secret_value(), validate=True)
    except binascii.Error:
        return b""
