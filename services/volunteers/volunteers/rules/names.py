"""How a location may be called: the only text that volunteers keeps and tells others."""

import re
import unicodedata

from shared.refusals import BadInput

LONGEST_NAME = 60
SIGNS = frozenset(" .,'()-")


class LocationNameNotAllowed(BadInput):
    """A location's name is made of letters and a few signs, so that nothing else can hide in it."""


def location_name(name: str) -> str:
    """Return the name with single spaces and composed letters, or refuse what is no name."""
    # A space is a space: other separators and control characters are told by no eye.
    tidy = re.sub(" +", " ", unicodedata.normalize("NFC", name)).strip(" ")
    allowed = all(letter.isalpha() or letter in SIGNS for letter in tidy)
    if not allowed or len(tidy) > LONGEST_NAME or not any(map(str.isalpha, tidy)):
        raise LocationNameNotAllowed(
            f"name takes 1 to {LONGEST_NAME} letters, spaces and the signs . , ' ( ) - only"
        )
    return tidy
