"""Every page speaks Dutch and English whole."""

import pytest
from babel.messages.catalog import Message

from tests.house.translations import PACKAGES, found_in, kept_of


@pytest.mark.parametrize("package", PACKAGES)
def test_every_message_has_its_dutch_words_and_none_is_left_over(package: str) -> None:
    said = {_id(message) for message in found_in(package) if message.id}
    kept = {_id(message): message for message in kept_of(package) if message.id}
    todo = "run `python -m tests.house.translations`, and fill in what is empty"
    assert said == set(kept), todo
    empty = [name for name, message in kept.items() if not all(_strings(message))]
    assert not empty, todo
    assert not [name for name, message in kept.items() if message.fuzzy]


@pytest.mark.parametrize("package", PACKAGES)
def test_a_translation_takes_the_values_that_its_message_takes(package: str) -> None:
    wrong = {
        _id(message): [str(error) for error in message.check()]
        for message in kept_of(package)
        if message.id and list(message.check())
    }
    assert not wrong


def _id(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _strings(message: Message) -> tuple[str, ...]:
    string = message.string
    return tuple(string) if isinstance(string, (list, tuple)) else (str(string or ""),)
