"""Propose a swap of one's own shift: for another shift, or to whoever takes it over."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from pydantic import BaseModel
from shared.database import Connection
from shared.http import Command, View
from shared.refusals import Refusal
from shared.strict import Id

from volunteers.admission.lock_volunteer import lock_volunteers
from volunteers.swaps.propose_swap import propose_swap
from volunteers.swaps.rules import Leg

SELECT_WHO_IS_IN = """
SELECT volunteer_id FROM place WHERE shift_id = $1 AND volunteer_id <> $2 ORDER BY volunteer_id
"""


class NobodyToSwapWith(Refusal):
    """Nobody else is in the shift that is wanted."""
