"""How far an evaluation interview is."""

from typing import Literal

Standing = Literal["later", "due", "overdue", "planned", "held"]
