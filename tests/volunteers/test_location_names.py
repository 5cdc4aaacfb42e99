"""A location's name: letters and a few signs, so that nothing else can hide in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from volunteers.locations.rules import LONGEST_NAME, LocationNameNotAllowed, location_name


@pytest.mark.parametrize("name", ["'s-Hertogenbosch", "Súdwest-Fryslân", "Zutphen (Hanzehof)"])
def test_names_of_dutch_places_are_taken_as_they_are(name):
    assert location_name(name) == name


@pytest.mark.parametrize(
    "name",
    ["", "  ", "...", "0575 123456", "mail@example.nl", "10.0.0.1", "a" * 61, "a\x00b", "<b>"],
)
def test_anything_else_is_refused_without_being_repeated(name):
    with pytest.raises(LocationNameNotAllowed) as refused:
        location_name(name)

    assert len(name) < 4 or name not in refused.value.detail


def test_spaces_around_and_doubled_are_dropped():
    assert location_name("  Den   Haag ") == "Den Haag"


@given(st.text())
def test_a_name_that_passed_passes_again_unchanged_and_has_no_digit(text):
    try:
        name = location_name(text)
    except LocationNameNotAllowed:
        return

    assert location_name(name) == name
    assert len(name) <= LONGEST_NAME
    assert not any(sign.isdigit() for sign in name)
