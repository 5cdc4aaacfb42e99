"""Whether a norm was kept in a year, by what was counted for it."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from volunteers.quality.vocabulary import Verdict


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was counted for a norm: in how many cases of how many it was kept.

    `of` None: a plain count, which no share is asked of. `since`: the first day that was counted,
    where what is older is no longer kept.
    """

    kept: int
    of: int | None = None
    since: date | None = None

    @property
    def share(self) -> Fraction | None:
        """The share of the cases, or None where there is no case."""
        return Fraction(self.kept, self.of) if self.of else None


def verdict(evidence: Evidence, least: Fraction | None) -> Verdict:
    """Return whether a share of the cases of at least `least` was kept; None: it only counts."""
    if least is None:
        return "counted"
    share = evidence.share
    if share is None:
        return "no_evidence"
    return "kept" if share >= least else "not_kept"
