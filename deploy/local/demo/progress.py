"""The demo's progress: its step at each service, and the events in and out."""

from dataclasses import dataclass, field

CHATS = "chats"
SHOWN = ("billing", "volunteers", "contacts", CHATS, "reporting", "113online")


@dataclass
class Doing:
    """The current step at one service, and its retries."""

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
        """Count a retry; `why` is a status or the name of an error."""
        self.retries += 1
        self.why = why

    @property
    def asked_again(self) -> str:
        """Return the number of retries, and the reason of the last."""
        return f"{self.retries} ({self.why})" if self.retries else ""

    @property
    def told(self) -> str:
        """Return the step and its progress in words."""
        return f"{self.step} {self.done:,}/{self.of:,}" if self.of else self.step


@dataclass
class Board:
    """What is shown: one line for each service, the chats, and the partner."""

    lines: dict[str, Doing] = field(default_factory=lambda: {name: Doing() for name in SHOWN})

    def __getitem__(self, name: str) -> Doing:
        return self.lines[name]
