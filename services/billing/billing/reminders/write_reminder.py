"""Write the letter of a released reminder as PDF, in Dutch, the language of those who pay."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any

from shared.database import Database, raw
from shared.refusals import NotFound
from shared.typesetting import typeset
from starlette.concurrency import run_in_threadpool
from stdnum import iban, iso11649

from billing.files.wording import euros, long_date
from billing.parties.snapshot import party_on
from billing.reminders.rules import DAYS_BETWEEN, STEPS

LETTER = Path(__file__).parent / "templates/reminder.typ"
SELECT_REMINDER = """
SELECT r.number, r.step, r.released_at, r.released_on, r.open, r.interest, r.costs,
    r.open + r.interest + r.costs AS claimed, d.payer, d.issued_on, d.due_on, d.payment_reference,
    d.seller::text AS seller, d.buyer::text AS buyer,
    (SELECT released_on FROM reminder WHERE number = r.number AND step = r.step - 1) AS before
FROM reminder r JOIN document d USING (number) WHERE r.number = $1 AND r.step = $2
"""
PDF = "application/pdf"
SUBJECTS = {1: "Herinnering: factuur {number}", 2: "Ingebrekestelling: factuur {number}"}


class NoSuchReminder(NotFound):
    """This step of reminding of this invoice was not released."""


async def write_reminder(database: Database, number: str, step: int) -> bytes:
    """Return the letter of a released step, dated the day of its release.

    It goes to the payer's address of that day, as corrected since: until then the same step gives
    the same bytes. Raises `NoSuchReminder`.
    """
    async with database.read() as session:
        connection = await raw(session)
        row = await connection.fetchrow(SELECT_REMINDER, number, step)
        if row is None:
            raise NoSuchReminder(f"Step {step} of {number} was not released.")
        payer = await party_on(connection, row["payer"], row["released_on"])
    words = reminder_words(row, asdict(payer) if payer else json.loads(row["buyer"]))
    return await run_in_threadpool(typeset, LETTER, words, row["released_at"])


def reminder_words(row: Any, payer: dict[str, Any]) -> dict[str, Any]:
    """Return what `templates/reminder.typ` sets, all of it text."""
    seller = json.loads(row["seller"])
    account = iban.format(seller["iban"] or "")
    last_day = row["released_on"] + timedelta(DAYS_BETWEEN)
    shown = ("name", "street", "postal_code", "city", "country")
    return {
        "subject": SUBJECTS[row["step"]].format(number=row["number"]),
        "seller": seller | {"iban": account},
        "payer": {name: payer[name] for name in shown},
        "date": long_date(row["released_on"]),
        "said": list(_said(row)),
        "amounts": [[name, euros(amount)] for name, amount in _amounts(row) if amount],
        "claimed": euros(row["claimed"]),
        "payment": [
            ["Uiterlijk op", long_date(last_day)],
            ["IBAN", account],
            ["Ten name van", seller["name"]],
            ["Betalingskenmerk", iso11649.format(row["payment_reference"])],
        ],
        "closing": list(_closing(row)),
    }


def _said(row: Any) -> Iterator[str]:
    invoice = f"factuur {row['number']} van {long_date(row['issued_on'])}"
    if row["step"] < STEPS:
        yield (
            f"Op {long_date(row['due_on'])} liep de termijn af voor het betalen van {invoice}. Van"
            f" deze factuur staat nog € {euros(row['open'])} open. Wij verzoeken u dit bedrag"
            f" binnen {DAYS_BETWEEN} dagen te betalen."
        )
        return
    yield (
        f"Op {long_date(row['before'])} hebben wij u herinnerd aan {invoice}, die uiterlijk op"
        f" {long_date(row['due_on'])} betaald moest zijn. Wij hebben uw betaling niet of niet"
        " geheel ontvangen. Daarom stellen wij u in gebreke."
    )
    yield (
        "U bent nu ook de wettelijke handelsrente verschuldigd (artikel 6:119b van het Burgerlijk"
        " Wetboek), en een vergoeding voor de kosten van het innen (artikel 6:96, lid 4)."
    )


def _amounts(row: Any) -> Iterator[tuple[str, Any]]:
    yield f"Openstaand van factuur {row['number']}", row["open"]
    yield f"Wettelijke handelsrente tot en met {long_date(row['released_on'])}", row["interest"]
    yield "Kosten van het innen", row["costs"]


def _closing(row: Any) -> Iterator[str]:
    if row["step"] == STEPS:
        yield "De rente loopt door tot en met de dag waarop u betaalt."
    yield (
        "Heeft u intussen betaald, dan kunt u deze brief als niet verzonden beschouwen. Bent u het"
        " met de factuur niet eens, laat het ons dan vóór die dag weten."
    )


def filed_as(number: str, step: int) -> dict[str, str]:
    """Return the headers that name the file of a letter."""
    return {"Content-Disposition": f'inline; filename="reminder-{number}-{step}.pdf"'}
