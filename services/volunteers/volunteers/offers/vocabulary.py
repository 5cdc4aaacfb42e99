"""Why somebody was asked, and what came of it."""

from typing import Literal

OfferReason = Literal["proposal", "at_risk", "surge", "asked"]
OfferState = Literal["open", "accepted", "declined", "lapsed", "withdrawn"]
