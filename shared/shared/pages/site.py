"""The pages of a service, declared once: where they lead, and what they are made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined

from shared.pages import formats, language
from shared.pages.static_files import StaticFile, static_files
from shared.roles import ALL, Role, RoleTable, may

HERE = Path(__file__).parent
EVERYBODY = may(**dict.fromkeys(Role, ALL))


@dataclass(frozen=True)
class Entry:
    """A page in the navigation: its path, and its title in English, which is translated."""

    path: str
    title: str


@dataclass(frozen=True)
class Section:
    """Pages that belong together in the navigation, and their title, which is translated."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Site:
    """The pages of a service; `files` are its static files by the name in their address.

    `search` is the page that every other page has a field for: its path and the field's label.
    """

    service: str
    sections: tuple[Section, ...]
    search: Entry | None
    words: language.Catalogues
    templates: Environment
    files: Mapping[str, StaticFile]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Return all pages of the navigation, in order."""
        return tuple(entry for section in self.sections for entry in section.entries)

    def rows(self) -> RoleTable:
        """Return the rows of roles of the routes that every service has (`own_routes`)."""
        paths = ("/", *self.homes(), f"/{self.service}/signed-in")
        return {f"GET {path}": EVERYBODY for path in paths}

    def homes(self) -> tuple[str, ...]:
        """Return the path that leads to the first page, unless the first page is there itself."""
        path = f"/{self.service}"
        return () if any(entry.path == path for entry in self.entries) else (path,)

    def open_paths(self) -> frozenset[str]:
        """Return the paths that need no token."""
        own = ("sign-in", "sign-in/callback", "sign-out", "language", "static/{name}")
        return frozenset(f"/{self.service}/{path}" for path in own)


def make_site(
    service: str, package: Path, *navigation: Entry | Section, search: Entry | None = None
) -> Site:
    """Return the pages of a service; `package` is the folder of its code.

    In the navigation an entry stands alone or in a section with others. In `package` are the
    words of the pages (`locale/`), their static files (`static/`), and their templates, which are
    named by their path in it: `duty/templates/duty.html`. Those of this package are named
    `pages/base.html`.
    """
    files = static_files(HERE / "static", package / "static")
    addresses = {name: f"/{service}/static/{file.name}" for name, file in files.items()}
    return Site(
        service,
        tuple(
            one if isinstance(one, Section) else Section(one.title, (one,)) for one in navigation
        ),
        search,
        language.catalogues(HERE, package),
        _templates(package, addresses),
        {file.name: file for file in files.values()},
    )


def _templates(package: Path, static: Mapping[str, str]) -> Environment:
    own = PrefixLoader({"pages": FileSystemLoader(HERE / "templates")})
    found = Environment(
        loader=ChoiceLoader([own, FileSystemLoader(package)]), extensions=["jinja2.ext.i18n"],
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    found.install_gettext_callables(  # type: ignore[attr-defined]
        language.gettext, language.plural_form, newstyle=True
    )
    found.filters.update(formats.FILTERS)
    found.globals["static"] = static
    return found
