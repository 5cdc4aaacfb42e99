#!/usr/bin/env bash
# Where no registry can be reached: make the base image of Containerfile from Debian's archive,
# under the official Python image's name. Run as root, on Debian with debootstrap and podman or
# buildah; takes about a minute, and nothing when the image is there.
#
# Debian's python3 stands in for the official image's: for trying and testing, not for production.
set -euo pipefail

name=$(sed -n 's/^ARG PYTHON_IMAGE=//p' "$(dirname "$0")/../../Containerfile")
if command -v podman >/dev/null; then engine=podman; else engine=buildah; fi
[ -z "$($engine images --quiet "$name")" ] || { echo "$name is there"; exit 0; }

mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -m1 '/debian/$')
work=$(mktemp -d)
trap 'rm -rf --one-file-system "$work"' EXIT
root=$work/root
debootstrap --variant=minbase --include=python3,python3-venv,ca-certificates \
  "${name##*-}" "$root" "$mirror" >"$work/log" || { tail "$work/log" >&2; exit 1; }
# The machine's own addresses and lists are no part of an image.
rm -rf "$root"/var/cache/apt/* "$root"/var/lib/apt/lists/* "$root"/var/log/* \
  "$root"/etc/apt/sources.list "$root"/etc/resolv.conf "$root"/etc/hostname
tar --directory "$root" --sort=name --mtime=@0 --numeric-owner --create --file "$work/root.tar" .
if [ $engine = podman ]; then
  podman import --quiet "$work/root.tar" "$name"
else
  container=$(buildah from scratch)
  buildah add --quiet "$container" "$work/root.tar" /
  buildah commit --quiet --rm --timestamp 0 "$container" "$name"
fi
