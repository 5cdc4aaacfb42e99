"""Take in the figures of many municipalities in one commit."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from shared.database import Connection
from shared.events.billing import MunicipalityRegistered
from shared.outbox import outbox_row, record

from billing.commands import Figures, ImportMunicipalities
from billing.days import day_of
from billing.rules.municipality import (
    check_named_once,
    check_not_settled,
    check_reference_date,
    is_excluded,
)
from billing.use_cases.load_tariffs import load_tariffs
from billing.views import ImportView

# Imports wait for one another; whoever reads or signs does not wait for them.
ONE_IMPORT_AT_A_TIME = "LOCK TABLE municipality IN SHARE ROW EXCLUSIVE MODE"
KNOWN = """
SELECT m.code, m.name, m.province, m.version, f.inhabitants,
    (SELECT max(as_of) FROM municipality_figure WHERE code = m.code) AS newest
FROM municipality m LEFT JOIN municipality_figure f ON f.code = m.code AND f.as_of = $2
WHERE m.code = ANY ($1)
"""
KEEP_MUNICIPALITIES = """
INSERT INTO municipality (code, name, province, excluded, version)
SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::bool[], $5::int[])
ON CONFLICT (code) DO UPDATE
SET name = excluded.name, province = excluded.province, version = excluded.version
"""
KEEP_FIGURES = """
INSERT INTO municipality_figure (code, as_of, inhabitants)
SELECT code, $2, inhabitants FROM unnest($1::text[], $3::int[]) AS given (code, inhabitants)
ON CONFLICT (code, as_of) DO UPDATE SET inhabitants = excluded.inhabitants
"""
SETTLED = "SELECT EXISTS (SELECT FROM settlement WHERE year = $1)"


@dataclass(frozen=True, slots=True)
class Registration:
    """A municipality as it is to be kept, with the version that announces it."""

    code: str
    name: str
    province: str
    inhabitants: int
    version: int


async def import_municipalities(
    connection: Connection, command: ImportMunicipalities, now: datetime
) -> ImportView:
    """Keep the figures and announce each municipality that is new or has changed.

    A municipality's name and province are those of its newest figures. Raises
    `NotOnJanuaryFirst`, `FiguresFromFuture`, `MunicipalityTwice` and `FiguresSettled`.
    """
    check_reference_date(command.as_of, day_of(now))
    check_named_once(given.code for given in command.municipalities)
    await load_tariffs(connection, lock="share")
    await connection.execute(ONE_IMPORT_AT_A_TIME)
    codes = [given.code for given in command.municipalities]
    known = {row["code"]: row for row in await connection.fetch(KNOWN, codes, command.as_of)}
    changes = [
        change
        # In the order in which those who sign lock them: neither waits for the other in a circle.
        for given in sorted(command.municipalities, key=lambda given: given.code)
        if (change := _change(given, known.get(given.code), command.as_of))
    ]
    settled = await connection.fetchval(SETTLED, command.as_of.year)
    check_not_settled(_recounted(changes, known), command.as_of, settled)
    await _keep(connection, changes, command.as_of)
    await record(
        connection,
        *(
            outbox_row(
                _event(change, command.as_of),
                aggregate_id=change.code, version=change.version, now=now,
            )
            for change in changes
        ),
    )  # fmt: skip
    new = sum(change.code not in known for change in changes)
    return ImportView(
        as_of=command.as_of,
        registered=new,
        changed=len(changes) - new,
        unchanged=len(codes) - len(changes),
    )


def _change(given: Figures, known: Any, as_of: date) -> Registration | None:
    """Return how the municipality is to be kept, or None if it is known as it is given."""
    if known is None:
        return Registration(given.code, given.name, given.province, given.inhabitants, version=1)
    older = known["newest"] > as_of
    name, province = (known["name"], known["province"]) if older else (given.name, given.province)
    as_kept = (known["name"], known["province"], known["inhabitants"])
    if (name, province, given.inhabitants) == as_kept:
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


async def _keep(connection: Connection, changes: list[Registration], as_of: date) -> None:
    codes = [change.code for change in changes]
    await connection.execute(
        KEEP_MUNICIPALITIES,
        codes,
        [change.name for change in changes],
        [change.province for change in changes],
        [is_excluded(code) for code in codes],
        [change.version for change in changes],
    )
    inhabitants = [change.inhabitants for change in changes]
    await connection.execute(KEEP_FIGURES, codes, as_of, inhabitants)


def _event(change: Registration, as_of: date) -> MunicipalityRegistered:
    return MunicipalityRegistered.model_validate(
        {
            "code": change.code,
            "name": change.name,
            "province": change.province,
            "inhabitants": change.inhabitants,
            "as_of": as_of,
            "excluded": is_excluded(change.code),
        }
    )
