"""Kubernetes' own resources against the schemas of one version, strictly: no unknown field.

`python -m checks.schemas VERSION RENDERED`; VERSION `newest` is the newest that is known.
"""

import json
import sys
from pathlib import Path

import kubernetes_validate
from kubernetes_validate.utils import SchemaNotFoundError

from checks.manifests import OURS, Resource, name_of


def check(resources: list[Resource], version: str) -> list[str]:
    """Return what is not of the version's schemas, custom resources left out."""
    found = []
    for resource in (resource for resource in resources if resource["apiVersion"] in OURS):
        try:
            kubernetes_validate.validate(resource, version, strict=True)
        except SchemaNotFoundError:
            found.append(f"{name_of(resource)}: {resource['apiVersion']} is not in {version}")
        except kubernetes_validate.ValidationError as wrong:
            place = ".".join(str(part) for part in wrong.path)
            found.append(f"{name_of(resource)}: {place}: {wrong.message}")
    return found


def main(version: str, rendered: Path) -> int:
    """Check what was rendered against a version; 1 when something is wrong."""
    if version == "newest":
        version = kubernetes_validate.latest_version()
    resources = json.loads((rendered / "distinct.json").read_text(encoding="utf-8"))
    wrong = check(resources, version)
    sys.stdout.writelines(f"{line}\n" for line in wrong)
    ours = sum(resource["apiVersion"] in OURS for resource in resources)
    sys.stdout.write(f"{ours} different resources against Kubernetes {version}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
