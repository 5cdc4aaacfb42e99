"""The evening of chats: who comes, when, and what the words of a chat must be."""

from collections import Counter
from datetime import timedelta

import pytest
from contacts.words.transcript import Word
from demo import figures
from demo.chat_plan import ARRIVING, CHATS, Habits, make_evening
from demo.chat_words import MARKER, goodbye, is_goodbye, order_broken, reply, saying
from demo.plan import make_plan


def test_hundreds_of_help_seekers_come_in_a_short_time_by_the_arrival_curve() -> None:
    plan = make_plan(figures.LAST_DAY)
    chats = plan.evening.chats
    assert len(chats) == CHATS
    assert [chat.after for chat in chats] == sorted(chat.after for chat in chats)
    # as in a day: the evening hours are the busiest, the night is quiet
    parts = Counter(int(chat.after / ARRIVING * 4) for chat in chats)
    assert min(parts, key=lambda part: parts[part]) == 0
    assert chats[-1].after < ARRIVING
    for some in ("patience", "cut", "ends_itself", "after_closing"):
        held = [getattr(chat, some) not in (None, False) for chat in chats]
        assert any(held), f"no chat has {some}"
        assert not all(held), f"every chat has {some}"


def test_the_same_evening_is_planned_in_every_run() -> None:
    roster = make_plan(figures.LAST_DAY, 0.05).roster
    assert make_evening(roster, 0.05) == make_evening(roster, 0.05)
    assert len(make_evening(roster, 0.02).chats) < len(make_evening(roster, 0.2).chats)


@pytest.mark.parametrize("scale", [0.02, 0.05, 1.0])
def test_whoever_chats_that_evening_has_no_other_contact_in_the_shift(scale: float) -> None:
    plan = make_plan(figures.LAST_DAY, scale)
    begins, ends = plan.evening.span
    teams = {one.number for shift in plan.evening.shifts for one in shift.team}
    busy = [
        one.number
        for one in plan.answered
        if one.volunteer.number in teams and begins <= one.started_at < begins + timedelta(hours=4)
    ]
    assert busy == []
    moments = [one.started_at for one in plan.answered if one.channel == "chat"]
    moments += [one.offered_at for one in plan.missed if one.channel == "chat"]
    assert not [moment for moment in moments if begins <= moment < ends]


def test_a_listener_registers_what_the_house_takes() -> None:
    habits = Habits(7)
    drawn = [habits.registration() for _ in range(500)]
    for one in drawn:
        talked = one.kind == "conversation"
        assert bool(one.topics) == talked
        assert (one.outcome == "no_conversation") != talked
        assert talked or not one.referral
    assert {one.referral for one in drawn} >= {None, "information", "warm_handover"}
    assert any(one.heavy for one in drawn)
    reactions = Counter(habits.reaction() for _ in range(500))
    assert set(reactions) == {"answer", "pass", "lapse"}


def words(*texts: tuple[str, str]) -> list[Word]:
    """Return a log with these words, numbered as a browser does."""
    counted: Counter[str] = Counter()
    log = []
    for by, text in texts:
        counted[by] += 1
        log.append(Word(by, counted[by], text))  # type: ignore[arg-type]
    return log


def test_words_that_are_each_once_and_in_order_are_right() -> None:
    said = [saying(3, 1), saying(3, 2), goodbye(3, 3)]
    log = words(("seeker", said[0]), ("listener", reply(said[0])), ("seeker", said[1]),
                ("listener", reply(said[1])), ("seeker", said[2]))  # fmt: skip
    assert not order_broken(log)
    assert not order_broken([])
    assert is_goodbye(said[2])
    assert not is_goodbye(said[1])
    assert all(MARKER in word.text for word in log)


@pytest.mark.parametrize(
    "texts",
    [
        [("seeker", saying(3, 2))],
        [("seeker", saying(3, 1)), ("seeker", saying(3, 1))],
        [("seeker", saying(3, 2)), ("seeker", saying(3, 1))],
        [("seeker", saying(3, 1)), ("listener", reply(saying(4, 1)))],
        [("seeker", "something else")],
    ],
    ids=["lost", "doubled", "moved", "of another chat", "of nobody"],
)
def test_words_that_are_not_are_found(texts: list[tuple[str, str]]) -> None:
    assert order_broken(words(*texts))
