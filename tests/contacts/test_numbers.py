"""A number is of one line: one of ours, or a prepared accident line, whoever comes first."""

import asyncio
from uuid import UUID, uuid4

import pytest
from contacts.lines.keep_lines import keep_line, keep_lines
from contacts.lines.lock_numbers import lock_numbers
from contacts.lines.rules import NumberOfAccidentLine, OwnLine
from contacts.lines.stored_lines import load_lines
from contacts.surges.commands import ChangeLine, PrepareLine
from contacts.surges.prepare_line import change_line, prepare_line, remove_line
from contacts.surges.rules import NumberOfOwnLine

from tests.contacts.house import House, house_in_zutphen
from tests.platform import Platform
from tests.waiting import eventually

NUMBER = "0881234567"
ARE_WAITING = """
SELECT count(*) = 2 FROM pg_locks JOIN pg_database ON oid = database
WHERE datname = current_database() AND locktype = 'advisory' AND NOT granted
"""
NATIONAL, FOR_ACCIDENTS = OwnLine(NUMBER, "national"), OwnLine(NUMBER, "surge")


@pytest.fixture
async def house(platform: Platform) -> House:
    return await house_in_zutphen(platform)


async def prepare(house: House, number: str | None = NUMBER) -> UUID:
    command = PrepareLine(region="Gelderland", kind="accident", number=number, listeners_wanted=4)
    line_id: UUID = (await house.do(prepare_line, command)).line_id
    return line_id


async def change(house: House, line_id: UUID, number: str | None) -> None:
    command = ChangeLine(kind="accident", number=number, listeners_wanted=4)
    await house.do(change_line, line_id, command)


async def test_a_number_of_a_prepared_line_is_kept_for_no_other_line(house: House) -> None:
    # given
    line_id = await prepare(house)
    # then it is refused for one line and for all, and nothing is changed
    for use_case, given in (
        (keep_line, NATIONAL),
        (keep_lines, [OwnLine("1", "national"), NATIONAL]),
    ):
        with pytest.raises(NumberOfAccidentLine, match=f"{NUMBER}.* gelderland-1"):
            await house.do(use_case, given)
    assert await house.do(load_lines) == []
    # but what is heard while the accident line is closed is said by one of its kind
    await house.do(keep_line, FOR_ACCIDENTS)
    with pytest.raises(NumberOfAccidentLine):
        await house.do(keep_line, NATIONAL)
    # and once the accident line is gone the number is free
    await house.do(remove_line, line_id)
    await house.do(keep_line, NATIONAL)


async def test_a_number_of_ours_is_not_that_of_an_accident_line(house: House) -> None:
    # given
    await house.do(keep_line, OwnLine(NUMBER, "local", location_id=uuid4()))
    other = await prepare(house, None)
    # then
    for refused in (prepare(house), change(house, other, NUMBER)):
        with pytest.raises(NumberOfOwnLine, match=f"{NUMBER}.* local line"):
            await refused
    # and it is as soon as that line is kept for accidents
    await house.do(keep_line, FOR_ACCIDENTS)
    await change(house, other, NUMBER)


async def test_of_two_who_give_a_number_at_once_one_is_refused(house: House) -> None:
    async with house.database.commit() as connection:
        await lock_numbers(connection)
        both = asyncio.gather(house.do(keep_line, NATIONAL), prepare(house), return_exceptions=True)
        await until_both_wait(house)
    refused = [one for one in await both if isinstance(one, Exception)]
    assert [type(one) for one in refused] in ([NumberOfOwnLine], [NumberOfAccidentLine])


async def until_both_wait(house: House) -> None:
    """Wait until both look at the lock: what either sees is decided after this."""

    async def both() -> bool:
        async with house.database.commit() as connection:
            return bool(await connection.fetchval(ARE_WAITING))

    await eventually(both)
