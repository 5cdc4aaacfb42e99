"""Pass-phrases: six Dutch words, and what is derived from them.

The words are random and the service's own: 7,776 to the 6th (2 to the 77th) phrases are equally
likely, so that one salt serves all. That a phrase finds its mailbox without trying each takes one
salt. The pepper stands in a setting: whoever has the database only cannot even begin to guess.
"""

import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

WORDS_IN_A_PHRASE = 6
MOST_CHARACTERS = 100
# OWASP, Password Storage Cheat Sheet: 19 MiB, two passes, one lane. Three at once fit into a pod.
MEMORY_KIB, ITERATIONS, LANES = 19_456, 2, 1
SALT = b"sensoor/contacts/mailbox/1"
LOOKUP_BYTES = KEY_BYTES = 32
BETWEEN = re.compile(r"[\W\d_]+")


def _words() -> tuple[str, ...]:
    lines = (Path(__file__).parent / "woorden.txt").read_text("utf-8").splitlines()
    return tuple(line for line in lines if not line.startswith("#"))


WORDS = _words()
KNOWN = frozenset(WORDS)


@dataclass(frozen=True, slots=True)
class PhraseKeys:
    """What a phrase derives: `lookup` finds its mailbox, `key` opens it."""

    lookup: bytes
    key: bytes


def new_phrase() -> str:
    """Return six random words, with a space between them."""
    return " ".join(secrets.choice(WORDS) for _ in range(WORDS_IN_A_PHRASE))


def read_phrase(typed: str) -> str | None:
    """Return what was typed as a phrase, whatever stands between its words; None: it is none."""
    words = BETWEEN.sub(" ", typed[:MOST_CHARACTERS].casefold()).split()
    return " ".join(words) if len(words) == WORDS_IN_A_PHRASE and KNOWN.issuperset(words) else None


def derive(phrase: str, pepper: bytes) -> PhraseKeys:
    """Return what a phrase derives (Argon2id); it takes 20 to 100 ms and 19 MiB."""
    derived = Argon2id(
        salt=SALT, length=LOOKUP_BYTES + KEY_BYTES, iterations=ITERATIONS, lanes=LANES,
        memory_cost=MEMORY_KIB, secret=pepper,
    ).derive(phrase.encode())  # fmt: skip
    return PhraseKeys(derived[:LOOKUP_BYTES], derived[LOOKUP_BYTES:])
