"""Whose desk it is."""

from uuid import UUID

from shared.reach import Reach
from shared.refusals import Refusal


class NoListener(Refusal):
    """A desk is a volunteer's, and the token names none."""

    status = 403


def own_desk(reach: Reach) -> UUID:
    """Return whose desk it is; raises NoListener."""
    if reach.person is None:
        raise NoListener("a desk is a volunteer's, and your token names none")
    return reach.person
