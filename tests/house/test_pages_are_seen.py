"""Every page that a service has is looked at in a browser; these tests need none."""

import json
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from fastapi.routing import iter_route_contexts
from shared.pages.route import PageRoute

from tests import issuing
from tests.browser.chromium import LOCK
from tests.browser.pages import PAGES
from tests.platform import SERVICES

NO_PAGES = (
    "/live",
    "/worker.js",
    ".webmanifest",
    ".csv",
    ".pdf",
    ".json",
    "/letter",
    "/{kind}",
    "/pdf",
    "/csv",
)
# A page of a period is looked at for one of each length.
A_PERIOD = re.compile(r"(?<=/reports/)\{(quarter|year)\}")


def paths_of_pages(service: str) -> Iterator[str]:
    """Yield the path of every page of a service, as its route has it, but those that all have.

    A live part of a page is looked at with the page, and a file is no page.
    """
    settings = import_module(f"{service}.settings").Settings(
        database_url="postgresql://nowhere", nats_credentials=Path("nowhere"), **issuing.settings()
    )
    app = import_module(f"{service}.main").create_app(settings)
    for route in iter_route_contexts(app.routes):
        operations = {f"{method} {route.path}" for method in route.methods or ()}
        if isinstance(route.original_route, PageRoute) and operations - set(app.state.site.rows()):
            paths = [one.removeprefix("GET ") for one in operations if one.startswith("GET ")]
            yield from (path for path in paths if not path.endswith(NO_PAGES))


@pytest.mark.parametrize("service", SERVICES)
def test_every_page_is_looked_at_in_a_browser(service: str) -> None:
    seen = {A_PERIOD.sub("{period}", page.path) for page in PAGES if page.service == service}
    forgotten = set(paths_of_pages(service)) - seen
    assert not forgotten, "add them to tests/browser/pages.py: tests/browser says how"


def test_pages_have_names_that_files_can_have_and_no_two_the_same() -> None:
    names = [str(page) for page in PAGES]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z0-9-]+", name) for name in names)


def test_the_lock_of_the_browser_names_no_host_that_packages_come_from() -> None:
    packages = json.loads(LOCK.read_text())["packages"]
    assert len(packages) > 1
    assert not [name for name, found in packages.items() if "resolved" in found]
    assert all(found["integrity"] for name, found in packages.items() if name)
