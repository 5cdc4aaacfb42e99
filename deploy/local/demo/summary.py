"""The summary: what services and bus hold in the end, compared with the plan."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from demo.calls import CallsPlayed
from demo.chats_held import Held
from demo.checker import Account
from demo.plan import Plan

Totals = Mapping[str, Mapping[str, Any]]

# Each number of the summary: the service that owns it, and its name there.
COUNTED = {
    "municipalities": ("billing", "municipalities"),
    "contracts_signed": ("billing", "contractsSigned"),
    "invoices_issued": ("billing", "invoicesIssued"),
    "invoice_numbers_gapless": ("billing", "invoiceNumbersGapless"),
    "invoiced_total": ("billing", "invoicedTotal"),
    "volunteers_admitted": ("volunteers", "volunteersAdmitted"),
    "shifts_filled": ("volunteers", "shiftsFilled"),
    "contacts_handled": ("contacts", "contactsHandled"),
    "conversations": ("contacts", "conversations"),
    "contacts_missed": ("contacts", "contactsMissed"),
    "referrals_made": ("contacts", "referralsMade"),
}


def summary_of(
    totals: Totals, account: Account, billed: Mapping[str, Any], received: int, held: Held, *,
    calls: CallsPlayed, words_found: int, rebuild_identical: bool, seconds: float,
) -> dict[str, Any]:  # fmt: skip
    """Return the summary. Amounts are decimal strings; `seconds` is the whole demo's time.

    `billed` are the offer's amounts and what came of the invoices, by their names in the summary.
    `words_found` is the number of places that hold a help seeker's word or a caller's number.
    """
    counted = {name: totals[service][total] for name, (service, total) in COUNTED.items()}
    of_billing = {name: counted[name] for name in counted if COUNTED[name][0] == "billing"}
    return {
        **of_billing,
        **billed,
        **counted,
        "referrals_received_by_partner": received,
        **held.summary,
        "calls_came_by": calls.came_by,
        "calls_on_the_fixed_list": calls.by_itself,
        "words_found_anywhere": words_found,
        "events_published": account.events_published,
        "events_projected": account.events_projected,
        "events_lost": account.events_lost,
        "events_duplicated": account.events_duplicated,
        "dead_letters": account.dead_letters,
        "rebuild_identical": rebuild_identical,
        "seconds": round(seconds, 1),
    }


def wrong(
    summary: Mapping[str, Any], plan: Plan, foreign: Mapping[str, Decimal],
    offered: Mapping[str, str], held: Held,
) -> list[str]:  # fmt: skip
    """Return the differences from the plan, in words.

    `foreign` is the amount that others made. How many chats and calls are answered is not planned:
    time and chance decide, and `held` is what they add to the plan.
    """
    must: dict[str, Any] = {
        name: number + held.adds.get(name, 0) + foreign.get(name, 0)
        for name, number in plan.totals.items()
    }
    must |= plan.money | {"vng_lines_within_a_cent": True}
    must |= {name: Decimal(amount) for name, amount in offered.items()}
    must |= {"events_lost": 0, "events_duplicated": 0, "dead_letters": 0}
    must |= {"words_found_anywhere": 0}
    evening = plan.evening
    must |= {
        "chats_offered": max(len(evening.chats), held.offered("chat")),
        "calls_offered": max(evening.calls, held.offered("telephone")),
        "letters_answered": max(evening.letters, held.summary["letters_answered"]),
    }
    must |= {"invoice_numbers_gapless": True, "rebuild_identical": True}
    return [
        f"{name} is {summary[name]} and must be {wanted}"
        for name, wanted in must.items()
        if (summary[name] if isinstance(wanted, bool) else Decimal(summary[name])) != wanted
    ]
