"""The calls of which the exchange asks this process what comes next, until there is something."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from shared.database import Connection

from contacts.telephone.rules import Instruction
from contacts.telephone.stored_calls import load_instructions

# None: the database cannot be reached.
Next = asyncio.Future[Instruction | None]


class Calls:
    """Who asks here what comes next for a call."""

    def __init__(self) -> None:
        self.asking: dict[UUID, set[Next]] = {}

    @contextmanager
    def asked(self, call_id: UUID) -> Iterator[Next]:
        """Yield what will be told of a call as soon as it does not wait any more."""
        told: Next = asyncio.get_running_loop().create_future()
        self.asking.setdefault(call_id, set()).add(told)
        try:
            yield told
        finally:
            told.cancel()
            others = self.asking[call_id]
            others.discard(told)
            if not others:
                del self.asking[call_id]

    async def look(self, connection: Connection) -> None:
        """Tell what comes next for those calls that do not wait any more."""
        if not self.asking:
            return
        for call_id, instruction in (await load_instructions(connection, [*self.asking])).items():
            if instruction.action != "wait":
                self._tell(call_id, instruction)

    def tell_away(self) -> None:
        """Tell all that the database cannot be reached: the exchange acts by itself."""
        for call_id in list(self.asking):
            self._tell(call_id, None)

    def _tell(self, call_id: UUID, instruction: Instruction | None) -> None:
        for told in self.asking.get(call_id, ()):
            if not told.done():
                told.set_result(instruction)
