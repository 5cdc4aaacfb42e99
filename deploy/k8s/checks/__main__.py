"""Runs this house's own checks over what was rendered: `python -m checks RENDERED`."""

import json
import sys
from collections import Counter
from pathlib import Path

from checks import (
    connections,
    databases,
    housekeeping,
    images,
    paths,
    reaching,
    restricted,
    secrecy,
    selecting,
)
from checks.manifests import OURS, Resource, read

EACH = (
    restricted.check, housekeeping.check, selecting.check, secrecy.check, connections.check,
    databases.check, reaching.check, paths.check,
)  # fmt: skip


def main(rendered: Path) -> int:
    """Check every rendering; write what they have in common for the tools that follow."""
    wrong: Counter[str] = Counter()
    distinct: dict[str, Resource] = {}
    files = sorted(rendered.glob("overlays/*.yaml")) + sorted(rendered.glob("combinations/*.yaml"))
    for file in files:
        resources = read(file)
        wrong.update(found for check in EACH for found in check(resources))
        distinct |= {json.dumps(found, sort_keys=True): found for found in resources}
        if file.stem == "prod":
            wrong.update(images.check(resources))
            sys.stdout.write(images.note(resources))
    everything = list(distinct.values())
    custom = [found for found in everything if found["apiVersion"] not in OURS]
    (rendered / "distinct.json").write_text(json.dumps(everything), encoding="utf-8")
    (rendered / "custom.json").write_text(json.dumps(custom), encoding="utf-8")

    for line, count in wrong.items():
        sys.stdout.write(f"{line}" + (f" (in {count} renderings)\n" if count > 1 else "\n"))
    sys.stdout.write(f"{len(files)} renderings checked\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve()))
