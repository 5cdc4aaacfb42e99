"""How far a proposal is."""

from typing import Literal

ProposalState = Literal["waiting", "running", "done", "failed"]
ProposedState = Literal["proposed", "offered", "left_out"]
