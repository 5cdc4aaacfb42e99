"""The environment of a service, typed. A service adds its own settings in a subclass."""

from typing import Literal

from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    """What a service reads from its environment; a variable is the field's name in capitals.

    `role` lets the parts scale apart: `api` serves HTTP, `worker` handles events and relays the
    outbox, `all` does both. `trace_ratio` is the share of requests whose trace is recorded.
    """

    database_url: str
    nats_url: str = "nats://127.0.0.1:4222"
    host: str = "127.0.0.1"
    port: int = 8000
    role: Literal["all", "api", "worker"] = "all"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    trace_ratio: float = 0.05
