"""How far a proposal is, and what keeps people out of a place that stays open."""

from typing import Literal

ProposalState = Literal["waiting", "running", "done", "failed"]
ProposedState = Literal["proposed", "offered", "left_out"]
GapReason = Literal[
    "channel", "absent", "wish", "overlap", "rest", "week", "nights", "experience", "free",
]  # fmt: skip
