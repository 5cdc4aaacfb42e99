"""The roles that a mandate gives."""

from typing import Literal

MandateRole = Literal["listener", "coordinator", "trainer"]
