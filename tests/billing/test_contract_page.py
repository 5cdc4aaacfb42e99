"""Finance's page of one contract: its history, and the forms by which it ends."""

import html
import re

import httpx

from tests.billing.given import figures, given_contract, given_municipalities
from tests.platform import Platform

HTML = {"Accept": "text/html", "Accept-Language": "en"}


async def shown(client: httpx.AsyncClient, path: str) -> str:
    answer = await client.get(path, headers=HTML)
    assert answer.status_code == 200, answer.text
    return re.sub(r"\s+", " ", html.unescape(answer.text))


async def sent(client: httpx.AsyncClient, path: str, form: dict[str, str]) -> tuple[int, str]:
    answer = await client.post(path, data=form, headers=HTML, follow_redirects=False)
    return answer.status_code, html.unescape(answer.text)


async def test_finance_lets_a_municipality_leave_and_ends_a_contract(platform: Platform) -> None:
    client = (await platform.service("billing")).client
    await given_municipalities(
        client, figures("GM0301", name="Zutphen"), figures("GM0200", name="Apeldoorn")
    )
    signed = await given_contract(client, "GM0301", "GM0200", payer="VNG")
    address = f"/billing/contracts/{signed['contractId']}"
    page = await shown(client, address)
    assert "Contract of VNG" in page
    assert "Apeldoorn (GM0200)" in page
    status, said = await sent(
        client, f"{address}/opt-outs", {"code": "GM0200", "leavesOn": "2019-01-01"}
    )
    assert status == 400
    assert "Give a day before its last" in said
    assert (await sent(client, f"{address}/opt-outs", {"code": "GM0200"}))[0] == 400
    left = {"code": "GM0200", "leavesOn": "2016-12-31"}
    assert (await sent(client, f"{address}/opt-outs", left))[0] == 303
    status, said = await sent(client, f"{address}/end", {"on": "2017-06-30", "reason": "break"})
    assert status == 409
    assert "no break date" in said
    agreed = {"on": "2017-06-30", "reason": "agreed"}
    assert (await sent(client, f"{address}/end", agreed))[0] == 303
    page = await shown(client, address)
    assert "ends on 30 Jun 2017" in page
    assert "ended by agreement" in page
    assert "End it early" not in page
