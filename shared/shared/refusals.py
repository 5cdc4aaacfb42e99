"""Named refusals: what the rules do not allow, each a class of its own, told to the client once.

A refusal's detail says what to change. It may name ids, codes, dates, numbers and words of a
closed vocabulary; never text that came in.
"""

import re
from collections.abc import Mapping


class Refusal(Exception):
    """The request is well formed, but the rules or the present state do not allow it."""

    status = 409

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail

    @classmethod
    def code(cls) -> str:
        """Return the name by which programs know the refusal: `contract-overlaps`."""
        return re.sub(r"(?<!^)(?=[A-Z])", "-", cls.__name__).lower()

    def headers(self) -> Mapping[str, str]:
        """Return the HTTP headers that go with the refusal."""
        return {}

    @classmethod
    def title(cls) -> str:
        """Return the refusal's name as a sentence: `Contract overlaps`."""
        return cls.code().replace("-", " ").capitalize()


class BadInput(Refusal):
    """A value is outside what the rules can take."""

    status = 400


class NotFound(Refusal):
    """What the address names does not exist."""

    status = 404


class PreconditionFailed(Refusal):
    """What is to be changed has changed since the client read it (`If-Match`)."""

    status = 412


class PreconditionRequired(Refusal):
    """A change must say which version it changes (`If-Match`)."""

    status = 428


class TooLarge(Refusal):
    """What would be announced does not fit into one message of the bus."""

    status = 413
