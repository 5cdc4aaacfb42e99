"""The summary says what is not as it must be."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import islice

import pytest
from demo.calls import BY_SIP, CallsPlayed
from demo.chance import chance
from demo.chats_held import Held
from demo.checker import Account
from demo.faults import PARTS, differences, victims
from demo.figures import OFFER_AMOUNTS
from demo.findings import Finding
from demo.first_run import STORY, PlayedOtherwise, check_same
from demo.plan import Plan, make_plan
from demo.story import Outcome
from demo.summary import summary_of, wrong

OFFERED = {f"zutphen_offer_{year}": amount for year, amount in OFFER_AMOUNTS.items()}
NOW = datetime(2026, 4, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return make_plan(date(2026, 3, 31), 0.05)


def billed(plan: Plan) -> dict[str, object]:
    """What came of the invoices, as planned, and the offer."""
    money = {name: str(amount) for name, amount in plan.money.items()}
    return {**OFFERED, **money, "vng_lines_within_a_cent": True}


def chats(plan: Plan, missed: int = 2, more: int = 0, calls: int | None = None) -> Held:
    """What became of the evening: all who were planned, and `more` chats; so many of them missed.

    `calls` came to contacts; None: all.
    """
    evening = plan.evening
    number = len(evening.chats) + more
    reasons = ["abandoned", *["no_listener"] * missed][:missed]
    calls = evening.calls if calls is None else calls
    channels = {f"call {place}": "telephone" for place in range(calls)}
    channels |= {f"letter {place}": "email" for place in range(evening.letters)}
    return Held(
        contacts=dict.fromkeys([f"contact {n}" for n in range(number - missed)], "conversation")
        | dict.fromkeys(channels, "silent"),
        missed={f"attempt {place}": reason for place, reason in enumerate(reasons)},
        open_ones={},
        channels=channels,
        referrals=frozenset({"referral"}),
        longest_wait=54,
        last_at=NOW,
    )


def totals(plan: Plan, held_chats: Held, more: int = 0) -> dict[str, dict[str, object]]:
    """What services hold after plan and chats, and `more` attempts that others registered."""
    held = {
        name: int(number) + held_chats.adds.get(name, 0) for name, number in plan.totals.items()
    }
    held["invoiced_total"] = plan.totals["invoiced_total"]  # type: ignore[assignment]
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


def summary(
    plan: Plan, *findings: Finding, more: int = 0, held: Held | None = None
) -> dict[str, object]:
    held = held or chats(plan)
    return summary_of(
        totals(plan, held, more),
        Account(100, 90, 0, findings),
        billed(plan),
        int(plan.totals["referrals_made"]) + held.adds["referrals_made"],
        held,
        calls=CallsPlayed(BY_SIP),
        words_found=0,
        rebuild_identical=True,
        seconds=12.34,
    )


def test_what_is_as_planned_is_not_told(plan: Plan) -> None:
    assert wrong(summary(plan), plan, {}, OFFERED, chats(plan)) == []


def test_each_number_that_differs_is_told(plan: Plan) -> None:
    found = summary(plan) | {"invoices_issued": 3, "rebuild_identical": False}
    found["zutphen_offer_2015"] = "12267.00"
    assert wrong(found, plan, {}, OFFERED, chats(plan)) == [
        "invoices_issued is 3 and must be 16",
        "zutphen_offer_2015 is 12267.00 and must be 12265.07",
        "rebuild_identical is False and must be True",
    ]


def test_money_that_is_not_where_it_must_be_is_told(plan: Plan) -> None:
    changes = {"unallocated": "0.00", "vng_total": "3809999.99", "vng_lines_within_a_cent": False}
    assert wrong(summary(plan) | changes, plan, {}, OFFERED, chats(plan)) == [
        f"unallocated is 0.00 and must be {plan.money['unallocated']}",
        "vng_total is 3809999.99 and must be 3810000",
        "vng_lines_within_a_cent is False and must be True",
    ]


def test_what_is_lost_is_told(plan: Plan) -> None:
    finding = Finding("stream CONTACTS", lost=frozenset({"b", "a"}))
    assert str(finding) == "stream CONTACTS: 2 lost, such as a"
    assert wrong(summary(plan, finding), plan, {}, OFFERED, chats(plan)) == [
        "events_lost is 2 and must be 0"
    ]


def test_what_others_made_comes_on_top_of_the_plan(plan: Plan) -> None:
    assert (
        wrong(summary(plan, more=7), plan, {"contacts_missed": Decimal(7)}, OFFERED, chats(plan))
        == []
    )
    assert wrong(summary(plan, more=7), plan, {}, OFFERED, chats(plan)) != []


def test_a_home_plays_one_demo_and_not_again_once_its_keys_are_forgotten() -> None:
    kept = {"scale": 1.0, "first_at": NOW.isoformat(), "story": STORY}
    check_same(kept, 1.0, NOW + timedelta(days=5))
    with pytest.raises(PlayedOtherwise, match="another release"):
        check_same({"scale": 1.0, "first_at": NOW.isoformat()}, 1.0, NOW)
    with pytest.raises(PlayedOtherwise, match="scale 1"):
        check_same(kept, 0.05, NOW)
    with pytest.raises(PlayedOtherwise, match="2026-04-01"):
        check_same(kept, 1.0, NOW + timedelta(days=7))


def test_who_came_on_the_evening_is_at_least_who_was_planned(plan: Plan) -> None:
    found = summary(plan)
    planned = len(plan.evening.chats)
    assert found["chats_offered"] == planned
    assert found["chats_answered"] == planned - 2
    assert (found["chats_abandoned"], found["longest_wait_seconds"]) == (1, 54)
    lost = chats(plan, more=-1)
    assert wrong(summary(plan, held=lost), plan, {}, OFFERED, lost) == [
        f"chats_offered is {planned - 1} and must be {planned}"
    ]
    # a welcome that was lost with a process: the help seeker asked a second time
    again = chats(plan, more=1)
    assert wrong(summary(plan, held=again), plan, {}, OFFERED, again) == []


def test_a_word_that_is_found_anywhere_is_told(plan: Plan) -> None:
    found = summary(plan) | {"words_found_anywhere": 2}
    assert wrong(found, plan, {}, OFFERED, chats(plan)) == [
        "words_found_anywhere is 2 and must be 0"
    ]


def test_a_call_or_a_letter_that_is_nowhere_is_told(plan: Plan) -> None:
    calls = plan.evening.calls
    held = chats(plan, calls=calls - 1)
    assert wrong(summary(plan, held=held), plan, {}, OFFERED, held) == [
        f"calls_offered is {calls - 1} and must be {calls}"
    ]
    assert wrong(summary(plan) | {"letters_answered": 0}, plan, {}, OFFERED, chats(plan)) == [
        f"letters_answered is 0 and must be {plan.evening.letters}"
    ]


def test_the_summary_counts_each_channel_and_says_how_calls_came(plan: Plan) -> None:
    found = summary(plan)
    evening = plan.evening
    assert found["chats_offered"] == len(evening.chats)
    assert found["chats_answered"] == len(evening.chats) - 2
    assert found["calls_offered"] == found["calls_answered"] == evening.calls
    assert found["letters_answered"] == evening.letters
    assert found["calls_came_by"] == BY_SIP


def outcome(plan: Plan, held: Held, **changes: object) -> Outcome:
    return Outcome(summary(plan, held=held) | changes, [], [], "", held.adds)


def test_two_runs_are_compared_in_every_count_but_the_time_and_the_chats(plan: Plan) -> None:
    calm = outcome(plan, chats(plan))
    assert differences(calm, outcome(plan, chats(plan, missed=5), seconds=99)) == []
    assert differences(calm, outcome(plan, chats(plan), contacts_handled=3)) != []
    assert differences(calm, outcome(plan, chats(plan), volunteers_admitted=71)) == [
        "volunteers_admitted is 71 with faults and 72 without"
    ]


def test_every_part_is_killed_in_each_round_and_the_same_in_every_run() -> None:
    first, again = (list(islice(victims(chance("faults")), 12)) for _ in range(2))
    assert first == again
    assert {parts[0] for parts in first[:6]} == set(PARTS)
