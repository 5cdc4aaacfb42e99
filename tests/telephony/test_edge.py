"""A caller's number at the edge: one token a day, which nobody can make again the day after."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest
from contacts.telephone.signatures import check_signature
from edge.day_tokens import DayTokens
from edge.messages import Heard
from edge.numbers import write_number
from edge.settings import Settings
from edge.signing import read_secret, sign
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

# The last second of a day in Amsterdam, in winter.
LATE = datetime(2026, 11, 27, 22, 59, 59, tzinfo=UTC)
DIGITS = st.text("0123456789", min_size=9, max_size=9)
SECRET = "whsec_" + base64.b64encode(bytes(32)).decode()


@pytest.mark.parametrize(
    ("written", "number"),
    [("+31880767000", "0880767000"), ("0031880767000", "0880767000"),
     ("31880767000", "0880767000"), ("0880767000", "0880767000"), ("113", "113"),
     ("+4930901820", "004930901820"), ("", "")],
)  # fmt: skip
def test_a_number_is_one_however_it_is_written(written: str, number: str) -> None:
    assert write_number(written) == number


@given(DIGITS, DIGITS)
def test_a_token_is_of_one_number_on_one_day(number: str, other: str) -> None:
    # given
    tokens = DayTokens()
    token = tokens.make(f"+31{number}", LATE)
    # then it is the same however the number is written, and no other number's
    assert tokens.make(f"0{number}", LATE) == token
    assert (tokens.make(f"0{other}", LATE) == token) == (number == other)
    # and it comes no more: not after a restart, not the day after, not from the number alone
    again = DayTokens().make(f"0{number}", LATE)
    tomorrow = tokens.make(f"0{number}", LATE + timedelta(seconds=1))
    plain = hashlib.sha256(f"0{number}".encode()).hexdigest()
    unkeyed = hmac.digest(b"", f"0{number}".encode(), hashlib.sha256).hex()
    assert len({token, again, tomorrow, plain, unkeyed}) == 5


def test_who_withholds_the_number_is_nobody_again() -> None:
    tokens = DayTokens()
    assert len({tokens.make("", LATE) for _ in range(3)}) == 3


def test_the_key_is_not_shown() -> None:
    tokens = DayTokens()
    tokens.make("0612345678", LATE)
    assert "key" not in repr(tokens)
    assert "612345678" not in repr(tokens)


def test_contacts_knows_the_signature_with_each_of_two_secrets() -> None:
    keys = (bytes(32), bytes(range(32)))
    headers = sign("msg_1", 1_000, b"{}", keys)
    for key in keys:
        assert check_signature(headers, b"{}", [key], 1_000) == "msg_1"


def test_what_cannot_be_read_is_never_quoted(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValidationError) as told:
        Heard.validate_json('{"ask": "call", "number": "0612345678", "caller": "0612345678;"}')
    assert "612345678" not in str(told.value)
    monkeypatch.setenv("CONTACTS_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("EXCHANGE_SECRETS", "whsec_geheim!")
    with pytest.raises(ValidationError, match="EXCHANGE_SECRETS") as told:
        Settings()
    assert "geheim" not in str(told.value)
    assert read_secret(SECRET) == bytes(32)
