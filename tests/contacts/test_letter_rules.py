"""What holds of letters without a database: phrases, seals, ages, and what wrong tries cost."""

import base64
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from contacts.mailbox import tickets
from contacts.mailbox.keys import LetterKeys
from contacts.mailbox.phrase import WORDS, new_phrase, read_phrase
from contacts.mailbox.rules import (
    HELD_FOR,
    LONGEST_DELAY,
    NEAR,
    SLOTS,
    TARGET,
    age_of,
    answered,
    delay_seconds,
    enumeration_seconds,
    is_stale,
    may_wait,
    still_wrong,
)
from contacts.mailbox.sealing import SealBroken, new_key, seal, seal_for, unseal, unseal_with
from contacts.queue.rules.lifecycle import Attempt, give_back, take
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as some

NOW = datetime(2026, 11, 25, 20, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
KEYS = LetterKeys((X25519PrivateKey.generate(),), new_key())
LETTER = Attempt(uuid4(), "email", "national", None, NOW)


def test_there_are_as_many_words_as_five_dice_show_and_each_is_typed_easily() -> None:
    assert len(set(WORDS)) == 6**5
    assert all(word.isascii() and word.isalpha() and word.islower() for word in WORDS)
    assert all(4 <= len(word) <= 9 for word in WORDS)


def test_a_phrase_is_read_however_it_is_typed_and_nothing_else_is_one() -> None:
    phrase = new_phrase()
    assert read_phrase(f"  {phrase.upper().replace(' ', ' - ')}.\n") == phrase
    assert read_phrase("\n".join(f"{n}. {word}" for n, word in enumerate(phrase.split()))) == phrase
    assert read_phrase(phrase.rsplit(" ", 1)[0]) is None
    assert read_phrase(f"{phrase} {WORDS[0]}") is None
    assert read_phrase(f"{phrase[:-1]}q") is None
    assert len({new_phrase() for _ in range(1000)}) == 1000


@given(some.binary(max_size=200), some.text(max_size=20), some.text(max_size=20))
def test_what_is_sealed_opens_for_its_key_and_its_purpose_only(
    plain: bytes, purpose: str, other: str
) -> None:
    key, private = new_key(), X25519PrivateKey.generate()
    sealed, for_them = seal(key, plain, purpose), seal_for(private.public_key(), plain, purpose)
    assert unseal(key, sealed, purpose) == unseal_with(private, for_them, purpose) == plain
    wrong: tuple[Callable[[], bytes], ...] = (
        lambda: unseal(new_key(), sealed, purpose),
        lambda: unseal_with(X25519PrivateKey.generate(), for_them, purpose),
        lambda: unseal(key, sealed[:-1], purpose),
    )
    for unseals in wrong:
        with pytest.raises(SealBroken):
            unseals()
    if other != purpose:
        with pytest.raises(SealBroken):
            unseal(key, sealed, other)


def test_a_ticket_is_for_a_quarter_of_an_hour_and_shows_nothing() -> None:
    ticket = tickets.opened(uuid4(), new_key())
    text = tickets.seal_opened(KEYS, ticket, NOW)
    assert tickets.open_opened(KEYS, text, NOW + tickets.OPEN_FOR) == ticket
    assert ticket.box_key not in base64.urlsafe_b64decode(text)
    for wrong, at in ((text, NOW + tickets.OPEN_FOR + timedelta(seconds=1)), (text[4:], NOW),
                      ("", NOW), ("ü", NOW)):  # fmt: skip
        with pytest.raises(tickets.TicketOver):
            tickets.open_opened(KEYS, wrong, at)
    with pytest.raises(tickets.TicketOver):
        tickets.open_first(KEYS, text, NOW)
    with pytest.raises(tickets.TicketOver):
        tickets.open_opened(replace(KEYS, pepper=new_key()), text, NOW)


@given(some.timedeltas(min_value=timedelta(), max_value=10 * DAY))
def test_a_letter_is_marked_before_its_three_days_are_over(waited: timedelta) -> None:
    age = age_of(NOW, NOW + waited)
    assert age == ("late" if waited >= TARGET else "near" if waited >= NEAR else "new")


def test_a_letter_goes_back_after_a_day_without_a_draft_and_not_while_it_is_reviewed() -> None:
    assert not is_stale(NOW, None, None, NOW + HELD_FOR - HOUR)
    assert is_stale(NOW, None, None, NOW + HELD_FOR)
    assert not is_stale(NOW, NOW + HOUR, "given_back", NOW + HELD_FOR)
    assert is_stale(NOW, NOW + HOUR, "given_back", NOW + HELD_FOR + HOUR)
    assert not is_stale(NOW, NOW + HOUR, "asked", NOW + 9 * DAY)


def test_the_wait_of_a_letter_is_until_its_answer_and_its_length_at_most_a_day() -> None:
    first, other = uuid4(), uuid4()
    again = take(give_back(take(LETTER, first, NOW + HOUR)), other, NOW + 2 * DAY)
    sent = answered(again, NOW + 2 * DAY + HOUR)
    assert (sent.answered_by, sent.wait_seconds) == (other, 49 * 3600)
    assert (sent.answered_at, sent.ended_at) == (NOW + 2 * DAY, NOW + 2 * DAY + HOUR)
    late = answered(again, NOW + 4 * DAY)
    assert late.answered_at == NOW + 3 * DAY


@given(some.floats(0, 1e9), some.floats(0, 1e9), some.integers(0, 1000))
def test_wrong_tries_slow_down_all_up_to_a_cap_and_are_forgotten(
    some_wrong: float, more: float, waiting: int
) -> None:
    assert 0 <= delay_seconds(some_wrong) <= delay_seconds(some_wrong + more) <= LONGEST_DELAY
    assert still_wrong(some_wrong, 600) == pytest.approx(some_wrong / 2)
    # Who waits has a turn within 20 seconds, or is told to come back.
    if may_wait(waiting, delay_seconds(some_wrong)):
        assert waiting * delay_seconds(some_wrong) / SLOTS <= 20
    assert may_wait(0, LONGEST_DELAY)


def test_under_a_flood_the_delay_stays_at_its_cap() -> None:
    # Two tries in 8.05 seconds, for an hour: after the first minutes each waits 8 seconds.
    wrong, waits = 0.0, []
    for _ in range(450):
        wrong = still_wrong(wrong, 8.05) + SLOTS
        waits.append(delay_seconds(wrong))
    assert set(waits[30:]) == {LONGEST_DELAY}
    # and a million tries take what docs/decisions/0031 says: 46 days in one process
    days = enumeration_seconds(1_000_000, 0.05) / 86_400
    assert 46 < days < 47
    assert enumeration_seconds(1_000_000, 0.05, processes=3) * 3 == pytest.approx(days * 86_400)
