#!/usr/bin/env python3
"""Writes which images and which release an overlay applies: what was built or pushed, no guess.

`set_images.py dev` after `make images`: what was built here. `set_images.py prod` after
`deploy/images/build.sh --push REGISTRY`: by the digests that the registry gave. With
`--registry REGISTRY --tag TAG`: what lies in a registry, asked by skopeo.
"""

import argparse
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
BUILT = HERE.parents[1] / "var" / "images.json"
IMAGES = (
    "sensoor", "sensoor-billing", "sensoor-contacts", "sensoor-reporting", "sensoor-volunteers",
)  # fmt: skip
MARK = "# Below this line: written by set_images.py.\n"
DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
TAG = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,59}")

Found = dict[str, dict[str, str]]


class CannotSet(Exception):
    """The images cannot be set; the text says which, and why."""


def built(record: Path) -> Found:
    """Return tag and digest of each image as `make images` recorded them."""
    if not record.exists():
        raise CannotSet(f"nothing was built here: {record} is missing (`make images` writes it)")
    found: Found = json.loads(record.read_text(encoding="utf-8"))
    return found


def pushed(registry: str, tag: str) -> Found:
    """Return name and digest of each image as a registry has it; skopeo asks."""
    if not shutil.which("skopeo"):
        raise CannotSet("a registry is asked by skopeo, which is not installed")
    found: Found = {}
    for image in IMAGES:
        name = f"{registry.rstrip('/')}/{image}"
        command = ["skopeo", "inspect", "--format", "{{.Digest}}", f"docker://{name}:{tag}"]
        asked = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
        if asked.returncode != 0:
            raise CannotSet(f"the registry has no {name}:{tag}: {asked.stderr.strip()}")
        found[image] = {"image": name, "tag": tag, "digest": asked.stdout.strip()}
    return found


def entries(found: Found, *, digests: bool) -> tuple[str, str]:
    """Return the `images:` of a kustomization and the tag, which all images must share."""
    lines, tags = ["images:\n"], set()
    for image in IMAGES:
        if image not in found:
            raise CannotSet(f"{image} is missing")
        tag, digest = found[image].get("tag", ""), found[image].get("digest", "")
        if not TAG.fullmatch(tag) or tag in ("latest", "set-by-overlay"):
            raise CannotSet(f"{image} has no tag that names a release: {tag!r}")
        if digests and tag.endswith("-changed"):
            raise CannotSet(f"{image} was built of what is not committed: {tag}")
        if digests and not DIGEST.fullmatch(digest):
            raise CannotSet(f"{image} has no digest, which a registry gives when it is pushed")
        tags.add(tag)
        new = f"newName: {found[image]['image']}, " if "image" in found[image] else ""
        which = f'digest: "{digest}"' if digests else f'newTag: "{tag}"'
        lines.append(f"  - {{name: {image}, {new}{which}}}\n")
    if len(tags) != 1:
        raise CannotSet(f"the images are of several releases: {', '.join(sorted(tags))}")
    return "".join(lines), tags.pop()


def write(overlay: Path, images: str, tag: str) -> None:
    """Write the images into the overlay and name its Jobs after the release."""
    kustomization, site = overlay / "kustomization.yaml", overlay / "site.yaml"
    kept, mark, _ = kustomization.read_text(encoding="utf-8").partition(MARK)
    release = re.sub(r"[^a-z0-9]+", "-", tag.lower()).strip("-")
    said, count = re.subn(
        r'(?m)^(  release: )"[^"]*"', rf'\g<1>"{release}"', site.read_text(encoding="utf-8")
    )
    if not mark or count != 1:
        raise CannotSet(f"{overlay} has no place for images or release")
    kustomization.write_text(kept + mark + images, encoding="utf-8")
    site.write_text(said, encoding="utf-8")


def main() -> int:
    """Set the images of an overlay; 1 and the reason when they cannot be set."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("overlay", choices=["dev", "staging", "prod"])
    parser.add_argument("--registry", help="host and path before the images' names")
    parser.add_argument("--tag", help="ask the registry for this tag")
    given = parser.parse_args()
    if bool(given.registry) is not bool(given.tag):
        parser.error("--registry and --tag belong together")
    try:
        found = pushed(given.registry, given.tag) if given.tag else built(BUILT)
        images, tag = entries(found, digests=given.overlay == "prod")
        write(HERE / "overlays" / given.overlay, images, tag)
    except CannotSet as refused:
        sys.stderr.write(f"{refused}\n")
        return 1
    sys.stdout.write(f"{given.overlay}: {tag}\n{images}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
