"""What the desk says: every code of a vocabulary has a name and a key, every text is used."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, get_args

import contacts.main
import pytest
from contacts.desk import wording
from contacts.desk.texts import PLURALS, REFUSALS, TEXTS
from contacts.duty.wording import CHANNEL_NAMES
from contacts.queue.rules.lifecycle import EndedBy
from contacts.queue.rules.routing import DeskState
from contacts.referrals.rules import Step
from contacts.surges.rules import SurgeKind
from shared.events import vocabulary
from shared.refusals import Refusal

STATIC = Path(contacts.main.__file__).parent / "static"
SCRIPTS = "".join(path.read_text(encoding="utf-8") for path in STATIC.glob("desk*.js"))
# Names that scripts make of a code, and what is no refusal of ours.
MADE = {
    "state": DeskState, "ended_by": EndedBy, "call_ended_by": EndedBy, "surge": SurgeKind,
    "by": Literal["seeker", "listener"],
}  # fmt: skip
BESIDES = {"unreachable", "unavailable", "too-many-requests"}


def refusals(of: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    """Yield every refusal that there is."""
    for each in of.__subclasses__():
        yield each
        yield from refusals(each)


@pytest.mark.parametrize(
    ("names", "codes"),
    [
        (CHANNEL_NAMES, vocabulary.Channel),
        (wording.LINES, vocabulary.Line),
        (wording.ROLES, vocabulary.Role),
        (wording.KINDS, vocabulary.Kind),
        (wording.TOPICS, vocabulary.Topic),
        (wording.PARTNERS, vocabulary.Partner),
        (wording.ORGANISATIONS, vocabulary.Organisation),
        (wording.MODES, vocabulary.ReferralMode),
        (wording.URGENCIES, vocabulary.Urgency),
        (wording.STEPS, Step),
    ],
)
def test_every_code_has_a_name(names: Mapping[str, str], codes: Any) -> None:
    assert set(names) == set(get_args(codes))


def test_every_outcome_of_a_conversation_has_a_name() -> None:
    assert {*wording.OUTCOMES, "no_conversation"} == set(get_args(vocabulary.Outcome))


@pytest.mark.parametrize(
    ("keys", "names"),
    [
        (wording.KIND_KEYS, wording.KINDS),
        (wording.TOPIC_KEYS, wording.TOPICS),
        (wording.OUTCOME_KEYS, wording.OUTCOMES),
        (wording.PARTNER_KEYS, wording.PARTNERS),
        (wording.MODE_KEYS, wording.MODES),
        (wording.URGENCY_KEYS, wording.URGENCIES),
    ],
)
def test_every_choice_has_a_key(keys: str, names: Mapping[str, str]) -> None:
    assert len(keys) == len(names)


@pytest.mark.parametrize(
    "keys",
    [
        wording.KIND_KEYS + wording.TOPIC_KEYS + wording.OUTCOME_KEYS + "zx",
        wording.PARTNER_KEYS + wording.MODE_KEYS + wording.URGENCY_KEYS,
    ],
)
def test_no_key_chooses_two_things_in_a_form(keys: str) -> None:
    assert len(set(keys)) == len(keys)


def test_every_text_is_used_and_no_other_is_asked_for() -> None:
    made = {f"{prefix}_{code}" for prefix, codes in MADE.items() for code in get_args(codes)}
    known = TEXTS.keys() | PLURALS.keys()
    asked = {
        name
        for call in re.findall(r"\btext\(([^{}]*?)[,)]", SCRIPTS)
        for name in re.findall(r'"(\w+)"', call)
    }
    assert asked - {"present", "paused"} <= known | made
    assert {name for name in known - made if f'"{name}"' not in SCRIPTS} == set()
    assert made - {"state_gone"} <= known


def test_every_refusal_that_is_named_exists() -> None:
    assert set(REFUSALS) - BESIDES <= {refusal.code() for refusal in refusals()}


def test_every_script_can_be_imported_by_its_name() -> None:
    assert set(wording.SCRIPTS) == {path.name for path in STATIC.glob("desk-*.js")}
    imported = set(re.findall(r'from "([\w.-]+)"', SCRIPTS))
    assert imported <= set(wording.SCRIPTS)
