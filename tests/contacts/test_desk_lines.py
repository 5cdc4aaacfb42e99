"""The desk says by which line somebody comes: of a location, of a partner, or of an accident."""

from typing import Any
from uuid import UUID

import pytest
from contacts.desk.queries import load_desks
from contacts.surges.commands import PrepareLine
from contacts.surges.open_surge import open_surge
from contacts.surges.prepare_line import prepare_line

from tests.contacts.calling import LOCAL, NATIONAL, PARTNER, Telephones, telephones
from tests.platform import Platform

NUMBER = "0881234567"
PREPARED = PrepareLine(region="Gelderland", kind="disaster", number=NUMBER, listeners_wanted=4)
# The line, the location and the partner whose line it is, and the accident.
SAID = {
    NATIONAL: ("national", None, None, None),
    LOCAL: ("local", "Zutphen", None, None),
    PARTNER: ("partner", None, "113online", None),
    NUMBER: ("national", None, None, {"kind": "disaster", "region": "Gelderland"}),
}


@pytest.fixture
async def there(platform: Platform) -> Telephones:
    return await telephones(platform)


async def test_an_offer_a_call_and_what_is_to_be_registered_say_their_line(
    there: Telephones,
) -> None:
    # given
    anna = await there.listener("201")
    surge = await there.house.do(prepare_line, PREPARED)
    await there.house.do(open_surge, surge.line_id, there.house.now)
    for number, said in SAID.items():
        # when it rings, is answered and ends
        call_id, _ = await there.call(number)
        assert await line_of(there, anna, "offers") == said
        await there.exchange.happened(call_id, 1, "answered", extension="201")
        assert await line_of(there, anna, "chats") == said
        await there.exchange.happened(call_id, 2, "hung_up")
        assert await line_of(there, anna, "to_register") == said


async def line_of(there: Telephones, listener: UUID, part: str) -> tuple[Any, ...]:
    """Return what the newest attempt of a part of the desk says of its line."""
    desk = (await there.house.do(load_desks, [listener], there.house.now))[listener]
    found = getattr(desk, part)[-1]
    surge = found.surge and found.surge.model_dump()
    return found.line, found.line_location_name, found.line_organisation, surge
