"""The bodies of requests about people."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError
from shared.http import Command

from volunteers.people.vocabulary import Language

# One address, without what could make two of it in the head of a mail.
EMAIL = re.compile(r"[^\s@,;:<>()\"\\\[\]]{1,64}@[A-Za-z0-9.-]{1,180}\.[A-Za-z]{2,24}")
PHONE = re.compile(r"\+?[0-9][0-9 -]{5,18}[0-9]")


def _one_line(text: str) -> str:
    tidy = " ".join(text.split())
    if not tidy or not tidy.isprintable():
        raise PydanticCustomError("one_line", "write it on one line, or leave it out")
    return tidy


def _name(text: str) -> str:
    if not any(map(str.isalpha, text)) or any(map(str.isdigit, text)):
        raise PydanticCustomError("name", "write a name in letters")
    return text


def _email(text: str) -> str:
    if not EMAIL.fullmatch(text):
        raise PydanticCustomError("email", "write an address as name@example.org")
    return text


def _phone(text: str) -> str:
    if not PHONE.fullmatch(text):
        raise PydanticCustomError("phone", "write a number in digits, as +31 6 12345678")
    return text


Line = Annotated[str, Field(max_length=100), AfterValidator(_one_line)]
Name = Annotated[Line, AfterValidator(_name)]
Email = Annotated[str, Field(max_length=254), AfterValidator(_email)]
Phone = Annotated[str, Field(max_length=25), AfterValidator(_phone)]


class DescribePerson(Command):
    """How somebody is reached. `reminderHours`: how long before a shift they are reminded."""

    name: Name
    email: Email | None = None
    phone: Phone | None = None
    street: Line | None = None
    postal_code: Line | None = None
    city: Line | None = None
    language: Language = "nl"
    by_mail: bool = True
    by_push: bool = False
    reminder_hours: int = Field(default=24, ge=0, le=168)
