"""What is said in the chats of the demo: harmless, and each with a marker that can be looked for.

No word of a chat is kept anywhere, so the marker must be found nowhere (marker_scan.py).
"""

import re
from collections.abc import Iterable

from contacts.words.transcript import Word

from demo.chance import key

MARKER = f"heron-{key('words')[:8]}"
SAYINGS = (
    "the kettle is on", "it rained on the washing", "the cat sits in the window",
    "the train was late", "there is frost on the roof", "the neighbour plays the piano",
    "the tulips are out", "the soup was too salty",
)  # fmt: skip
GOODBYE = "thank you, goodbye"
_SAID = re.compile(rf"{MARKER} (\d+)\.(\d+) ")


def saying(number: int, turn: int) -> str:
    """Return what the help seeker of a chat says in a turn, from 1 on."""
    return f"{MARKER} {number}.{turn} {SAYINGS[(number + turn) % len(SAYINGS)]}"


def goodbye(number: int, turn: int) -> str:
    """Return the last word of a help seeker who leaves the end to the listener."""
    return f"{MARKER} {number}.{turn} {GOODBYE}"


def reply(text: str) -> str:
    """Return the listener's answer to what was said: it carries the same numbers."""
    return f"{text}, and how was that?"


def is_goodbye(text: str) -> bool:
    """Return whether the help seeker says goodbye."""
    return text.endswith(GOODBYE)


def order_broken(log: Iterable[Word]) -> bool:
    """Return whether a word of either side is missing, doubled, of another chat or out of order."""
    words = list(log)
    chats = set()
    for side in ("seeker", "listener"):
        said = [_SAID.match(word.text) for word in words if word.by == side]
        turns = [int(found[2]) if found else 0 for found in said]
        if turns != list(range(1, len(turns) + 1)):
            return True
        chats |= {found[1] for found in said if found}
    return len(chats) > 1
