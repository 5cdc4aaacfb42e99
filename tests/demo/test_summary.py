"""The summary says what is not as it must be."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import islice

import pytest
from demo.chance import chance
from demo.checker import Account, Finding
from demo.faults import PARTS, differences, victims
from demo.figures import OFFER_AMOUNTS
from demo.first_run import PlayedOtherwise, check_same
from demo.plan import Plan, make_plan
from demo.summary import summary_of, wrong

OFFERED = {f"zutphen_offer_{year}": amount for year, amount in OFFER_AMOUNTS.items()}
NOW = datetime(2026, 4, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return make_plan(date(2026, 3, 31), 0.05)


def totals(plan: Plan, more: int = 0) -> dict[str, dict[str, object]]:
    """What services hold after the plan, and `more` attempts that others registered."""
    held = plan.totals
    return {
        "billing": {
            "municipalities": held["municipalities"],
            "contractsSigned": held["contracts_signed"],
            "invoicesIssued": held["invoices_issued"],
            "invoiceNumbersGapless": True,
            "invoicedTotal": str(held["invoiced_total"]),
        },
        "volunteers": {
            "volunteersAdmitted": held["volunteers_admitted"],
            "shiftsFilled": held["shifts_filled"],
        },
        "contacts": {
            "contactsHandled": held["contacts_handled"],
            "conversations": held["conversations"],
            "contactsMissed": int(held["contacts_missed"]) + more,
            "referralsMade": held["referrals_made"],
        },
    }


def summary(plan: Plan, *findings: Finding, more: int = 0) -> dict[str, object]:
    return summary_of(
        totals(plan, more),
        Account(100, 90, 0, findings),
        OFFERED,
        int(plan.totals["referrals_made"]),
        rebuild_identical=True,
        seconds=12.34,
    )


def test_what_is_as_planned_is_not_told(plan: Plan) -> None:
    assert wrong(summary(plan), plan, {}, OFFERED) == []


def test_each_number_that_differs_is_told(plan: Plan) -> None:
    found = summary(plan) | {"invoices_issued": 3, "rebuild_identical": False}
    found["zutphen_offer_2015"] = "12267.00"
    assert wrong(found, plan, {}, OFFERED) == [
        "invoices_issued is 3 and must be 16",
        "zutphen_offer_2015 is 12267.00 and must be 12265.07",
        "rebuild_identical is False and must be True",
    ]


def test_what_is_lost_is_told(plan: Plan) -> None:
    finding = Finding("stream CONTACTS", lost=frozenset({"b", "a"}))
    assert str(finding) == "stream CONTACTS: 2 lost, such as a"
    assert wrong(summary(plan, finding), plan, {}, OFFERED) == ["events_lost is 2 and must be 0"]


def test_what_others_made_comes_on_top_of_the_plan(plan: Plan) -> None:
    assert wrong(summary(plan, more=7), plan, {"contacts_missed": Decimal(7)}, OFFERED) == []
    assert wrong(summary(plan, more=7), plan, {}, OFFERED) != []


def test_a_home_plays_one_demo_and_not_again_once_its_keys_are_forgotten() -> None:
    kept = {"scale": 1.0, "first_at": NOW.isoformat()}
    check_same(kept, 1.0, NOW + timedelta(days=5))
    with pytest.raises(PlayedOtherwise, match="scale 1"):
        check_same(kept, 0.05, NOW)
    with pytest.raises(PlayedOtherwise, match="2026-04-01"):
        check_same(kept, 1.0, NOW + timedelta(days=7))


def test_two_summaries_are_compared_in_every_count_but_the_time(plan: Plan) -> None:
    calm = summary(plan)
    assert differences(calm, calm | {"seconds": 99}) == []
    assert differences(calm, calm | {"events_published": 101}) == [
        "events_published is 101 with faults and 100 without"
    ]


def test_every_part_is_killed_in_each_round_and_the_same_in_every_run() -> None:
    first, again = (list(islice(victims(chance("faults")), 12)) for _ in range(2))
    assert first == again
    assert {parts[0] for parts in first[:6]} == set(PARTS)
