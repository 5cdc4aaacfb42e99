"""Two worlds that differ in hidden counts alone: no endpoint of reporting tells them apart.

What a page, a file or an API answers is asked of every endpoint in the table.
An endpoint that read a count past the gate would answer differently.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from reporting.accountability import http_api as accountability_api
from reporting.accountability import pages as accountability_pages
from reporting.books.close_period import close_period
from reporting.books.periods import period_of
from reporting.dashboard import pages as dashboard_pages
from reporting.main import SITE
from reporting.roles import ROLES
from shared.events.envelope import Event
from shared.roles import Role

from tests import issuing
from tests.platform import Platform, Running
from tests.reporting.given import ALMELO, ZUTPHEN, handled, location, missed, municipality, others
from tests.reporting.test_reports import times, told

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
PERIODS = ("2016-03", "2016-Q1", "2016")
WITHIN = {
    "region": "Gelderland", "location_id": str(ZUTPHEN), "code": "GM0301", "date": "2016-03-14",
}  # fmt: skip
# What each answer has anew: the nonce of its policy, and the token of its forms.
CHANGING = re.compile(rb'nonce="[^"]*"|name="_csrf" value="[^"]*"')
# In the one world three were misuse at Zutphen and six silent; in the other it is six and three,
# and at Almelo the other way round. The same of two topics.
SWAP = """
UPDATE contact SET kind = CASE kind WHEN 'misuse' THEN 'silent' ELSE 'misuse' END
WHERE kind IN ('misuse', 'silent') AND contact_id = ANY (
    SELECT contact_id FROM contact WHERE duration_minutes = 7);
UPDATE contact SET topics = CASE topics[1] WHEN 'debts' THEN '{study}' ELSE '{debts}' END::text[]
WHERE topics[1] IN ('debts', 'study');
DELETE FROM closing;
DELETE FROM published_report;
"""


def first_world() -> Iterator[Event]:
    yield location()
    yield location(ALMELO, "Almelo")
    yield municipality()
    yield from others()
    yield from times(60, handled)
    yield from times(60, handled, answered_at_location_id=ALMELO)
    yield from times(40, missed)
    for place, few, more in ((ZUTPHEN, "misuse", "silent"), (ALMELO, "silent", "misuse")):
        of_none = {"answered_at_location_id": place, "topics": [], "duration_minutes": 7}
        yield from times(3, handled, kind=few, outcome="no_conversation", **of_none)
        yield from times(6, handled, kind=more, outcome="no_conversation", **of_none)
    for place, few, more in ((ZUTPHEN, "debts", "study"), (ALMELO, "study", "debts")):
        yield from times(3, handled, topics=[few], answered_at_location_id=place)
        yield from times(6, handled, topics=[more], answered_at_location_id=place)


def addresses() -> Iterator[tuple[str, Role]]:
    """Yield each address to read, for every period, with a role that may."""
    for operation, roles in {**SITE.rows(), **ROLES}.items():
        method, path = operation.split(" ")
        if method == "GET" and "sign-" not in path and not path.endswith("/live"):
            for period in PERIODS if "{period}" in path else PERIODS[:1]:
                year = {"period": period, "year": "2016"}
                address = re.sub(r"\{(\w+)\}", lambda found: (WITHIN | year)[found[1]], path)  # noqa: B023
                yield address, next(iter(roles))


async def answers(reporting: Running) -> dict[tuple[str, Role], str]:
    for name in PERIODS:
        await close_period(reporting.database, period_of(name), NOW)
    found = {}
    for address, role in addresses():
        answer = await reporting.client.get(address, headers=issuing.header_for(role))
        assert answer.status_code in (200, 303), (address, answer.text)
        found[(address, role)] = CHANGING.sub(b"", answer.content).hex()
    return found


async def test_no_endpoint_tells_apart_what_differs_in_hidden_counts_alone(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A PDF says when it was made; the dashboard tells the last quarter hour.
    for module in (accountability_api, accountability_pages, dashboard_pages):
        monkeypatch.setattr(module, "now", lambda: NOW)
    reporting = await told(platform, *first_world())
    one = await answers(reporting)
    async with reporting.database.commit() as connection:
        await connection.execute(SWAP)
    other = await answers(reporting)
    assert len(one) > 50
    assert [which for which in one if one[which] != other[which]] == []

    async with reporting.database.commit() as connection:  # the control: what is shown is told
        await connection.execute(SWAP + "UPDATE contact SET channel = 'chat' WHERE kind <> 'test'")
    await close_period(reporting.database, period_of("2016-03"), NOW)
    month = await reporting.client.get("/v1/reports/2016-03")
    assert month.content.hex() not in one.values()
