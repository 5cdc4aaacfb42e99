"""Forms: what was typed, read as a command of the API, with each error beside its field."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import NoneType, UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin
from uuid import uuid4

from fastapi import Request
from pydantic import BaseModel, ValidationError
from starlette.datastructures import FormData

from shared.pages.language import N_, gettext, language
from shared.reach import BeyondReach
from shared.refusals import Refusal
from shared.tokens import Caller

C = TypeVar("C", bound=BaseModel)
SHOWN_TO, KEY = "shown_to", "idempotency_key"
MARK_DIGITS = 16
# What a validator's kind of error says to whoever fills in a form.
MESSAGES = {
    "missing": N_("Fill this in."),
    "enum": N_("Choose one of these."),
    "literal_error": N_("Choose one of these."),
    "day": N_("Write a day, such as 2026-01-31."),
    "date": N_("Write a day, such as 2026-01-31."),
    "moment": N_("Write a day and a time."),
    "time": N_("Write a time, such as 23:00."),
    "digits": N_("Write a whole number."),
    "int_parsing": N_("Write a whole number."),
    "too_short": N_("Choose at least one."),
    "greater_than_equal": N_("This is at least %(ge)s."),
    "less_than_equal": N_("This is at most %(le)s."),
    "string_too_long": N_("This has at most %(max_length)s characters."),
    "string_pattern_mismatch": N_("This is not written as it should be."),
    "uuid_parsing": N_("Choose one of these."),
    "email": N_("Write a mail address, such as name@example.org."),
    "phone": N_("Write a telephone number in digits."),
}
OTHER = N_("This is not right.")


class FormOfAnother(Refusal):
    """The form was shown to somebody else than who is signed in now."""


class FormWrong(Exception):
    """What was typed is no command; `Typed.errors` says where and why."""


@dataclass
class Typed:
    """What somebody typed into a form, and what is wrong with it.

    `errors` says for each field what to change, `problem` what is wrong with the whole.
    """

    values: Mapping[str, list[str]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    problem: str | None = None

    def value(self, name: str, default: str = "") -> str:
        """Return what was typed into a field; `default` where the form was not sent yet."""
        return (self.values.get(name) or [default])[0]

    def has(self, name: str, value: str) -> bool:
        """Say whether one of several choices was made."""
        return value in self.values.get(name, [])

    @property
    def key(self) -> str:
        """Return the key by which a form that is sent twice acts once."""
        return self.value(KEY)

    def read(self, command: type[C], **fixed: Any) -> C:
        """Return what was typed as a command; raises `FormWrong`. `fixed` was not typed."""
        given: dict[str, Any] = dict(fixed)
        fields = {about.alias or name: about for name, about in command.model_fields.items()}
        lists = {name for name, about in fields.items() if _is_list(about.annotation)}
        for name in fields:
            typed = [one.strip() for one in self.values.get(name, []) if one.strip()]
            if typed:
                given[name] = typed if name in lists else typed[0]
        try:
            return command.model_validate_strings(given, strict=False)
        except ValidationError as wrong:
            for error in wrong.errors():
                place = str(error["loc"][0]) if error["loc"] else ""
                kind = "too_short" if place in lists and place not in given else error["type"]
                self.errors.setdefault(place, message(kind, error.get("ctx", {})))
            raise FormWrong from None

    def refused(
        self, refusal: Refusal, beside: Mapping[type[Refusal], str] | None = None
    ) -> "Typed":
        """Say what the rules refused: beside a field where `beside` names one, or above.

        Raises `BeyondReach` again: it is of who sent the form, and nothing to change in it.
        """
        if isinstance(refusal, BeyondReach):
            raise refusal
        place = next((name for kind, name in (beside or {}).items() if isinstance(refusal, kind)),
                     None)  # fmt: skip
        if place is None:
            self.problem = told(refusal)
        else:
            self.errors[place] = told(refusal)
        return self


async def typed_in(request: Request) -> Typed:
    """Return what the form of a request holds."""
    return Typed(_lists((await request.form(max_files=0)).multi_items()))


def typed_query(request: Request) -> Typed:
    """Return what the query of a request holds: a form that only asks is sent by GET."""
    return Typed(_lists(request.query_params.multi_items()))


def told(refusal: Refusal) -> str:
    """Return what a refusal says in the language that is spoken now.

    A refusal's title is translated; its detail, with the values, is English.
    """
    title = refusal.title()
    translated = gettext(title)
    said = refusal.detail if language() == "en" or translated == title else translated
    return f"{said[0].upper()}{said[1:].rstrip('.')}."


def message(kind: str, values: Mapping[str, Any]) -> str:
    """Return what to change, by pydantic's kind of error."""
    return gettext(MESSAGES.get(kind, OTHER), **values)


def hidden_fields(request: Request) -> dict[str, str]:
    """Return what every form carries: whom it is shown to, and a key for one sending."""
    return {SHOWN_TO: _mark(request.state.caller), KEY: str(uuid4())}


def check_shown_to(request: Request, form: FormData) -> None:
    """Raise `FormOfAnother` unless whoever is signed in saw this form."""
    if form.get(SHOWN_TO) != _mark(request.state.caller):
        raise FormOfAnother("this form was shown to somebody else: sign in as who filled it in")


def _mark(caller: Caller) -> str:
    return caller.subject_hash[:MARK_DIGITS]


def _lists(items: Iterable[tuple[str, Any]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in items:
        if isinstance(value, str):  # and no file
            found.setdefault(name, []).append(value)
    return found


def _is_list(annotation: Any) -> bool:
    origin = get_origin(annotation)
    if origin is Annotated:
        return _is_list(get_args(annotation)[0])
    if origin in (Union, UnionType):
        return any(_is_list(one) for one in get_args(annotation) if one is not NoneType)
    return origin in (list, set, tuple, frozenset)
