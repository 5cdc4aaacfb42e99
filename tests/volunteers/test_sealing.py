"""What is sealed opens with its key and for its purpose, and for nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from volunteers.sealing import SealBroken, new_key, seal, unseal

PURPOSE = "0f2f0b6e-3a51-4e0c-9a3c-2f0d7a9b1c02:contact"


@given(st.binary(max_size=300), st.text(max_size=60))
def test_what_was_sealed_is_returned(plain: bytes, purpose: str) -> None:
    key = new_key()
    assert unseal(key, seal(key, plain, purpose), purpose) == plain


def test_the_same_is_never_sealed_alike() -> None:
    key = new_key()
    assert seal(key, b"x", PURPOSE) != seal(key, b"x", PURPOSE)


def test_another_key_or_purpose_opens_nothing() -> None:
    key = new_key()
    blob = seal(key, b"x", PURPOSE)
    for other, purpose in ((new_key(), PURPOSE), (key, PURPOSE + "s"), (key, "")):
        with pytest.raises(SealBroken):
            unseal(other, blob, purpose)


@given(st.integers(min_value=0), st.integers(min_value=1, max_value=255))
def test_a_changed_byte_is_seen_wherever_it_is(place: int, change: int) -> None:
    key = new_key()
    blob = bytearray(seal(key, b"name", PURPOSE))
    blob[place % len(blob)] ^= change
    with pytest.raises(SealBroken):
        unseal(key, bytes(blob), PURPOSE)


@pytest.mark.parametrize("blob", [b"", b"\x01", b"\x01" + bytes(12), bytes(40)])
def test_what_is_no_blob_is_refused(blob: bytes) -> None:
    with pytest.raises(SealBroken):
        unseal(new_key(), blob, PURPOSE)
