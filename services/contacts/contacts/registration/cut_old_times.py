"""Cut exact times after 90 days, when nobody needs them, to what the bus was told.

A start is then its quarter hour, and an end lies whole minutes after it. The indexes `..._uncut`
hold only the rows that are not cut yet: the cost does not grow with the tables.
"""

from shared.database import Connection
from shared.retention import ROWS_A_COMMIT, changed_rows

from contacts.registration.rules import EXACT_FOR


def _quarter(column: str) -> str:
    return f"date_bin('15 min', {column}, 'epoch')"


# The minutes are those of `whole_minutes`: half a minute counts as one.
ENDED = f"""{_quarter("started_at")} + make_interval(
    mins => floor(extract(epoch FROM ended_at - started_at) + 30)::int / 60)"""


def _cut(table: str, key: str, column: str, change: str, more: str = "") -> str:
    """Return the statement that cuts a batch of rows; it skips those that are locked."""
    # Every name in it is one of ours.
    return f"""
    UPDATE {table} SET {change} WHERE {key} = ANY (ARRAY(
        SELECT {key} FROM {table}
        WHERE ({column} <> {_quarter(column)}{more})
            AND {column} < now() - interval '{EXACT_FOR.days} days'
        ORDER BY {column} LIMIT {ROWS_A_COMMIT} FOR NO KEY UPDATE SKIP LOCKED
    ))
    """  # noqa: S608


def _to_the_quarter(table: str, key: str, column: str) -> str:
    return _cut(table, key, column, f"{column} = {_quarter(column)}")


STATEMENTS = (
    _cut(
        "contact", "contact_id", "started_at",
        f"started_at = {_quarter('started_at')}, ended_at = {ENDED}",
        more=" OR ended_at <> date_bin('1 min', ended_at, 'epoch')",
    ),
    _to_the_quarter("missed_attempt", "attempt_id", "offered_at"),
    _to_the_quarter("referral", "referral_id", "made_at"),
    _to_the_quarter("referral", "referral_id", "answer_by"),
    _to_the_quarter("referral", "referral_id", "answered_at"),
    _to_the_quarter("referral", "referral_id", "settled_at"),
)  # fmt: skip


async def cut_old_times(connection: Connection) -> int:
    """Cut a batch of contacts, missed attempts and referrals; return how many rows were cut.

    The caller repeats it, each batch in a commit of its own, until none was.
    """
    return sum([changed_rows(await connection.execute(statement)) for statement in STATEMENTS])
