"""The scripts of others that we serve are those that were chosen, to the byte: htmx 4.0.1 (0BSD).

To take another version: `npm pack htmx.org@<version>`, copy `dist/htmx.min.js`,
`dist/ext/hx-sse.min.js`
and the licence, and put their SHA-256 here.
"""

import hashlib
from pathlib import Path

import pytest
from shared.pages import site

STATIC = Path(site.__file__).parent / "static"
CHOSEN = {
    "htmx.min.js": "a0abb04f2f45a1f89d1d4844023245537e5e6014c87b144553e0607b4cc32130",
    "hx-sse.min.js": "18ef2761356ec1fe0bb6d92612315b37517a7c1e9856b661c5ae81fef239d103",
    "htmx-LICENSE.txt": "d3d2456f76414f2456104660ebd65aff1c04cd7966b942bdabd63f3cdb316a38",
}


@pytest.mark.parametrize("name", CHOSEN)
def test_a_file_of_others_is_the_one_that_was_chosen(name: str) -> None:
    assert hashlib.sha256((STATIC / name).read_bytes()).hexdigest() == CHOSEN[name]


def test_every_other_script_is_ours() -> None:
    ours = {"sensoor.js", "sign-out.js"}
    assert {path.name for path in STATIC.glob("*.js")} - set(CHOSEN) == ours
