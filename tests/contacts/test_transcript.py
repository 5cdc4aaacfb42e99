"""The words of a chat as two browsers in Python keep them, on lines that fail."""

import copy
from typing import Any

from contacts.words.transcript import MOST_ANSWERS, SIDES, Side, Transcript, clean
from hypothesis import given, settings
from hypothesis import strategies as st

Frames = list[dict[str, Any]]

USUAL = ("say", "deliver", "deliver", "deliver", "retry", "look")
LOSSY = (*USUAL, "cut", "lose", "double", "reorder")
RELOADING = (*USUAL, "cut", "reload")


def other_of(side: Side) -> Side:
    return "listener" if side == "seeker" else "seeker"


class World:
    """Two pages, and the frames on their way to each."""

    def __init__(self) -> None:
        self.lines: dict[Side, Frames] = {side: [] for side in SIDES}
        self.said: dict[Side, list[str]] = {side: [] for side in SIDES}
        self.pages: dict[Side, Transcript] = {side: self.page(side) for side in SIDES}
        self.number = 0
        for side in SIDES:
            self.pages[side].connect()

    def page(self, side: Side) -> Transcript:
        line = self.lines[other_of(side)]
        return Transcript(side, lambda frame: line.append(copy.deepcopy(frame)))

    def step(self, what: str, side: Side, place: int) -> None:
        line = self.lines[side]
        if what in ("deliver", "reorder", "lose", "double"):
            if line:
                self.on_line(what, side, place % len(line))
        else:
            self.on_page(what, side)

    def on_line(self, what: str, side: Side, place: int) -> None:
        line = self.lines[side]
        match what:
            case "deliver":
                self.pages[side].receive(line.pop(0))
            case "reorder":
                self.pages[side].receive(line.pop(place))
            case "lose":
                line.pop(place)
            case "double":
                line.append(copy.deepcopy(line[0]))

    def on_page(self, what: str, side: Side) -> None:
        page = self.pages[side]
        match what:
            case "say":
                self.number += 1
                self.said[side].append(f"{side} {self.number}")
                page.say(self.said[side][-1])
            case "retry":
                page.retry()
            case "look":
                page.look()
            case "cut":
                for each in SIDES:
                    self.lines[each].clear()
                    self.pages[each].connect()
            case "reload":  # what is on the way may come late
                self.pages[side], self.said[side] = self.page(side), []
                for each in SIDES:
                    self.pages[each].connect()

    def hold(self) -> None:
        """Let the lines hold from now on, until nothing is on the way."""
        for _ in range(20):
            for side in SIDES:
                self.pages[side].retry()
            while any(self.lines.values()):
                for side in SIDES:
                    self.step("deliver", side, 0)


def texts(page: Transcript, by: Side) -> list[str]:
    return [word.text for word in page.log if word.by == by]


def steps_of(kinds: tuple[str, ...]) -> st.SearchStrategy[list[tuple[str, Side, int]]]:
    one = st.tuples(st.sampled_from(kinds), st.sampled_from(SIDES), st.integers(0, 99))
    return st.lists(one, max_size=150)


@given(st.one_of(steps_of(LOSSY), steps_of(RELOADING)))
@settings(max_examples=300, deadline=None)
def test_both_browsers_show_each_word_once_and_in_order(
    steps: list[tuple[str, Side, int]],
) -> None:
    world = World()
    for step in steps:
        world.step(*step)
    world.hold()
    for by in SIDES:
        shown, also = (texts(world.pages[side], by) for side in SIDES)
        assert shown == also
        assert len(set(shown)) == len(shown)
        assert [text for text in shown if text in world.said[by]] == world.said[by]
        assert world.pages[by].got == len(shown)
        assert world.pages[by].unsent == []


def test_whoever_asks_without_end_gets_a_few_answers() -> None:
    sent: Frames = []
    page = Transcript("listener", sent.append)
    page.connect()
    page.receive({**sent[0], "type": "again", "words": []})
    for _ in range(100):
        page.say("x" * 4000)
    sent.clear()
    for _ in range(100):
        page.receive({"type": "want", "page": "other", "seeker": 0, "listener": 0})
    assert [frame["type"] for frame in sent] == ["again"] * MOST_ANSWERS


def test_control_characters_and_direction_overrides_are_removed() -> None:
    assert clean("  a\r\nb\rc\0\u202e\u2066\t\ud800d\u2069 ") == "a\nb\nc\td"
    assert clean("\u202e\n\0") == ""
