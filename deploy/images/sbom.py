"""Write the CycloneDX bill of materials of an image: its Debian and Python packages, and Python.

Runs in the image's build, with the image's environment in /app/venv; the JSON goes to standard
output. The same content gives the same bytes.
"""

import json
import os
import platform
import subprocess
import sys
from pathlib import Path
from typing import Any

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

TOOLS = Path(sys.executable).parent


def python_packages() -> dict[str, Any]:
    """Return the bill of /app/venv, as cyclonedx-py makes it."""
    command = [
        str(TOOLS / "cyclonedx-py"), "environment", "/app/venv/bin/python",
        "--output-reproducible", "--spec-version", "1.6", "--of", "JSON",
    ]  # fmt: skip
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)  # noqa: S603
    bill: dict[str, Any] = json.loads(done.stdout)
    return bill


def debian_packages() -> list[dict[str, str]]:
    """Return the installed Debian packages, by name."""
    fields = "${Package} ${Version} ${Architecture} ${db:Status-Status}\\n"
    listed = subprocess.run(  # noqa: S603
        ["/usr/bin/dpkg-query", "--show", f"--showformat={fields}"],
        check=True, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    found = []
    for line in sorted(listed.stdout.splitlines()):
        name, version, architecture, status = line.split()
        if status == "installed":
            purl = f"pkg:deb/debian/{name}@{version.replace('+', '%2B')}?arch={architecture}"
            found.append(component("library", name, version, purl))
    return found


def component(kind: str, name: str, version: str, purl: str) -> dict[str, str]:
    """Return a CycloneDX component."""
    return {"type": kind, "name": name, "version": version, "purl": purl, "bom-ref": purl}


def main() -> None:
    """Print the bill of an image, if it is valid."""
    bill = python_packages()
    python = platform.python_version()
    bill["components"] += [
        component("platform", "python", python, f"pkg:generic/python@{python}"),
        *debian_packages(),
    ]
    name = f"sensoor: {os.environ['SERVICE']}"
    bill["metadata"]["component"] = {"type": "container", "name": name, "bom-ref": name}
    text = json.dumps(bill, indent=1, sort_keys=True)
    if wrong := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text):
        sys.exit(f"this is no CycloneDX: {wrong}")
    print(text)


main()
