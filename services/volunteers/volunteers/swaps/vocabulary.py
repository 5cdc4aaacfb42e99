"""How far a swap is."""

from typing import Literal

SwapState = Literal["proposed", "done", "refused", "withdrawn", "lapsed"]
