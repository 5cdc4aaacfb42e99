"""A Chromium for the tests: this machine's own, or the one that an npm package carries."""

import fcntl
import os
import shutil
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, async_playwright

JAVASCRIPT = Path(__file__).parent / "javascript"
LOCK = JAVASCRIPT / "package-lock.json"
MODULES = JAVASCRIPT / "node_modules"
AXE = MODULES / "axe-core" / "axe.min.js"
UNPACKED = MODULES / ".chromium"
NAMES = ("chromium", "chromium-browser", "google-chrome")
# No name but those of this machine is looked up: what a page asks of elsewhere never leaves.
ARGUMENTS = ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE *.localhost"]

# Pages that were left may come back as they were, as in anybody's browser.
KEPT = ["--disable-back-forward-cache"]


class NoBrowser(Exception):
    """There is no Chromium here, and none can be had."""


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Run a browser; raises `NoBrowser`."""
    program, environment = found()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=program, env={**os.environ, **environment}, args=ARGUMENTS,
            ignore_default_args=KEPT,
        )  # fmt: skip
        yield browser
        await browser.close()


def found() -> tuple[str, dict[str, str]]:
    """Return a browser's program and what its environment needs; raises `NoBrowser`.

    `CHROMIUM` names one; else the first on the PATH is taken, else that of npm.
    """
    install()
    named = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    return (named, {}) if named else unpacked()


def install() -> None:
    """Install what is locked of npm, once for all processes that test; raises `NoBrowser`."""
    if shutil.which("npm") is None:
        raise NoBrowser("npm is not here: axe-core, which looks at every page, comes by it")
    with (JAVASCRIPT / ".installing").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        installed = MODULES / ".package-lock.json"
        if not installed.exists() or installed.stat().st_mtime < LOCK.stat().st_mtime:
            _run("npm", "ci")


def unpacked() -> tuple[str, dict[str, str]]:
    """Return the browser of the npm package with its own fonts; raises `NoBrowser`."""
    with (JAVASCRIPT / ".installing").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        UNPACKED.mkdir(exist_ok=True)
        program = _run("node", "unpack.mjs", TMPDIR=str(UNPACKED))
    libraries = [str(UNPACKED / "al2023" / "lib"), os.environ.get("LD_LIBRARY_PATH", "")]
    return program, {
        "LD_LIBRARY_PATH": ":".join(filter(None, libraries)),
        "FONTCONFIG_PATH": str(UNPACKED / "fonts"),
    }


def _run(*command: str, **environment: str) -> str:
    try:
        done = subprocess.run(
            command, cwd=JAVASCRIPT, check=True, capture_output=True, text=True,
            env={**os.environ, **environment},
        )  # fmt: skip
    except subprocess.CalledProcessError as error:
        raise NoBrowser(f"{' '.join(command)} failed: {error.stderr[-500:]}") from None
    return done.stdout.strip()
