"""Callers, by the real Kamailio, edge and sipp; where these are not installed by Python."""

import os
import secrets
import warnings
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, Protocol
from uuid import UUID

import httpx
import pytest
from demo.exchange import Exchange, play_call
from demo.sip_exchange import SCENARIOS, SipExchange, lacking
from sensoor.embedded.program import Program

from tests.journeys.scanner import Place, files

NATIONAL = "0900001"
EXTENSION = "201"
# Who calls, and the name that their telephone sends with the number.
NAME = "Zwaluwe-Roerdomp"
How = Literal["talks", "listens", "withheld"]
# What Kamailio, the edge and the telephones write; what sipp writes as a caller is the caller's.
WRITTEN = ("kamailio.log", "edge.log", "heard.log", "memory")


# The edge, but for how long it waits for contacts.
PATIENT_EDGE = """
from edge import main, questions
questions.ANSWER_SECONDS = 14
main.main()
"""


class PatientExchange(SipExchange):
    """An exchange that waits for contacts as long as a busy machine takes, not two seconds."""

    def configure(self) -> None:
        super().configure()
        file = self.folder / "kamailio.cfg"
        file.write_text(file.read_text().replace("$var(seconds) = 2;", "$var(seconds) = 15;"))

    def begin(self, name: str, program: Program) -> None:
        if name == "edge":
            command = [*program.command[:-2], "-c", PATIENT_EDGE]
            program = replace(program, command=command)
        super().begin(name, program)


class Callers(Protocol):
    """Whoever calls."""

    async def call(self, caller: str, how: How = "talks") -> str:
        """Call, and return what was rung: the extension of a listener, or a message.

        Who `talks` hangs up, and whose number is `withheld` too; who `listens` hears a message.
        """

    async def tomorrow(self, contacts: str) -> None:
        """Let the next day begin for the exchange, and let it ask contacts at this address."""


@dataclass
class Kamailio:
    """Callers by sipp. The exchange is in `folder`."""

    folder: Path
    exchange: SipExchange

    async def call(self, caller: str, how: How = "talks") -> str:
        scenario = str(self.folder / how)
        assert await self.exchange.call(scenario, NATIONAL, caller=caller, within=60) == 0
        return self.exchange.rung()[-1]

    async def tomorrow(self, contacts: str) -> None:
        self.exchange.contacts = contacts
        await self.exchange.end_edge()
        await self.exchange.begin_edge()


@dataclass
class Python:
    """Callers by signed requests; their tokens are made as the edge makes them."""

    exchange: Exchange
    tokens: defaultdict[str, str] = field(
        default_factory=lambda: defaultdict(lambda: secrets.token_hex(32))
    )

    async def call(self, caller: str, how: How = "talks") -> str:
        rung = []

        async def rings(_call: UUID, extension: str) -> bool:
            rung.append(extension)
            return True

        async def talks(_call: UUID) -> None:
            return

        token = secrets.token_hex(32) if how == "withheld" else self.tokens[caller[-9:]]
        ended = await play_call(self.exchange, NATIONAL, rings=rings, talks=talks, caller=token)
        return rung[-1] if ended == "talked" else f"message-{ended}"

    async def tomorrow(self, contacts: str) -> None:
        self.exchange.client.base_url = httpx.URL(contacts)
        self.tokens.clear()


def written(folder: Path) -> list[Place]:
    """Return what the exchange in this folder has written."""
    return [
        (name.replace("file", "exchange", 1), held) for name, held in files(folder)
        if name.removeprefix("file ").partition("/")[0] in WRITTEN
    ]  # fmt: skip


@asynccontextmanager
async def callers(folder: Path, contacts: str, secret: str) -> AsyncIterator[Callers]:
    """Yield callers whose exchange asks contacts at this address, and signs with this secret.

    What the exchange writes is in `folder`.
    """
    if absent := lacking():
        why = f"calls by Python, not by Kamailio: not installed here: {', '.join(absent)}"
        if os.environ.get("CI"):
            pytest.fail(why)
        warnings.warn(why, stacklevel=1)
        async with httpx.AsyncClient(base_url=contacts, trust_env=False, timeout=20) as client:
            yield Python(Exchange(client, secret))
        return
    made = PatientExchange(folder, folder / "memory", contacts, secret)
    made.configure()
    write_scenarios(folder)
    with ExitStack() as stack:
        stack.callback(made.end_all)
        made.begin_telephones()
        made.begin_kamailio()
        await made.begin_edge()
        yield Kamailio(folder, made)


def write_scenarios(folder: Path) -> None:
    """Write what callers do, each in the name that is looked for."""
    talks, listens = [
        (SCENARIOS / f"{name}.xml").read_text().replace("Jansen", NAME)
        for name in ("hangs_up", "is_left")
    ]
    withheld = talks.replace("X-Caller:", "Privacy: id\nX-Caller:", 1)
    for how, scenario in (("talks", talks), ("listens", listens), ("withheld", withheld)):
        (folder / f"{how}.xml").write_text(scenario)
