"""Courses to third parties: an invoice for each client and day, with VAT at the standard rate."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from uuid import UUID

from shared.refusals import Refusal

from billing.invoices.rules.documents import Draft
from billing.invoices.rules.owed import Line


class CoursePriceMissing(Refusal):
    """A course has no price on the day it was given."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A course that was given to a client (`ORG-...`) on a day."""

    delivery_id: UUID
    course: str
    client: str
    on_day: date


def together(deliveries: Iterable[Delivery]) -> list[list[Delivery]]:
    """Return what comes on one invoice: what a client got on a day; in order of the days.

    The order is that of the series too, so that two who invoice at once wait without a circle.
    """

    def client_and_day(one: Delivery) -> tuple[date, str]:
        return one.on_day, one.client

    ordered = sorted(deliveries, key=lambda one: (*client_and_day(one), one.course))
    return [list(group) for _, group in groupby(ordered, key=client_and_day)]


def courses_draft(deliveries: Sequence[Delivery], prices: Mapping[UUID, Decimal]) -> Draft:
    """Return the invoice of one client's courses of a day; `prices` are by delivery, without VAT.

    Raises `CoursePriceMissing`.
    """
    first = deliveries[0]
    missing = [one.course for one in deliveries if one.delivery_id not in prices]
    if missing:
        raise CoursePriceMissing(
            f"Course {missing[0]} has no price on {first.on_day}. "
            f"Give one that is valid from {first.on_day} or earlier."
        )
    lines = [
        Line(
            amount=prices[one.delivery_id], name=one.course, course=one.course,
            first_day=one.on_day, last_day=one.on_day,
        )
        for one in deliveries
    ]  # fmt: skip
    return Draft(
        kind="invoice", reason="course", year=first.on_day.year, payer=first.client, lines=lines,
        vat_category="standard",
    )  # fmt: skip
