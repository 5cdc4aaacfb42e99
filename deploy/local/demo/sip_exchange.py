"""The real Kamailio with the real edge, and sipp as callers and as the listeners' telephones.

Nothing but its two programs has to be installed: Debian's `kamailio`, `kamailio-extra-modules` and
`sip-tester`. It listens on this machine alone.
"""

import os
import shutil
import signal
import socket
import subprocess
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from sensoor.embedded.ports import free_port, release_port
from sensoor.embedded.program import Program, bare_environment, python_program, start

from demo.retrying import until

NEEDED = ("kamailio", "sipp")
INSTALL = "apt install kamailio kamailio-extra-modules sip-tester"
# Where distributions keep a module that is not in Kamailio's own package.
EXTRA_MODULE = ("lib*/kamailio/modules/evapi.so", "lib/*/kamailio/modules/evapi.so")
OURS = Path(__file__).parents[2] / "telephony"
SCENARIOS = Path(__file__).parent / "scenarios"
# Callers have an address of their own, so that it can be looked for.
HERE, CALLERS = "127.0.0.1", "127.0.0.2"
CALLER = "+31612345678"
HEARD_WITHIN = 20.0
THERE, AWAY = "the edge is there", "the edge is away"


def program(name: str) -> str | None:
    """Return where a program is installed; Debian keeps servers out of the usual path."""
    return shutil.which(name, path=os.environ.get("PATH", os.defpath) + ":/usr/sbin")


def lacking() -> list[str]:
    """Return what is not installed here."""
    missing = [name for name in NEEDED if program(name) is None]
    if not any(found for place in EXTRA_MODULE for found in Path("/usr").glob(place)):
        missing.append("kamailio-extra-modules")
    return missing if OURS.is_dir() else [*missing, "deploy/telephony"]


def in_memory() -> str | None:
    """Return a folder that is never written to a disk; None where there is none."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108


def udp_port() -> int:
    """Return a port that nobody uses."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind((HERE, 0))
        return int(probe.getsockname()[1])


def sipp(scenario: str, *more: str, address: str, port: int) -> list[str]:
    """Return a command of sipp."""
    return [
        program("sipp") or "sipp", "-sf", str(SCENARIOS / f"{scenario}.xml"), "-i", address,
        "-p", str(port), "-nostdin", "-deadcall_wait", "0", *more,
    ]  # fmt: skip


@dataclass
class SipExchange:
    """Kamailio, the edge and the telephones in a folder, and what they write.

    `memory` is where Kamailio keeps the addresses of calls: both sides' are in it. `contacts` is an
    address, `secret` what the edge signs with, `fallback` the fixed list. Contacts is told every
    `alive_every` seconds which calls there are.
    """

    folder: Path
    memory: Path
    contacts: str
    secret: str
    announcements: bool = True
    diversions: str = "{}"
    fallback: str = "391,291"
    alive_every: int = 5
    sip: int = field(default_factory=udp_port)
    telephones: int = field(default_factory=udp_port)
    edge_port: int = field(default_factory=lambda: free_port(26800))
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def configure(self) -> None:
        """Write what an operator writes."""
        shutil.copytree(OURS / "memory", self.memory, dirs_exist_ok=True)
        shutil.copy(OURS / "kamailio.cfg", self.folder)
        telephones = f'"{HERE}:{self.telephones}"'
        defined = {
            "LISTEN": f"udp:{HERE}:{self.sip}", "TRUNK": f'"{CALLERS}/32"',
            "LISTENERS": telephones, "FALLBACK": f'"{self.fallback}"',
            "EDGE": f'"{HERE}:{self.edge_port}"', "MEMORY": f'"text://{self.memory}"',
        }  # fmt: skip
        if self.announcements:
            defined["ANNOUNCEMENTS"] = telephones
        lines = [f"#!define {name} {value}" for name, value in defined.items()]
        lines.append(f'#!substdef "!ALIVE_EVERY!{self.alive_every}!g"')
        (self.folder / "settings.cfg").write_text("\n".join(lines) + "\n")

    def begin(self, name: str, program: Program) -> None:
        """Start a process."""
        self.running[name] = start(program, self.folder / f"{name}.log")

    def begin_kamailio(self) -> None:
        """Start Kamailio as who we are, in the foreground."""
        folder = str(self.folder)
        command = [
            program("kamailio") or "kamailio", "-f", f"{folder}/kamailio.cfg", "-DD", "-E",
            "-w", folder, "-Y", folder, "-m", "64", "-M", "8",
        ]  # fmt: skip
        # It ends its own processes when it is told to end.
        made = Program(command, bare_environment(), death_signal=signal.SIGTERM)
        self.begin("kamailio", made)

    async def begin_edge(self) -> None:
        """Start the edge, and wait until Kamailio knows it."""
        before = self.log("kamailio").count(THERE)
        settings = {
            "CONTACTS_URL": self.contacts, "EXCHANGE_SECRETS": self.secret,
            "KAMAILIO_PORT": str(self.edge_port), "DIVERSIONS": self.diversions,
        }  # fmt: skip
        self.begin("edge", python_program("edge.main", **settings))
        there = partial(self.logged, "kamailio", THERE, before + 1)
        await until(there, "Kamailio knows the edge", HEARD_WITHIN)

    async def end_edge(self) -> None:
        """End the edge, and wait until Kamailio knows it."""
        before = self.log("kamailio").count(AWAY)
        self.end("edge")
        away = partial(self.logged, "kamailio", AWAY, before + 1)
        await until(away, "Kamailio knows that the edge is away", HEARD_WITHIN)

    def begin_telephones(self) -> None:
        """Start the telephones of all listeners, and the announcements."""
        command = sipp("listener", "-trace_msg", "-message_file", str(self.folder / "heard.log"),
                       address=HERE, port=self.telephones)  # fmt: skip
        self.begin("telephones", Program(command, bare_environment()))

    async def call(
        self, scenario: str, number: str, *more: str, caller: str = CALLER, diverted: str = "",
        within: float = 20,
    ) -> int:  # fmt: skip
        """Let somebody call, as a scenario says; return how many of the calls went otherwise."""
        port = udp_port()
        name = f"{scenario}-{port}"
        command = sipp(
            scenario, f"{HERE}:{self.sip}", "-m", "1", "-key", "number", number, "-key", "caller",
            caller, "-key", "diverted", diverted, "-d", "100", "-pause_msg_ign", "-trace_err",
            "-error_file", str(self.folder / f"{name}-errors.log"), *more,
            address=CALLERS, port=port,
        )  # fmt: skip
        self.begin(name, Program(command, bare_environment()))
        try:
            await until(partial(self.is_over, name), f"{scenario} is over", within)
            return self.running[name].returncode
        finally:
            self.end(name)

    def rung(self) -> list[str]:
        """Return whom Kamailio has rung, each INVITE once, in order."""
        lines = self.log("heard").splitlines()
        return [
            line.split("sip:")[1].split("@")[0] for line in lines if line.startswith("INVITE sip:")
        ]

    def log(self, name: str) -> str:
        """Return what a process has written."""
        path = self.folder / f"{name}.log"
        return path.read_text(errors="replace") if path.exists() else ""

    async def logged(self, name: str, text: str, times: int = 1) -> bool:
        """Say whether a process has written something so many times."""
        return self.log(name).count(text) >= times

    async def is_over(self, name: str) -> bool:
        """Say whether a process has ended by itself."""
        return self.running[name].poll() is not None

    def end(self, name: str) -> None:
        """End a process."""
        process = self.running.pop(name)
        process.terminate()
        process.wait()

    def end_all(self) -> None:
        """End every process that runs."""
        for name in list(self.running):
            self.end(name)
        release_port(self.edge_port)


@asynccontextmanager
async def sip_exchange(
    folder: Path, contacts: str, secret: str, **given: object
) -> AsyncIterator[SipExchange]:
    """Yield an exchange that is up; what it writes lies in the folder, addresses in memory only."""
    with ExitStack() as stack:
        memory = stack.enter_context(TemporaryDirectory(prefix="sensoor-calls-", dir=in_memory()))
        made = SipExchange(folder, Path(memory), contacts, secret, **given)  # type: ignore[arg-type]
        made.configure()
        stack.callback(made.end_all)
        made.begin_telephones()
        made.begin_kamailio()
        await made.begin_edge()
        yield made
