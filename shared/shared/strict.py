"""Strict types of input: a day is written as a day, never as 0.

JSON has no type for ids, days and moments, so they come as text. What pydantic accepts beside that
(seconds since 1970, as a number or as text) is refused. In a query everything is text; numbers and
booleans there have one notation only.
"""

import re
from contextlib import suppress
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AwareDatetime, BeforeValidator, Strict
from pydantic_core import PydanticCustomError

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOMENT = re.compile(DAY.pattern + r"[Tt ][0-9]{2}:[0-9]{2}.*")


def _day(value: Any) -> Any:
    if isinstance(value, date):
        return value
    with suppress(ValueError):
        if isinstance(value, str) and DAY.fullmatch(value):
            return date.fromisoformat(value)
    raise PydanticCustomError("day", "write a day as 2016-01-31")


def _moment(value: Any) -> Any:
    if isinstance(value, datetime):
        return value
    with suppress(ValueError):
        if isinstance(value, str) and MOMENT.fullmatch(value):
            return datetime.fromisoformat(value.upper())
    raise PydanticCustomError("moment", "write a moment as 2016-01-31T09:30:00Z")


def _whole(value: Any) -> Any:
    if type(value) is not int:
        raise PydanticCustomError("whole", "write a whole number, without a decimal point")
    return value


def _written_in_digits(value: Any) -> Any:
    if isinstance(value, str) and not (value.isascii() and value.isdecimal()):
        raise PydanticCustomError("digits", "write a whole number in digits")
    return value


def _written_as_word(value: Any) -> Any:
    if isinstance(value, str) and value not in ("true", "false"):
        raise PydanticCustomError("flag", "write true or false")
    return value


Id = Annotated[UUID, Strict(False)]
Day = Annotated[date, BeforeValidator(_day)]
Moment = Annotated[AwareDatetime, BeforeValidator(_moment)]
Whole = BeforeValidator(_whole)
"""Beside a Literal of whole numbers, which takes 4.0 for 4 and True for 1 even when strict."""
Number = Annotated[int, BeforeValidator(_written_in_digits)]
"""A whole number in a query or a path."""
Flag = Annotated[bool, BeforeValidator(_written_as_word)]
"""Yes or no in a query."""
