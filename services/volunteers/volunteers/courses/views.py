"""Answers about courses."""

import datetime as dt
from uuid import UUID

from shared.http import View


class CourseDeliveryView(View):
    """A course that was given to a third party."""

    delivery_id: UUID
    course: str
    client: str
    on: dt.date
