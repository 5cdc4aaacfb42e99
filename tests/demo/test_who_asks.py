"""As whom the demo asks: desks of one subject, and each volunteer as themselves."""

from pathlib import Path
from uuid import uuid4

import jwt
import pytest
from demo.story import _header, _headers_of_volunteers
from sensoor.issuer import signing


@pytest.fixture
def home(tmp_path: Path) -> Path:
    signing.prepare(tmp_path, "http://127.0.0.1:8100")
    return tmp_path


def test_a_request_that_is_sent_again_from_another_desk_is_of_the_same_subject(home: Path) -> None:
    tokens = [_header(home, "volunteers", desk)["Authorization"] for desk in (0, 1)]
    assert tokens[0] != tokens[1]  # a service takes so many requests a second of one token
    claims = [
        jwt.decode(token.removeprefix("Bearer "), options={"verify_signature": False})
        for token in tokens
    ]
    assert claims[0]["sub"] == claims[1]["sub"]


def test_each_volunteer_asks_with_a_token_of_their_own_that_is_signed_once(home: Path) -> None:
    header_of = _headers_of_volunteers(home)
    one, other = str(uuid4()), str(uuid4())
    assert header_of(one) is header_of(one)
    token = header_of(other)["Authorization"].removeprefix("Bearer ")
    claims = jwt.decode(token, options={"verify_signature": False})
    assert (claims["person"], claims["sub"], claims["roles"]) == (other, other, ["listener"])
