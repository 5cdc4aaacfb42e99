"""Dutch and English: which one a request speaks, and the words of it.

The words in the code are English and are what translators translate (gettext); a catalogue of
Dutch stands in `locale/nl/LC_MESSAGES/messages.po` of the service and of this package. English
needs none. The language of a request is kept in a context variable, so that templates, rules of
wording and formats need not hand it on.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from gettext import NullTranslations
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

NAMES = {"nl": "Nederlands", "en": "English"}
LOCALES = {"nl": "nl_NL", "en": "en_GB"}
DEFAULT = "nl"
COOKIE = "sensoor_language"
Catalogues = Mapping[str, NullTranslations]


@dataclass(frozen=True)
class Spoken:
    """The language of a request and the words of it."""

    language: str = DEFAULT
    words: NullTranslations = field(default_factory=NullTranslations)


ENGLISH = Spoken("en")
_spoken: ContextVar[Spoken] = ContextVar("spoken", default=ENGLISH)


def catalogues(*packages: Path) -> Catalogues:
    """Return the words of each language, of all packages together."""
    return {language: _catalogue(language, packages) for language in NAMES}


def _catalogue(language: str, packages: Sequence[Path]) -> NullTranslations:
    whole: NullTranslations = Translations(None)
    for package in packages:
        path = package / "locale" / language / "LC_MESSAGES" / "messages.po"
        if path.exists():
            compiled = io.BytesIO()
            with path.open("rb") as source:
                write_mo(compiled, read_po(source, locale=language))
            compiled.seek(0)
            part = Translations(compiled)
            whole = part if not getattr(whole, "_catalog", None) else _merged(whole, part)
    return whole


def _merged(whole: NullTranslations, part: Translations) -> NullTranslations:
    assert isinstance(whole, Translations)
    merged: NullTranslations = whole.merge(part)
    return merged


def chosen(cookie: str | None, accept_language: str) -> str:
    """Return the language that was chosen, or else the one that the browser asks for first."""
    if cookie in NAMES:
        return str(cookie)
    wanted = sorted(map(_weighed, accept_language.split(",")), reverse=True)
    return next((language for weight, language in wanted if weight > 0), DEFAULT)


def _weighed(part: str) -> tuple[float, str]:
    """Read `en-GB;q=0.8` as (0.8, "en"); (0, ...) for a language that we do not speak."""
    tag, _, parameter = part.strip().partition(";")
    language = tag.lower().split("-")[0]
    try:
        weight = float(parameter.strip().removeprefix("q=")) if parameter else 1.0
    except ValueError:
        weight = 0.0
    return (weight if language in NAMES else 0.0), language


@contextmanager
def speaking(language: str, words: Catalogues) -> Iterator[None]:
    """Let `gettext` and the formats speak a language within this block."""
    token = _spoken.set(Spoken(language, words[language]))
    try:
        yield
    finally:
        _spoken.reset(token)


def language() -> str:
    """Return the language that is spoken now: `nl` or `en`."""
    return _spoken.get().language


def locale() -> str:
    """Return the locale of the language that is spoken now, for Babel's formats."""
    return LOCALES[language()]


def gettext(message: str, **values: Any) -> str:
    """Return a message in the language that is spoken now; `%(name)s` takes a value."""
    found = _spoken.get().words.gettext(message)
    return found % values if values else found


def ngettext(singular: str, plural: str, number: int, **values: Any) -> str:
    """Return the singular or the plural of a message; `%(num)s` is the number, unformatted."""
    return plural_form(singular, plural, number) % {"num": number, **values}


def plural_form(singular: str, plural: str, number: int) -> str:
    """Return the singular or the plural of a message without its values, for Jinja to fill in."""
    return _spoken.get().words.ngettext(singular, plural, number)


def N_(message: str) -> str:  # noqa: N802  the name that gettext's extraction knows
    """Mark a message that is translated where it is shown."""
    return message
