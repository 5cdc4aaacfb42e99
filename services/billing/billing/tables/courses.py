"""Courses that volunteers gave to third parties."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Column, Numeric
from sqlmodel import Field

from billing.tables.base import Table


class CoursePrice(Table, table=True):
    """What a course costs from a day on, in euros without VAT."""

    __tablename__ = "course_price"
    course: str = Field(primary_key=True)
    valid_from: date = Field(primary_key=True)
    price: Decimal = Field(sa_column=Column(Numeric(14, 2), nullable=False))


class CourseDelivery(Table, table=True):
    """A course that was given; `number` is null until its invoice is issued."""

    __tablename__ = "course_delivery"
    delivery_id: UUID = Field(primary_key=True)
    course: str
    client: str
    on_day: date
    number: str | None = None
