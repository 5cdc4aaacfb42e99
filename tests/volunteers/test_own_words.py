"""What volunteers read about themselves: every refusal and every notice in words of their own."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import get_args
from uuid import uuid4

import pytest
from shared.pages.language import speaking
from shared.refusals import PreconditionFailed, Refusal
from volunteers.admission.rules.way import StepNotPossible
from volunteers.mine.about import about
from volunteers.mine.refused import SAID, said
from volunteers.notices.tables import Notice
from volunteers.notices.vocabulary import NoticeKind
from volunteers.notices.ways import Reason
from volunteers.offers.rules import AskedAlready
from volunteers.people.keys import PersonErased
from volunteers.personal_data.rules import StillThere
from volunteers.sealing import PersonalDataLocked
from volunteers.shifts import rules
from volunteers.shifts.rules.places import (
    FilledAtAfterTheShift,
    FilledAtByOneself,
    FilledAtInTheFuture,
)

from tests.platform import Platform
from tests.volunteers.telling import WORDS

# No form of the own pages can be refused by these.
ELSEWHERE = {AskedAlready, FilledAtAfterTheShift, FilledAtByOneself, FilledAtInTheFuture}
# Rooms whose every refusal a form of the own pages may meet.
ROOMS = [f"volunteers.{room}.rules" for room in ("swaps", "offers", "fixed_shifts", "standing")]
BESIDE = {PersonErased, PersonalDataLocked, PreconditionFailed, StepNotPossible, StillThere}


def refusals() -> Iterator[type[Refusal]]:
    """Yield every refusal of places and of those rooms."""
    names = [module.name for module in iter_modules(rules.__path__, f"{rules.__name__}.")]
    for name in [*names, *ROOMS]:
        for found in vars(import_module(name)).values():
            if isinstance(found, type) and issubclass(found, Refusal) and found.__module__ == name:
                yield found


@pytest.mark.parametrize("refusal", sorted({*refusals(), *BESIDE} - ELSEWHERE, key=str))
def test_every_rule_says_to_the_volunteer_what_would_be_allowed(refusal: type[Refusal]) -> None:
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
