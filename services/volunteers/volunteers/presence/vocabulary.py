"""How somebody stands to a shift: what was planned, and what was."""

from typing import Literal

PresenceState = Literal["expected", "present", "late", "left", "absent", "stood_in"]
