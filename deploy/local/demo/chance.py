"""Random draws that are the same in every run: a generator for each purpose, from one seed."""

import math
from collections.abc import Mapping, Sequence
from random import Random
from typing import TypeVar
from uuid import UUID, uuid5

SEED = 20141030
_NAMESPACE = UUID("5e450000-0000-5000-8000-000020141030")

Choice = TypeVar("Choice")


def chance(purpose: str) -> Random:
    """Return the generator of a purpose; it is independent of the other purposes."""
    return Random(f"{SEED} {purpose}")  # noqa: S311


def key(*item: object) -> str:
    """Return the `Idempotency-Key` of an item: the same in a retry and in another run."""
    return str(uuid5(_NAMESPACE, " ".join(map(str, (SEED, *item)))))


def one_of(random: Random, weights: Mapping[Choice, float]) -> Choice:
    """Draw one key with a probability in proportion to its weight."""
    return random.choices(list(weights), list(weights.values()))[0]


def apportion(number: int, weights: Sequence[float], least: int = 0) -> list[int]:
    """Divide `number` by weight: each gets its whole part, the largest remainders get one more.

    Each gets `least` first, as far as the number goes.
    """
    least = min(least, number // len(weights))
    rest = number - least * len(weights)
    shares = [rest * weight / sum(weights) for weight in weights]
    wholes = [math.floor(share) for share in shares]
    by_remainder = sorted(range(len(shares)), key=lambda place: wholes[place] - shares[place])
    for place in by_remainder[: rest - sum(wholes)]:
        wholes[place] += 1
    return [least + whole for whole in wholes]
