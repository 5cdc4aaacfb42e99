"""Billing: municipalities sign the offer, a year is settled, invoiced, and mostly paid."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from demo import figures
from demo.chance import key
from demo.client import Api, each
from demo.figures import Municipality
from demo.foreign_rows import OwnIds
from demo.invented_parties import parties_csv
from demo.invoices_story import play_invoices
from demo.one_payer import bill_one_payer
from demo.plan import Plan
from demo.retrying import retry

CENT = Decimal("0.01")


async def play_billing(
    billing: Api, plan: Plan, own: OwnIds, database: str, folder: Path
) -> dict[str, Any]:
    """Play it to the last reminder; return what the summary says of offer and invoices.

    `database` is billing's. In `folder` a few documents are kept for people to open.
    """
    own.municipalities.update(one.code for one in plan.municipalities)
    billing.doing.begin("takes in the figures of CBS")
    await billing.post("/v1/municipality-imports", _figures(plan), key("figures"))
    billing.doing.begin("takes in the addresses of who pays")
    parties = parties_csv(plan.signing)
    await billing.post_file("/v1/party-imports", parties, "text/csv", key("parties"))
    billing.doing.begin("quotes the offer")
    quoted = {
        f"zutphen_offer_{year}": await _quote(billing, year) for year in figures.OFFER_AMOUNTS
    }

    async def sign(municipality: Municipality) -> None:
        signed = await billing.post(
            "/v1/contracts", _contract(municipality), key("sign", municipality.code)
        )
        own.contracts.add(signed["contractId"])

    await each(billing.doing, "signs contracts", plan.signing, sign)
    billing.doing.begin(f"settles {figures.SETTLED_YEAR}")
    await billing.post("/v1/settlements", {"year": figures.SETTLED_YEAR}, key("settle"))
    billed = await play_invoices(billing, own, database, folder)
    billing.doing.begin("bills the year with the VNG as the one payer")
    codes = [one.code for one in plan.signing]
    terms = _contract(plan.signing[0])
    of_vng = await retry(lambda: bill_one_payer(database, codes, terms))
    differ = max(abs(of_vng[code] - total) for code, total in billed.totals.items())
    billing.doing.begin("has invoiced everybody")
    return {
        **quoted, **billed.summary,
        "vng_total": str(sum(of_vng.values())), "vng_lines_within_a_cent": differ <= CENT,
    }  # fmt: skip


async def _quote(billing: Api, year: int) -> str:
    quote = await billing.post(
        "/v1/quotes",
        {"inhabitants": figures.OFFER_INHABITANTS, "participation": "100%", "year": year},
    )
    amount: str = quote["amount"]
    return amount


def _figures(plan: Plan) -> dict[str, Any]:
    return {
        "asOf": _day(figures.FIGURES_OF),
        "municipalities": [
            {
                "code": one.code,
                "name": one.name,
                "province": one.province,
                "inhabitants": one.inhabitants,
            }
            for one in plan.municipalities
        ],
    }


def _contract(municipality: Municipality) -> dict[str, Any]:
    return {
        "payer": municipality.code,
        "beneficiaries": [municipality.code],
        "signedOn": _day(figures.SIGNED_ON),
        "from": _day(figures.FROM),
        "until": _day(figures.UNTIL),
    }


def _day(day: date) -> str:
    return day.isoformat()
