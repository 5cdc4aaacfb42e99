"""Import the figures of many municipalities in one commit."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from shared.database import Connection
from shared.events.billing import MunicipalityRegistered
from shared.outbox import OutboxRow, outbox_row, record

from billing.local_date import local_date
from billing.municipalities.commands import Figures, ImportMunicipalities
from billing.municipalities.rules import (
    check_named_once,
    check_not_settled,
    check_reference_date,
    is_excluded,
)
from billing.municipalities.views import ImportView
from billing.tariffs.load_tariffs import load_tariffs

# Imports wait for each other; reads and signatures do not wait for them.
LOCK_MUNICIPALITY_TABLE = "LOCK TABLE municipality IN SHARE ROW EXCLUSIVE MODE"
SELECT_KNOWN_MUNICIPALITIES = """
SELECT m.code, m.name, m.province, m.version, f.inhabitants,
    (SELECT max(as_of) FROM municipality_figure WHERE code = m.code) AS newest
FROM municipality m LEFT JOIN municipality_figure f ON f.code = m.code AND f.as_of = $2
WHERE m.code = ANY ($1)
"""
UPSERT_MUNICIPALITIES = """
INSERT INTO municipality (code, name, province, excluded, version)
SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::bool[], $5::int[])
ON CONFLICT (code) DO UPDATE
SET name = excluded.name, province = excluded.province, version = excluded.version
"""
UPSERT_FIGURES = """
INSERT INTO municipality_figure (code, as_of, inhabitants)
SELECT code, $2, inhabitants FROM unnest($1::text[], $3::int[]) AS given (code, inhabitants)
ON CONFLICT (code, as_of) DO UPDATE SET inhabitants = excluded.inhabitants
"""
SELECT_YEAR_IS_SETTLED = "SELECT EXISTS (SELECT FROM settlement WHERE year = $1)"


@dataclass(frozen=True, slots=True)
class Registration:
    """A municipality as it will be stored, with the version of its event."""

    code: str
    name: str
    province: str
    inhabitants: int
    version: int


async def import_municipalities(
    connection: Connection, command: ImportMunicipalities, now: datetime
) -> ImportView:
    """Store the figures and announce each municipality that is new or has changed.

    A municipality's name and province are those of its newest figures. Raises
    `NotOnJanuaryFirst`, `FiguresFromFuture`, `MunicipalityTwice` and `FiguresSettled`.
    """
    check_reference_date(command.as_of, local_date(now))
    check_named_once(given.code for given in command.municipalities)
    await load_tariffs(connection, lock="share")
    await connection.execute(LOCK_MUNICIPALITY_TABLE)
    codes = [given.code for given in command.municipalities]
    known = {
        row["code"]: row
        for row in await connection.fetch(SELECT_KNOWN_MUNICIPALITIES, codes, command.as_of)
    }
    changes = [
        change
        # Signing locks municipalities in the same order, which excludes a deadlock.
        for given in sorted(command.municipalities, key=lambda given: given.code)
        if (change := _change(given, known.get(given.code), command.as_of))
    ]
    settled = await connection.fetchval(SELECT_YEAR_IS_SETTLED, command.as_of.year)
    check_not_settled(_recounted(changes, known), command.as_of, settled)
    await _save(connection, changes, command.as_of)
    await record(connection, *(_announced(change, command.as_of, now) for change in changes))
    new = sum(change.code not in known for change in changes)
    return ImportView(
        as_of=command.as_of,
        registered=new,
        changed=len(changes) - new,
        unchanged=len(codes) - len(changes),
    )


def _change(given: Figures, known: Any, as_of: date) -> Registration | None:
    """Return the municipality as it will be stored, or None if nothing changes."""
    if known is None:
        return Registration(given.code, given.name, given.province, given.inhabitants, version=1)
    # One that a reorganisation made has no figures yet.
    older = known["newest"] is not None and known["newest"] > as_of
    name, province = (known["name"], known["province"]) if older else (given.name, given.province)
    as_stored = (known["name"], known["province"], known["inhabitants"])
    if (name, province, given.inhabitants) == as_stored:
        return None
    return Registration(given.code, name, province, given.inhabitants, known["version"] + 1)


def _recounted(changes: list[Registration], known: dict[str, Any]) -> list[str]:
    """Return the municipalities that had another figure of the same date."""
    return [
        change.code
        for change in changes
        if change.code in known
        and known[change.code]["inhabitants"] not in (None, change.inhabitants)
    ]


async def _save(connection: Connection, changes: list[Registration], as_of: date) -> None:
    codes = [change.code for change in changes]
    await connection.execute(
        UPSERT_MUNICIPALITIES,
        codes,
        [change.name for change in changes],
        [change.province for change in changes],
        [is_excluded(code) for code in codes],
        [change.version for change in changes],
    )
    inhabitants = [change.inhabitants for change in changes]
    await connection.execute(UPSERT_FIGURES, codes, as_of, inhabitants)


def _announced(change: Registration, as_of: date, now: datetime) -> OutboxRow:
    event = MunicipalityRegistered.model_validate(
        {
            "code": change.code,
            "name": change.name,
            "province": change.province,
            "inhabitants": change.inhabitants,
            "as_of": as_of,
            "excluded": is_excluded(change.code),
        }
    )
    return outbox_row(event, aggregate_id=change.code, version=change.version, now=now)
