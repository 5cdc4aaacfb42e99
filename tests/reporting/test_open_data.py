"""Open data over HTTP: for anybody, and sent again only when it has changed."""

import csv
import io
from uuid import uuid4

import httpx
from reporting.open_data.http_api import FILES
from shared.events.volunteers import LocationOpened

from tests.platform import Platform, Running
from tests.reporting.closing import closed
from tests.reporting.given import ALMELO, handled, location, missed

OVERIJSSEL = LocationOpened(location_id=ALMELO, name="Almelo", region="Overijssel")


async def open_to_all(platform: Platform) -> tuple[Running, httpx.AsyncClient]:
    """Return reporting with a month that can be closed, and whoever has no token."""
    reporting = await platform.service("reporting")
    there = {"answered_at_location_id": ALMELO}
    events = [
        location(), OVERIJSSEL, *(handled() for _ in range(40)), *(missed() for _ in range(20)),
        *(handled(channel="chat", topics=["debts"], **there) for _ in range(30)),
        *(handled(kind="misuse", topics=[], outcome="no_conversation") for _ in range(3)),
    ]  # fmt: skip
    for event in events:
        await platform.publish(event, aggregate_id=uuid4())
    await platform.handled("reporting", len(events))
    nobody = httpx.AsyncClient(transport=reporting.client._transport, base_url="http://open")
    return reporting, nobody


async def get(nobody: httpx.AsyncClient, name: str, **headers: str) -> httpx.Response:
    named = {key.replace("_", "-"): value for key, value in headers.items()}
    return await nobody.get(f"/open-data/{name}".rstrip("/"), headers=named)


async def test_the_series_say_what_the_reports_say_and_name_no_location(
    platform: Platform,
) -> None:
    reporting, nobody = await open_to_all(platform)
    await closed(reporting, "2016-03", "2016-Q1")
    told = csv.DictReader(io.StringIO((await get(nobody, "national.csv")).text))
    found = {(row["period"], row["figure"], row["name"]): row for row in told}
    report = (await reporting.client.get("/v1/reports/2016-03")).json()
    assert found["2016-03", "attempts", "total"]["count"] == str(report["attempts"])
    assert found["2016-Q1", "topics", "debts"]["count"] == "30"
    assert found["2016-03", "answered_by_kind", "misuse"]["shown"] == "false"
    assert {period for period, *_ in found} == {"2016-03", "2016-Q1"}
    regions = (await get(nobody, "regions.csv")).text
    assert {row["region"] for row in csv.DictReader(io.StringIO(regions))} == {
        "Gelderland", "Overijssel",
    }  # fmt: skip
    assert not [word for word in (str(ALMELO), "Almelo") if word in regions]


async def test_a_copy_that_is_still_right_is_not_sent_again(platform: Platform) -> None:
    reporting, nobody = await open_to_all(platform)
    # given copies of all files, before anything is published
    before = {name: (await get(nobody, name)).headers["etag"] for name in FILES}
    # when a month is published, then all of them have changed
    await closed(reporting, "2016-03")
    for name, tag in before.items():
        answer = await get(nobody, name, if_none_match=tag)
        assert (answer.status_code, answer.headers["etag"] != tag) == (200, True), name
        assert answer.headers["cache-control"] == "public, max-age=3600"
        assert "set-cookie" not in answer.headers
        # then a copy of what is there now is known by its tag, and by its moment
        etag, changed = answer.headers["etag"], answer.headers["last-modified"]
        for known in ({"if_none_match": f'"other", {etag}'}, {"if_modified_since": changed}):
            again = await get(nobody, name, **known)
            assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
        for other in ("Tue, 01 Mar 2016 00:00:00 GMT", "yesterday"):
            assert (await get(nobody, name, if_modified_since=other)).status_code == 200
    packed = await get(nobody, "national.csv", accept_encoding="gzip")
    plain = await get(nobody, "national.csv", accept_encoding="identity")
    assert (packed.headers["content-encoding"], packed.content) == ("gzip", plain.content)
    assert "content-encoding" not in plain.headers
    # and the page leads to each file
    page = await get(nobody, "", accept_language="en")
    assert not [name for name in FILES if f'href="/open-data/{name}"' not in page.text]
    assert "March 2016" in page.text
