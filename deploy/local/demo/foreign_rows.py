"""Foreign rows: what others than the demo made on the platform, found by their ids.

Foreign rows are added to what the plan expects. A row with an unknown id but the content of one
of the demo's rows is not foreign: it is a second effect of the demo's request, and fails the
check.
"""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from demo.stored_ids import connected


@dataclass(frozen=True)
class OwnIds:
    """The ids that the services gave to what the demo made, and the municipalities' codes.

    A place is the id of its shift, a space, and that of its volunteer.
    """

    municipalities: set[str] = field(default_factory=set)
    contracts: set[str] = field(default_factory=set)
    volunteers: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    contacts: set[str] = field(default_factory=set)
    missed: set[str] = field(default_factory=set)
    referrals: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Counted:
    """One number of the summary: its service, what `OwnIds` calls its ids, and its rows.

    The query gives of each row its id, its content as text, and how much it counts. `$1`, if it
    is there, is the month, such as `2016-03`, of Amsterdam.
    """

    service: str
    ids: str
    rows: str


_CONTACTS = """
SELECT contact_id::text, concat_ws(' ', volunteer_id, channel, started_at, ended_at), 1
FROM public.contact
WHERE to_char(started_at AT TIME ZONE 'Europe/Amsterdam', 'YYYY-MM') = $1
"""
_CONTRACT = "contract_id::text, concat_ws(' ', payer, first_day, last_day)"
_INVOICES = (
    "FROM public.document JOIN public.contract USING (contract_id, payer) WHERE kind = 'invoice'"
)
_REFERRALS = """
SELECT referral_id::text, concat_ws(' ', contact_id, partner, mode), 1
FROM public.referral
WHERE to_char(made_at AT TIME ZONE 'Europe/Amsterdam', 'YYYY-MM') = $1
"""

NUMBERS = {
    "municipalities": Counted(
        "billing", "municipalities",
        "SELECT code, code, 1 FROM public.municipality",
    ),
    "contracts_signed": Counted(
        "billing", "contracts",
        f"SELECT {_CONTRACT}, 1 FROM public.contract",  # noqa: S608
    ),
    "invoices_issued": Counted("billing", "contracts", f"SELECT {_CONTRACT}, 1 {_INVOICES}"),
    "invoiced_total": Counted("billing", "contracts", f"SELECT {_CONTRACT}, total {_INVOICES}"),
    "volunteers_admitted": Counted(
        "volunteers", "volunteers",
        "SELECT volunteer_id::text, volunteer_id::text, 1 FROM public.volunteer"
        " WHERE admitted_at IS NOT NULL",
    ),
    "shifts_filled": Counted(
        "volunteers", "places",
        "SELECT concat_ws(' ', shift_id, volunteer_id), concat_ws(' ', shift_id, volunteer_id), 1"
        " FROM public.place JOIN public.shift USING (shift_id) WHERE cancelled_at IS NULL"
        " AND to_char(starts_at AT TIME ZONE 'Europe/Amsterdam', 'YYYY-MM') = $1",
    ),
    "contacts_handled": Counted("contacts", "contacts", _CONTACTS),
    "conversations": Counted("contacts", "contacts", f"{_CONTACTS} AND kind = 'conversation'"),
    "contacts_missed": Counted(
        "contacts", "missed",
        "SELECT attempt_id::text, concat_ws(' ', channel, line, line_location_id, offered_at,"
        " waited_seconds, reason), 1 FROM public.missed_attempt"
        " WHERE to_char(offered_at AT TIME ZONE 'Europe/Amsterdam', 'YYYY-MM') = $1",
    ),
    "referrals_made": Counted("contacts", "referrals", _REFERRALS),
    "referrals_received_by_partner": Counted(
        "contacts", "referrals",
        "SELECT referral_id::text, concat_ws(' ', contact_id, partner, mode), 1"
        " FROM public.referral WHERE partner = '113online'",
    ),
}  # fmt: skip
# The names of the numbers in the line about foreign rows.
TOLD = {
    "municipalities": "municipalities", "contracts_signed": "contracts",
    "invoices_issued": "invoices", "volunteers_admitted": "volunteers",
    "shifts_filled": "places in shifts", "contacts_handled": "contacts",
    "contacts_missed": "missed attempts", "referrals_made": "referrals",
}  # fmt: skip

Row = tuple[str, str, Any]


def foreign(rows: Iterable[Row], own: set[str]) -> Decimal:
    """Return the amount of the foreign rows; a row is its id, content and amount."""
    known = list(rows)
    ours = {content for row_id, content, _ in known if row_id in own}
    return sum(
        (
            Decimal(amount)
            for row_id, content, amount in known
            if row_id not in own and content not in ours
        ),
        Decimal(0),
    )


async def count_foreign(
    databases: Mapping[str, str], own: OwnIds, month: str
) -> dict[str, Decimal]:
    """Return the foreign amount of each number of the summary; `databases` by service."""
    counts = await asyncio.gather(
        *(
            _count(databases[counted.service], counted.rows, month, getattr(own, counted.ids))
            for counted in NUMBERS.values()
        )
    )
    return dict(zip(NUMBERS, counts, strict=True))


async def _count(url: str, query: str, month: str, own: set[str]) -> Decimal:
    async with connected(url) as database:
        rows = await database.fetch(query, *([month] if "$1" in query else []))
    return foreign([tuple(row) for row in rows], own)


def told(found: Mapping[str, Decimal]) -> str:
    """Return what is foreign, such as `3 contacts, 1 referral`; an empty text if nothing is."""
    return ", ".join(
        f"{found[name]} {what if found[name] != 1 else _one(what)}"
        for name, what in TOLD.items()
        if found.get(name)
    )


def _one(what: str) -> str:
    """Return the singular of one of the words above."""
    if what == "municipalities":
        return "municipality"
    return what.replace("places", "place") if " in " in what else what.removesuffix("s")
