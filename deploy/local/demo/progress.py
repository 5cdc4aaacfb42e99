"""How far the demo is: what it does with each service, and what has gone in and out."""

from dataclasses import dataclass, field

SHOWN = ("billing", "volunteers", "contacts", "reporting", "113online")


@dataclass
class Doing:
    """What is being done with one service, and how often it had to be asked again."""

    step: str = "waits"
    done: int = 0
    of: int = 0
    retries: int = 0
    why: str = ""
    events_out: int = 0
    events_in: int = 0

    def begin(self, step: str, of: int = 0) -> None:
        """Begin another step, of so many items (0: not counted)."""
        self.step, self.done, self.of = step, 0, of

    def ask_again(self, why: str) -> None:
        """Note that it had to be asked again: a status, or the name of an error."""
        self.retries += 1
        self.why = why

    @property
    def asked_again(self) -> str:
        """How often it had to be asked again, and why the last time."""
        return f"{self.retries} ({self.why})" if self.retries else ""

    @property
    def told(self) -> str:
        """The step and how far it is, in words."""
        return f"{self.step} {self.done:,}/{self.of:,}" if self.of else self.step


@dataclass
class Board:
    """What is shown: one line for each service, and for the partner."""

    lines: dict[str, Doing] = field(default_factory=lambda: {name: Doing() for name in SHOWN})

    def __getitem__(self, name: str) -> Doing:
        return self.lines[name]
