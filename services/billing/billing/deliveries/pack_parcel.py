"""Bring together what is sent of a document: its files and the addresses of its parties."""

from shared.database import Database
from shared.http import now

from billing.deliveries.parcel import Parcel
from billing.files.make_files import make_files
from billing.files.wording import TITLES
from billing.local_date import local_date
from billing.parties.snapshot import party_on

SELECT_DOCUMENT = """
SELECT kind, payer, seller ->> 'name' AS seller_name, seller ->> 'email' AS seller_email,
    buyer ->> 'email' AS buyer_email
FROM document WHERE number = $1
"""


async def pack_parcel(database: Database, number: str) -> Parcel:
    """Return a document to be sent, with those of its files that can be made.

    It goes to the payer's mail address of today, not to that of the day it was issued. Raises
    `NoSuchDocument` and `CheckFailed`.
    """
    made = await make_files(database, number)
    async with database.commit() as connection:
        row = await connection.fetchrow(SELECT_DOCUMENT, number)
        assert row is not None
        payer = await party_on(connection, row["payer"], local_date(now()))
    return Parcel(
        number=number,
        title=TITLES[row["kind"]],
        sender_name=row["seller_name"],
        sender=row["seller_email"],
        recipient=payer.email if payer else row["buyer_email"],
        files={name: bytes(file.content) for name, file in made.files.items()},
        refused=made.refused,
    )
