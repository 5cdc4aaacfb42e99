"""What counts towards the ten half-days of a year."""

from typing import Literal

SessionKind = Literal["intervision", "training"]
