"""Where the benchmark of calls looks for its times: nothing else than what it says is counted."""

import pytest

from benchmarks.sip_log import CallsMissing, set_up_ms

RULE = "-" * 47


def message(way: str, time: str, called: str, tag: str, method: str = "INVITE") -> str:
    """Return a message as sipp logs it."""
    return (
        f"{RULE} 2026-11-27 07:00:{time}\nUDP message {way} [99] bytes:\n\n"
        f"{method} sip:{called}@127.0.0.1 SIP/2.0\r\nFrom: <sip:a@127.0.0.2>;tag={tag}\r\n\r\n"
    )


CALLER = (
    message("sent", "00.000100", "0900", "1") + message("sent", "00.500000", "0900", "1")
    + message("sent", "01.000000", "0900", "2") + message("sent", "01.900000", "0900", "2", "BYE")
)  # fmt: skip
FIRST = message("received", "00.500600", "211", "1")


def test_a_call_is_measured_from_its_first_invite() -> None:
    heard = message("received", "01.010000", "210", "2") + FIRST
    found = set_up_ms(CALLER, heard, 2, ("210", "211"))
    assert found == pytest.approx([10.0, 500.5])


@pytest.mark.parametrize(
    ("second", "why"),
    [("", "2 calls 2 were made and 1 heard"),
     (message("received", "01.010000", "291", "2"), "1 elsewhere: 291"),
     (message("received", "01.010000", "message-nobody_there", "2"), "message-nobody_there"),
     (message("received", "01.010000", "210", "2") * 2, "3 heard")],
)  # fmt: skip
def test_a_call_that_goes_another_way_is_not_measured(second: str, why: str) -> None:
    with pytest.raises(CallsMissing, match=why):
        set_up_ms(CALLER, FIRST + second, 2, ("210", "211"))
    with pytest.raises(CallsMissing, match="of 3 calls 2 were made"):
        set_up_ms(CALLER, FIRST + message("received", "02.0", "210", "2"), 3, ("210", "211"))
