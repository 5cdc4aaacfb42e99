"""How a location may be named: the only free text that volunteers stores and publishes."""

import re
import unicodedata

from shared.refusals import BadInput, NotFound, Refusal

LONGEST_NAME = 60
SIGNS = frozenset(" .,'()-")


class LocationNotFound(NotFound):
    """No location was opened by this id."""


class UnknownLocation(Refusal):
    """The location that the request names was never opened."""


class LocationNameTaken(Refusal):
    """Two locations of one name could not be told apart."""


class LocationNameNotAllowed(BadInput):
    """A location's name is made of letters and a few signs, so that nothing else can hide in it."""


def location_name(name: str) -> str:
    """Return the name with single spaces and composed letters; raises `LocationNameNotAllowed`."""
    # Only the ordinary space is collapsed: other separators and control characters are refused.
    tidy = re.sub(" +", " ", unicodedata.normalize("NFC", name)).strip(" ")
    allowed = all(letter.isalpha() or letter in SIGNS for letter in tidy)
    if not allowed or len(tidy) > LONGEST_NAME or not any(map(str.isalpha, tidy)):
        raise LocationNameNotAllowed(
            f"name takes 1 to {LONGEST_NAME} letters, spaces and the signs . , ' ( ) - only"
        )
    return tidy
