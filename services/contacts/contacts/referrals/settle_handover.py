"""Settle a warm handover, however it ended."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shared.database import Connection
from shared.events.contacts import HandoverSettled
from shared.events.vocabulary import HandoverOutcome
from shared.outbox import outbox_row, record

from contacts.partner_copies.keep_copy import keep_copy
from contacts.partner_copies.make_copy import copy_of_settlement
from contacts.registration.rules import quarter

UPDATE_OUTCOME = "UPDATE referral SET outcome = $2, settled_at = $3 WHERE referral_id = $1"
SETTLED_VERSION = 2  # a referral is made (1), then settled (2): an answer that is kept tells nobody


async def settle_handover(
    connection: Connection, referral: Mapping[str, Any], outcome: HandoverOutcome, now: datetime
) -> None:
    """Keep the outcome, tell `handover_settled`, and keep the partner's copy.

    `referral` is its row of the table, locked and not settled.
    """
    referral_id, copy_id, partner = (
        referral[name] for name in ("referral_id", "copy_id", "partner")
    )
    await connection.execute(UPDATE_OUTCOME, referral_id, outcome, now)
    told = HandoverSettled(
        referral_id=referral_id, partner=partner, outcome=outcome, settled_quarter=quarter(now)
    )
    row = outbox_row(told, aggregate_id=referral_id, version=SETTLED_VERSION, now=now)
    await record(connection, row)
    copy = copy_of_settlement(partner, copy_id, outcome)
    await keep_copy(connection, copy, copy_id=copy_id, version=SETTLED_VERSION, now=now)
