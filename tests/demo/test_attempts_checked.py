"""The checker finds an attempt that is nowhere, in two places, or told otherwise than kept."""

import orjson
from demo.attempts_checked import check_attempts, kept
from demo.stored_ids import Message
from shared.events.contacts import ContactCorrected, ContactHandled, ContactMissed

HANDLED, MISSED = ContactHandled.subject, ContactMissed.subject
ROWS = [("handled", "a"), ("registered", "a"), ("missed", "b"), ("abandoned", "b")]
STREAM = [(HANDLED, "a"), (MISSED, "b"), (ContactCorrected.subject, "a")]


def found(
    rows: list[tuple[str, str]], stream: list[tuple[str, str]]
) -> dict[str, tuple[set[str], set[str]]]:
    """What is wrong, by place: what is lost, and what is there twice."""
    messages = [
        Message(place, subject, str(place), orjson.dumps({"attemptId": id_}))
        for place, (subject, id_) in enumerate(stream)
    ]
    return {
        one.place: (set(one.lost), set(one.duplicated))
        for one in check_attempts(kept(rows), messages)
        if one.lost or one.duplicated
    }


def test_an_attempt_that_is_once_in_both_places_is_right() -> None:
    assert found(ROWS, STREAM) == {}


def test_what_the_queue_has_forgotten_is_right() -> None:
    assert found([("handled", "a"), ("missed", "b")], STREAM) == {}


def test_an_attempt_that_is_still_open_is_lost() -> None:
    for state in ("waiting", "offered", "answered", "ended"):
        wrong = found([*ROWS, (state, "c")], STREAM)
        assert wrong == {"attempts in the tables of contacts": ({"c"}, set())}


def test_an_attempt_that_is_over_without_a_row_is_lost() -> None:
    for state in ("registered", "abandoned", "no_listener", "closed"):
        wrong = found([*ROWS, (state, "c")], STREAM)
        assert wrong == {"attempts in the tables of contacts": ({"c"}, set())}


def test_an_attempt_that_is_handled_and_missed_is_double() -> None:
    wrong = found([*ROWS, ("missed", "a")], [*STREAM, (MISSED, "a")])
    assert wrong == {
        "attempts in the tables of contacts": (set(), {"a"}),
        "attempts told handled and missed": (set(), {"a"}),
    }


def test_an_attempt_that_was_not_told_or_told_twice_is_found() -> None:
    assert found(ROWS, STREAM[1:]) == {"handled attempts on the stream": ({"a"}, set())}
    assert found(ROWS, [*STREAM, (MISSED, "b")]) == {
        "missed attempts on the stream": (set(), {"b"})
    }
    assert found(ROWS, [*STREAM, (MISSED, "z")]) == {
        "missed attempts on the stream": ({"z"}, set())
    }
