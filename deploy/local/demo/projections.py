"""The comparisons of a service's copies with the owner's tables.

Each row is a key and an amount. A key that the copy lacks was lost; a key that the owner lacks was
counted twice. A smaller amount in the copy lags; a larger one was counted twice.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Projection:
    """One comparison: the owner's rows and the keeper's, each (key, amount)."""

    name: str
    owner: str
    owned: str
    keeper: str
    kept: str


def _same(name: str, owner: str, keeper: str, query: str) -> Projection:
    return Projection(name, owner, query, keeper, query)


PLACES_OWNED = "SELECT shift_id || ' ' || volunteer_id, 1 FROM public.place"
PLACES_KEPT = "SELECT shift_id || ' ' || volunteer_id, 1 FROM public.{table} WHERE taken"

PROJECTIONS = (
    # Equal versions mean that the newest correction is there.
    Projection(
        "contacts", "contacts", "SELECT contact_id, version FROM public.contact",
        "reporting", "SELECT contact_id, sequence::numeric FROM public.contact",
    ),
    _same(
        "conversations", "contacts", "reporting",
        "SELECT contact_id, 1 FROM public.contact WHERE kind = 'conversation'",
    ),
    _same(
        "missed attempts", "contacts", "reporting",
        "SELECT attempt_id, 1 FROM public.missed_attempt",
    ),
    _same("referrals", "contacts", "reporting", "SELECT referral_id, 1 FROM public.referral"),
    _same("locations", "volunteers", "reporting", "SELECT location_id, 1 FROM public.location"),
    _same(
        "locations known to contacts", "volunteers", "contacts",
        "SELECT location_id, 1 FROM public.location",
    ),
    Projection(
        "volunteers", "volunteers",
        "SELECT volunteer_id, 1 FROM public.volunteer WHERE admitted_at IS NOT NULL",
        "reporting", "SELECT volunteer_id, 1 FROM public.volunteer",
    ),
    Projection(
        "listeners known to contacts", "volunteers",
        "SELECT volunteer_id, 1 FROM public.volunteer WHERE admitted_at IS NOT NULL",
        "contacts", "SELECT volunteer_id, 1 FROM public.listener",
    ),
    _same("shifts", "volunteers", "reporting", "SELECT shift_id, filled FROM public.shift"),
    Projection(
        "places", "volunteers", PLACES_OWNED,
        "reporting", PLACES_KEPT.format(table="shift_place"),
    ),
    Projection(
        "places known to contacts", "volunteers", PLACES_OWNED,
        "contacts", PLACES_KEPT.format(table="place"),
    ),
    Projection(
        "municipalities", "billing",
        "SELECT code || ' ' || as_of, inhabitants FROM public.municipality_figure",
        "reporting", "SELECT code || ' ' || as_of, inhabitants FROM public.municipality",
    ),
    _same("contracts", "billing", "reporting", "SELECT contract_id, 1 FROM public.contract"),
    Projection(
        "settlements", "billing", "SELECT year, participating FROM public.settlement",
        "reporting", "SELECT year, participating_inhabitants FROM public.settlement",
    ),
    Projection(
        "invoices and credit notes, in cents", "billing",
        "SELECT document_id, total * 100 FROM public.document",
        "reporting", "SELECT invoice_id, abs(total) * 100 FROM public.invoice",
    ),
)  # fmt: skip
