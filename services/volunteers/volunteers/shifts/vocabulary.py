"""How a place came to be taken, and in which ways somebody stands by."""

from typing import Literal

PlaceSource = Literal[
    "coordinator", "self", "waiting_list", "swap", "offer", "fixed", "stay_on",
]  # fmt: skip
StandbyKind = Literal["standby", "stay_on"]
ReleasedBy = Literal["self", "coordinator", "way"]
