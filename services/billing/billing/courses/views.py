"""Answers about courses."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from pydantic import Field
from shared.http import View


class DatedPrice(View):
    """What a course costs from `validFrom` on, in euros without VAT."""

    valid_from: date
    price: Decimal


class CoursePriceView(DatedPrice):
    """A price of a course."""

    course: str


class CourseView(View):
    """A course and its prices, in order of their days."""

    course: str
    prices: list[DatedPrice]


class DeliveryView(View):
    """A course that was given to a client."""

    delivery_id: UUID
    course: str
    client: str
    on: date
    number: str | None = Field(description="of its invoice; null until it is issued")
