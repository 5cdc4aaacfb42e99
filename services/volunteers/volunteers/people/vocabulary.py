"""The languages in which volunteers are written to."""

from typing import Literal

Language = Literal["nl", "en"]
