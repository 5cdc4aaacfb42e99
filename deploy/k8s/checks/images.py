"""Which images production applies: all by digest, or, in git, none yet."""

from checks.manifests import Resource, containers, pods

UNSET = ":set-by-overlay"


def of(resources: list[Resource]) -> set[str]:
    """Return every image that a container runs."""
    return {c["image"] for pod in pods(resources) for c in containers(pod.spec)}


def check(resources: list[Resource]) -> list[str]:
    """Return the images of production that are neither unset nor given by digest."""
    images = of(resources)
    unset = {image for image in images if image.endswith(UNSET)}
    if unset == images:
        return []
    return [
        f"{image} has no digest: set_images.py prod"
        for image in sorted(images)
        if image in unset or "@sha256:" not in image
    ]


def note(resources: list[Resource]) -> str:
    """Return what to know of production's images, or nothing."""
    if all(image.endswith(UNSET) for image in of(resources)):
        return "note: prod has no release yet, and would start nothing (set_images.py sets one)\n"
    return ""
