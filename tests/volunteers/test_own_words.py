"""What volunteers read about themselves: every refusal and every notice in words of their own."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import get_args
from uuid import uuid4

import pytest
from shared.pages.language import speaking
from shared.refusals import BadInput, Refusal
from volunteers.mine.about import about
from volunteers.mine.refused import SAID, said
from volunteers.notices.tables import Notice
from volunteers.notices.vocabulary import NoticeKind
from volunteers.notices.ways import Reason
from volunteers.shifts import rules
from volunteers.shifts.rules.places import FilledAtByOneself, ShiftNotFound

from tests.platform import Platform
from tests.volunteers.telling import WORDS

# No form of the own pages can be refused by these.
ELSEWHERE = {FilledAtByOneself, ShiftNotFound}


def refusals_of_places() -> Iterator[type[Refusal]]:
    """Yield every refusal that a rule of places knows."""
    for module in iter_modules(rules.__path__, f"{rules.__name__}."):
        for found in vars(import_module(module.name)).values():
            is_one = isinstance(found, type) and issubclass(found, Refusal)
            if is_one and not issubclass(found, BadInput) and found.__module__ == module.name:
                yield found


@pytest.mark.parametrize("refusal", sorted(set(refusals_of_places()) - ELSEWHERE, key=str))
def test_every_rule_of_places_says_to_the_volunteer_what_would_be_allowed(
    refusal: type[Refusal],
) -> None:
    assert refusal in SAID
    told = {}
    for language in ("nl", "en"):
        with speaking(language, WORDS):
            told[language] = said(refusal("volunteer 1 may not"))
    assert told["nl"] != told["en"]
    assert "volunteer 1" not in f"{told}"


async def test_what_a_notice_is_about_is_read_for_every_kind(platform: Platform) -> None:
    database = await platform.database("volunteers")
    async with database.commit() as connection:
        for kind in get_args(NoticeKind):
            notice = Notice(person_id=uuid4(), kind=kind, about_id=uuid4())
            gone = await about(connection, notice)
            assert gone == (Reason("") if kind == "half_days_short" else None), kind
