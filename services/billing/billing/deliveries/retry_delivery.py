"""Send a document that failed, or that waits, anew and at once."""

from datetime import datetime

from shared.database import Connection
from shared.refusals import NotFound, Refusal

from billing.deliveries.views import DocumentDeliveryView
from billing.local_date import local_date
from billing.parties.snapshot import party_on

LOCK_DELIVERY = """
SELECT d.state, d.route, o.payer FROM delivery d JOIN document o USING (number)
WHERE d.number = $1 FOR UPDATE OF d
"""
SEND_ANEW = """
UPDATE delivery SET state = 'waiting', route = $2, attempts = 0, next_at = $3, problem = NULL
WHERE number = $1
RETURNING number, route, state, attempts, next_at, sent_at, receipt, problem
"""


class NoSuchDelivery(NotFound):
    """No document has this number."""


class SentAlready(Refusal):
    """The other side has the document; it is not sent twice."""


async def retry_delivery(
    connection: Connection, number: str, now: datetime
) -> DocumentDeliveryView:
    """Let a document be sent again, by the route that its payer has today.

    Raises `NoSuchDelivery` and `SentAlready`.
    """
    delivery = await connection.fetchrow(LOCK_DELIVERY, number)
    if delivery is None:
        raise NoSuchDelivery(f"There is no document {number}.")
    if delivery["state"] == "sent":
        raise SentAlready(f"{number} was sent, and taken: its receipt stands in the delivery.")
    payer = await party_on(connection, delivery["payer"], local_date(now))
    route = payer.route if payer else delivery["route"]
    row = await connection.fetchrow(SEND_ANEW, number, route, now)
    assert row is not None
    return DocumentDeliveryView.model_validate(dict(row))
