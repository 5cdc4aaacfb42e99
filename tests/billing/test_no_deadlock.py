"""Imports and signatures that meet at the same municipalities wait, and never in a circle."""

import asyncio
import random

from billing.contracts.commands import SignContract
from billing.contracts.sign_contract import sign_contract
from billing.municipalities.commands import ImportMunicipalities
from billing.municipalities.import_municipalities import import_municipalities
from shared.database import Database
from shared.refusals import Refusal

from tests.billing.given import NOW, codes, contract_of, figures, import_of, kept_municipalities
from tests.platform import Platform

ROUNDS = 12


async def test_imports_and_signatures_in_crossing_orders_never_deadlock(
    platform: Platform,
) -> None:
    database = await platform.database("billing")
    wanted = codes(60)
    await kept_municipalities(database, wanted)
    chance = random.Random(1)

    async def take_in(number: int) -> None:
        for round_ in range(ROUNDS):
            shuffled = chance.sample(wanted, len(wanted))
            given = [figures(code, 2000 + number * ROUNDS + round_) for code in shuffled]
            command = ImportMunicipalities.model_validate(import_of(*given))
            async with database.commit() as connection:
                await import_municipalities(connection, command, NOW)

    async def sign(database: Database) -> None:
        for _ in range(ROUNDS):
            command = SignContract.model_validate(contract_of(*chance.sample(wanted, 20)))
            try:
                async with database.commit() as connection:
                    await sign_contract(connection, command, NOW)
            except Refusal:
                continue  # one of them is under contract by now: what matters is the waiting

    await asyncio.gather(*(take_in(number) for number in range(2)), sign(database), sign(database))
