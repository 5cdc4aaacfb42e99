"""The navigation of a service: a row of sections, and a row of the pages of the open one."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from shared.pages.site import Entry, Section


@dataclass(frozen=True)
class Link:
    """A link to another page; `here` is its `aria-current`: "page", "true", or "" elsewhere."""

    address: str
    title: str
    here: str = ""


@dataclass(frozen=True)
class Navigation:
    """The sections, and the title and the pages of the one that the page belongs to.

    `pages` is empty where the page belongs to no section, and where its section has one page.
    """

    sections: list[Link]
    title: str
    pages: list[Link]


def navigation(
    sections: Iterable[Section], path: str, home: str, may_see: Callable[[Entry], bool]
) -> Navigation:
    """Return the navigation for the page at `path`, with the entries that the reader may see.

    A section leads to its first entry. A section with one entry is shown as that entry, and a
    section without any is left out. `home` is the path of the service: it is above every page,
    so that its entry is current on that page only.
    """
    seen = [
        Section(section.title, entries)
        for section in sections
        if (entries := tuple(filter(may_see, section.entries)))
    ]
    current = _current([entry for section in seen for entry in section.entries], path, home)
    heads, title, pages = list[Link](), "", list[Link]()
    for section in seen:
        links = [_link(entry, path, current) for entry in section.entries]
        if len(links) == 1:
            heads += links
            continue
        is_open = current in section.entries
        heads.append(Link(links[0].address, section.title, "true" if is_open else ""))
        if is_open:
            title, pages = section.title, links
    return Navigation(heads, title, pages)


def _current(entries: list[Entry], path: str, home: str) -> Entry | None:
    """Return the entry of a page: its own, or else the one with the longest path above it."""
    above = [
        entry
        for entry in entries
        if path == entry.path or (entry.path != home and path.startswith(f"{entry.path}/"))
    ]
    return max(above, key=lambda entry: len(entry.path), default=None)


def _link(entry: Entry, path: str, current: Entry | None) -> Link:
    here = "page" if entry.path == path else "true"
    return Link(entry.path, entry.title, here if entry == current else "")
