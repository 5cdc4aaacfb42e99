"""Netstrings, as which Kamailio's evapi frames its messages: `5:hello,`."""

import asyncio

LONGEST = 1 << 20


class FrameBroken(Exception):
    """What came is no netstring: the connection is of no use any more."""


async def read_netstring(reader: asyncio.StreamReader) -> bytes:
    """Return the next message; raises FrameBroken, and IncompleteReadError at the end."""
    digits = (await reader.readuntil(b":"))[:-1]
    if not digits.isdigit() or int(digits) > LONGEST:
        raise FrameBroken
    text = await reader.readexactly(int(digits))
    if await reader.readexactly(1) != b",":
        raise FrameBroken
    return text


def netstring(text: bytes) -> bytes:
    """Return a message in its frame."""
    return b"%d:%b," % (len(text), text)
