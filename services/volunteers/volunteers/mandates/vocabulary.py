"""The roles that a mandate gives, and how it stands on a day."""

from typing import Literal

MandateRole = Literal["listener", "coordinator", "trainer"]
MandateStanding = Literal["in_force", "later", "ended"]
