"""Billing: municipalities sign the offer, a year is settled, and each gets its invoice."""

from datetime import date
from typing import Any

from demo import figures
from demo.chance import key
from demo.client import Api, each
from demo.figures import Municipality
from demo.foreign_rows import OwnIds
from demo.plan import Plan
from demo.retrying import until


async def play_billing(billing: Api, plan: Plan, own: OwnIds) -> dict[str, str]:
    """Play it to the last invoice; return the quoted amounts of the offer for Zutphen."""
    own.municipalities.update(one.code for one in plan.municipalities)
    billing.doing.begin("takes in the figures of CBS")
    await billing.post("/v1/municipality-imports", _figures(plan), key("figures"))
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
    await _all_invoiced(billing)
    billing.doing.begin("has invoiced everybody")
    return quoted


async def _quote(billing: Api, year: int) -> str:
    quote = await billing.post(
        "/v1/quotes",
        {"inhabitants": figures.OFFER_INHABITANTS, "participation": "100%", "year": year},
    )
    amount: str = quote["amount"]
    return amount


async def _all_invoiced(billing: Api) -> None:
    """Wait until each contract has its invoice; events issue them, one commit each."""
    signed = (await billing.get("/v1/totals"))["contractsSigned"]
    billing.doing.begin("issues invoices", signed)

    async def issued() -> bool:
        totals = await billing.get("/v1/totals")
        billing.doing.done = totals["invoicesIssued"]
        return bool(totals["invoicesIssued"] >= signed and not totals["obligationsOpen"])

    await until(issued, "an invoice for every contract")


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
