"""What the checker finds: a place where events or rows are lost or duplicated."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """A place where events or rows are lost or duplicated, with their ids."""

    place: str
    lost: frozenset[str] = frozenset()
    duplicated: frozenset[str] = frozenset()

    def __str__(self) -> str:
        told = []
        for word, ids in (("lost", self.lost), ("twice", self.duplicated)):
            if ids:
                told.append(f"{len(ids)} {word}, such as {min(ids)}")
        return f"{self.place}: {'; '.join(told)}"
