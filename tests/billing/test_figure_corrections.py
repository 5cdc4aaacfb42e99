"""Inhabitants of a settled year, corrected afterwards: kept beside the figure, announced anew."""

import asyncio
from typing import Any

from shared.events.billing import MunicipalityRegistered

from tests.billing.given import (
    figures,
    given_contract,
    given_municipalities,
    given_settled,
    refusal,
)
from tests.platform import Platform
from tests.waiting import eventually

CORRECTIONS = "/v1/municipalities/GM0301/figure-corrections"


def correction(inhabitants: int = 47_100, as_of: str = "2016-01-01") -> dict[str, Any]:
    return {"asOf": as_of, "inhabitants": inhabitants}


async def test_a_figure_of_a_settled_year_is_corrected_and_its_price_stays(
    platform: Platform,
) -> None:
    client = (await platform.service("billing")).client
    await given_municipalities(client, figures("GM0301", 46_997))
    await given_contract(client, "GM0301")
    early = await client.post(CORRECTIONS, json=correction())
    assert refusal(early) == (409, "figure-not-settled")
    settled = await given_settled(client, 2016)
    answers = await asyncio.gather(*(client.post(CORRECTIONS, json=correction()) for _ in "123"))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    second = await client.post(CORRECTIONS, json=correction(47_101))
    assert second.json() == {
        "code": "GM0301", "asOf": "2016-01-01", "correction": 2, "before": 47_100,
        "inhabitants": 47_101,
    }  # fmt: skip
    assert (await client.get("/v1/settlements/2016")).json() == settled
    shown = (await client.get("/v1/municipalities/GM0301")).json()
    assert (shown["asOf"], shown["inhabitants"]) == ("2016-01-01", 47_101)

    async def announced() -> bool:
        return len(await platform.published(MunicipalityRegistered)) == 3

    await eventually(announced)
    told = await platform.published(MunicipalityRegistered)
    assert [each.data.inhabitants for each in told] == [46_997, 47_100, 47_101]
    assert [int(each.sequence) for each in told] == [1, 2, 3]


async def test_a_correction_that_makes_no_sense_is_refused(platform: Platform) -> None:
    client = (await platform.service("billing")).client
    await given_municipalities(client, figures("GM0301", 46_997), figures("GM0200"))
    await given_contract(client, "GM0301")
    await given_settled(client, 2016)
    unknown = CORRECTIONS.replace("GM0301", "GM9999")
    for path, body, refused in (
        (CORRECTIONS, correction(46_997), (409, "figure-unchanged")),
        (CORRECTIONS, correction(as_of="2016-03-01"), (400, "not-on-january-first")),
        (CORRECTIONS, correction(0), (400, "bad-input")),
        (CORRECTIONS, correction(as_of="2017-01-01"), (409, "figure-not-settled")),
        (unknown, correction(), (404, "no-such-municipality")),
    ):
        assert refusal(await client.post(path, json=body)) == refused
