"""Give parties new versions, in one commit."""

from collections.abc import Sequence
from dataclasses import astuple
from datetime import date, datetime
from itertools import groupby

from shared.database import Connection

from billing.parties.rules.codes import kind_of
from billing.parties.rules.versions import Given, Snapshot, as_of, next_versions
from billing.parties.snapshot import COLUMN_NAMES, COLUMNS
from billing.parties.views import PartyImportView

# Each party is locked, in order of their codes; a new one is there at once.
LOCK_PARTIES = """
INSERT INTO party (party, kind, name)
SELECT * FROM unnest($1::text[], $2::text[], $3::text[]) AS given (party, kind, name) ORDER BY party
ON CONFLICT (party) DO UPDATE SET party = excluded.party
"""
SELECT_VERSIONS = f"""
SELECT {COLUMNS} FROM party_version WHERE party = ANY ($1) ORDER BY party, version
"""  # noqa: S608 - names of columns only
UPDATE_NAMES = """
UPDATE party SET name = given.name
FROM unnest($1::text[], $2::text[]) AS given (party, name)
WHERE party.party = given.party AND party.name <> given.name
"""


async def save_parties(
    connection: Connection, given: Sequence[Given], now: datetime
) -> PartyImportView:
    """Add a version for each party that is not yet as given on its day; all are added, or none.

    A party is named as in the version of its last day.
    """
    first = {each.party: each for each in given}
    codes = sorted(first)
    names = [str(first[code].details["name"]) for code in codes]
    await connection.execute(LOCK_PARTIES, codes, [kind_of(code) for code in codes], names)
    rows = await connection.fetch(SELECT_VERSIONS, codes)
    stored = [Snapshot(**dict(row)) for row in rows]
    known = {party: list(versions) for party, versions in groupby(stored, lambda one: one.party)}
    added = next_versions(known, given)
    await connection.copy_records_to_table(
        "party_version",
        records=[(*astuple(version), now) for version in added],
        columns=[*COLUMN_NAMES, "made_at"],
    )
    await _name(connection, known, added)
    changed = {version.party for version in added}
    return PartyImportView(
        dry_run=False,
        added=len(changed - known.keys()),
        changed=len(changed & known.keys()),
        unchanged=len(codes) - len(changed),
    )


async def _name(
    connection: Connection, known: dict[str, list[Snapshot]], added: Sequence[Snapshot]
) -> None:
    names = {}
    for party, versions in groupby(added, lambda version: version.party):
        last = as_of([*known.get(party, []), *versions], date.max)
        names[party] = last.name if last else ""
    await connection.execute(UPDATE_NAMES, list(names), list(names.values()))
