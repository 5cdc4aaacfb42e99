"""What an audit of the invoices finds: pure, on what is kept and what was told on the bus.

The documents of a series are a chain: each has the hash of the one before, and a hash of all its
own fields. Who changes one document breaks the chain. Who computes the whole chain anew is found
by the hashes that were told on the bus, which only the broker keeps.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

FIRST_HASH = "0" * 64
# What is checked, in the order in which it is told.
CHECKS = ("content", "chain", "number", "gap", "counter", "ledger", "file", "bus")
Hash = Callable[[Mapping[str, Any]], str]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong. `check` is a word of what was checked, `where` a number or a series."""

    check: str
    where: str
    says: str


@dataclass(frozen=True, slots=True)
class KeptDocument:
    """A document as the database has it; `fields` are all that its hash is of."""

    number: str
    series: str
    place: int
    previous_hash: str
    hash: str
    total: Decimal
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Counter:
    """The last place that was taken in a series, and the hash of the document there."""

    last: int
    last_hash: str


@dataclass(frozen=True, slots=True)
class Kept:
    """All that is audited.

    `documents` are in order of series and place. `posted` is what each document asks for by the
    ledger, in euros; `unbalanced` are the ids of entries that do not sum to zero. `files` are
    their names, `2016-00001.pdf`, with the hash that was kept and that of the content. `waiting`
    are numbers whose event has not been told yet.
    """

    documents: Sequence[KeptDocument]
    counters: Mapping[str, Counter]
    posted: Mapping[str, Decimal]
    unbalanced: Sequence[str]
    files: Sequence[tuple[str, str, str]]
    waiting: frozenset[str]


def audit(kept: Kept, told: Mapping[str, Sequence[str]], hash_of: Hash) -> list[Finding]:
    """Return what is wrong; `told` are the hashes that the bus has of each number."""
    return [
        *_chains(kept.documents, hash_of),
        *_counters(kept),
        *_ledger(kept),
        *_files(kept),
        *_bus(kept, told),
    ]


def _chains(documents: Iterable[KeptDocument], hash_of: Hash) -> Iterator[Finding]:
    for series, found in groupby(documents, key=lambda document: document.series):
        expected_place, previous = 1, FIRST_HASH
        for document in found:
            if document.number != f"{series}-{document.place:05d}":
                yield Finding("number", document.number, f"its place is {document.place}")
            if document.place != expected_place:
                yield Finding(
                    "gap", series, f"{expected_place} to {document.place - 1} are missing"
                )
            elif document.previous_hash != previous:
                yield Finding("chain", document.number, "does not follow from the one before")
            if hash_of(document.fields) != document.hash:
                yield Finding("content", document.number, "was changed: its hash is another")
            expected_place, previous = document.place + 1, document.hash


def _counters(kept: Kept) -> Iterator[Finding]:
    last = {document.series: document for document in kept.documents}
    for series in sorted({*last, *kept.counters}):
        counter, document = kept.counters.get(series), last.get(series)
        place = document.place if document else 0
        if counter is None or counter.last != place:
            taken = counter.last if counter else 0
            yield Finding("counter", series, f"{taken} were taken, and the last is {place}")
        elif document and counter.last_hash != document.hash:
            yield Finding("counter", series, "the hash of its last document is another")


def _ledger(kept: Kept) -> Iterator[Finding]:
    for entry in kept.unbalanced:
        yield Finding("ledger", entry, "the entry does not sum to zero")
    totals = {document.number: document.total for document in kept.documents}
    for number in sorted({*totals, *kept.posted}):
        asked, posted = totals.get(number), kept.posted.get(number)
        if asked != posted:
            yield Finding("ledger", number, f"posted {posted or 'nothing'}, total {asked}")


def _files(kept: Kept) -> Iterator[Finding]:
    known = {document.number for document in kept.documents}
    for name, sha256, of_content in kept.files:
        if sha256 != of_content:
            yield Finding("file", name, "was changed: its hash is another")
        if name.rpartition(".")[0] not in known:
            yield Finding("file", name, "has no document")


def _bus(kept: Kept, told: Mapping[str, Sequence[str]]) -> Iterator[Finding]:
    hashes = {document.number: document.hash for document in kept.documents}
    for number in sorted({*hashes, *told}):
        heard = set(told.get(number, ()))
        if number not in hashes:
            yield Finding("bus", number, "was told, and is not kept")
        elif not heard and number not in kept.waiting:
            yield Finding("bus", number, "was never told")
        elif heard and heard != {hashes[number]}:
            yield Finding("bus", number, "was told with another hash")
