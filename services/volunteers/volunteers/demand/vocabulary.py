"""Which channels are answered together in a planned shift, and where an expectation is from."""

from typing import Literal

from shared.events.vocabulary import Channel

ExpectedBy = Literal["forecast", "curve"]
Desk = tuple[Channel, ...]
# Who chats answers e-mail in between.
DESKS: tuple[Desk, ...] = (("telephone",), ("chat", "email"))


def desk_of(channels: list[Channel]) -> Desk:
    """Return the desk to which a shift on these channels belongs: the first that it answers for."""
    return next(desk for desk in DESKS if set(desk) & set(channels))
