"""A contract as it is kept: its payer, what it is for, and its terms."""

import pytest
from billing.contracts import queries
from billing.contracts.commands import SignContract
from pydantic import ValidationError
from shared.database import raw

from tests.billing.given import kept_contract, kept_municipalities, kept_settlement
from tests.platform import Platform


async def test_a_contract_is_kept_with_its_payer_and_with_all_inhabitants(
    platform: Platform,
) -> None:
    database = await platform.database("billing")
    await kept_municipalities(database, ["GM0301", "GM0200"])
    signed = await kept_contract(
        database, "GM0301", "GM0200", payer="REG-TWENTE", vat="outside_scope",
        orderReference="PO-2016/0042", breakDates=["2016-12-31"],
    )  # fmt: skip
    await kept_settlement(database)
    async with database.read() as session:
        view = await queries.get_contract(session, signed)
        connection = await raw(session)
        rows = await connection.fetch(
            "SELECT code, part_from, part_until, part_of FROM contract_beneficiary ORDER BY code"
        )
        payers = await connection.fetch("SELECT payer FROM contract_payer")
        participating = await connection.fetchval("SELECT participating FROM settlement")
    assert view.beneficiaries == ["GM0200", "GM0301"]
    assert (view.vat, view.order_reference) == ("outside_scope", "PO-2016/0042")
    assert [str(day) for day in view.break_dates] == ["2016-12-31"]
    assert [tuple(row) for row in rows] == [("GM0200", 0, 1, 1), ("GM0301", 0, 1, 1)]
    assert [tuple(row) for row in payers] == [("REG-TWENTE",)]
    assert participating == 2001


@pytest.mark.parametrize("reference", ["0612345678", "203.0.113.77", "Truus", "+31"])
def test_an_order_of_the_payer_is_no_number_or_name_of_somebody(reference: str) -> None:
    terms = {
        "payer": "GM0301", "beneficiaries": ["GM0301"], "signedOn": "2014-11-01",
        "from": "2015-01-01", "until": "2018-12-31", "tariffVersion": "2015-2018",
    }  # fmt: skip
    SignContract.model_validate(terms | {"orderReference": "PO-2016/0042"})
    with pytest.raises(ValidationError, match="orderReference"):
        SignContract.model_validate(terms | {"orderReference": reference})
