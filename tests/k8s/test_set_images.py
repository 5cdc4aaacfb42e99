"""An overlay gets the images that were built or pushed, and never one that was made up."""

import shutil
from pathlib import Path

import pytest
import set_images
from checks.manifests import read

from tests.k8s.conftest import K8S

DIGEST = "sha256:" + "4f" * 32


def found(tag: str = "1.4.0", digest: str = DIGEST) -> set_images.Found:
    return {
        image: {"image": f"registry.example/s/{image}", "tag": tag, "digest": digest}
        for image in set_images.IMAGES
    }


def test_an_overlay_is_given_digests_and_its_jobs_the_name_of_the_release(tmp_path: Path) -> None:
    overlay = Path(shutil.copytree(K8S / "overlays" / "prod", tmp_path / "prod"))

    images, tag = set_images.entries(found("1.4.0-RC1"), digests=True)
    set_images.write(overlay, images, tag)
    set_images.write(overlay, images, tag)  # again changes nothing

    (kustomization,) = read(overlay / "kustomization.yaml")
    (site,) = read(overlay / "site.yaml")
    assert kustomization["images"] == [
        {"name": image, "newName": f"registry.example/s/{image}", "digest": DIGEST}
        for image in set_images.IMAGES
    ]
    assert kustomization["components"]
    assert site["data"]["release"] == "1-4-0-rc1"


def test_a_cluster_of_one_node_takes_what_was_built_here_without_digests() -> None:
    images, _ = set_images.entries({i: {"tag": "dev"} for i in set_images.IMAGES}, digests=False)

    assert '  - {name: sensoor-contacts, newTag: "dev"}\n' in images


def test_every_image_that_the_manifests_run_is_set() -> None:
    run = {
        container["image"].partition(":")[0]
        for file in (K8S / "base").rglob("*.yaml")
        for document in read(file)
        if document["kind"] in ("Deployment", "Job") and "template" in document["spec"]
        for container in document["spec"]["template"]["spec"]["containers"]
        if "image" in container
    }
    assert run == set(set_images.IMAGES)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (found(tag="latest"), "no tag"),
        (found(tag=""), "no tag"),
        (found(tag="set-by-overlay"), "no tag"),
        (found(tag="15fedd83be44-changed"), "not committed"),
        (found(digest=""), "no digest"),
        (found(digest="sha256:0123"), "no digest"),
        ({**found(), "sensoor": {"tag": "1.3.0", "digest": DIGEST}}, "several releases"),
        ({name: what for name, what in found().items() if name != "sensoor"}, "sensoor is missing"),
    ],
)
def test_what_is_missing_or_names_nothing_is_refused(given: set_images.Found, said: str) -> None:
    with pytest.raises(set_images.CannotSet, match=said):
        set_images.entries(given, digests=True)


def test_nothing_built_is_told_with_the_command_that_builds(tmp_path: Path) -> None:
    with pytest.raises(set_images.CannotSet, match="make images"):
        set_images.built(tmp_path / "images.json")
