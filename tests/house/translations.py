"""The Dutch words of all packages: `python -m tests.house.translations` adds what is missing.

Messages are found in the code and the templates (`gettext`, `ngettext`, `N_`, `_`); beside them
stand the titles of refusals, which a page shows. What is new has no translation yet: fill it in,
and `make check` passes again.
"""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po
from shared.http_problems import TITLES
from shared.refusals import Refusal

ROOT = Path(__file__).parent.parent.parent
PACKAGES = {
    "shared": ROOT / "shared/shared/pages",
    **{
        service: ROOT / "services" / service / service
        for service in ("contacts", "billing", "volunteers", "reporting")
    },
    "sensoor.issuer": ROOT / "deploy/local/sensoor/issuer",
}
METHODS = [("**/migrations/**", "ignore"), ("**.py", "python"), ("**/templates/**.html", "jinja2")]
OPTIONS = {"**/templates/**.html": {"trim_blocks": "true", "lstrip_blocks": "true"}}
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "N_": None}


def path_of(package: str) -> Path:
    """Return the file of a package's Dutch words."""
    return PACKAGES[package] / "locale/nl/LC_MESSAGES/messages.po"


def found_in(package: str) -> Catalog:
    """Return what a package says, without translations."""
    catalog = Catalog(locale="nl", charset="utf-8")
    extracted = extract_from_dir(
        PACKAGES[package], method_map=METHODS, options_map=OPTIONS, keywords=KEYWORDS
    )
    for file, _line, message, _comments, context in extracted:
        catalog.add(message, locations=[(file, 0)], context=context)
    if package == "shared":
        for title in TITLES.values():
            catalog.add(title, locations=[("http_problems.py", 0)])
    for refusal in refusals_of(package):
        catalog.add(refusal.title(), locations=[(f"{refusal.__module__}", 0)])
    return catalog


def refusals_of(package: str) -> list[type[Refusal]]:
    """Return the refusals that a package defines, in order of their names."""
    whole = import_module(package)
    for module in walk_packages(whole.__path__, f"{package}."):
        if ".migrations" not in module.name and not module.name.endswith("__main__"):
            import_module(module.name)
    own = (each for each in _below(Refusal) if each.__module__.startswith(f"{package}."))
    return sorted(own, key=lambda each: each.__name__)


def kept_of(package: str) -> Catalog:
    """Return the words of a package as its file has them."""
    path = path_of(package)
    if not path.exists():
        return Catalog(locale="nl", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale="nl")


def _below(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    for each in kind.__subclasses__():
        yield each
        yield from _below(each)


def main() -> None:
    """Write the files anew: what is no longer said is dropped, what is new waits for its words."""
    for package in PACKAGES:
        kept = kept_of(package)
        kept.update(found_in(package), no_fuzzy_matching=True)
        kept.obsolete.clear()
        path = path_of(package)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, kept, omit_header=True, sort_output=True, no_location=True, width=100)
        empty = [message.id for message in kept if message.id and not all(_strings(message.string))]
        print(f"{path.relative_to(ROOT)}: {len(kept)} messages, {len(empty)} to translate")


def _strings(string: object) -> tuple[str, ...]:
    return tuple(string) if isinstance(string, (list, tuple)) else (str(string or ""),)


if __name__ == "__main__":
    main()
