#!/usr/bin/env bash
# Build the five images with docker, podman or buildah, whichever is there; `make images` runs it.
#
#   deploy/images/build.sh                   build, as sensoor-<service>:<commit>
#   deploy/images/build.sh --push REGISTRY   also push them, and record the registry's digests
#
# Writes var/images.json (what was built: tag and id, and digest once pushed) and the bills of
# materials var/sbom/<image>.cdx.json. Behind a mirror or a proxy, pip's own variables
# PIP_CONFIG_FILE and PIP_CERT are honoured; what they name is in no image. PYTHON_IMAGE names
# another base image, for instance by its digest.
set -euo pipefail
cd "$(dirname "$0")/../.."

services=(contacts billing volunteers reporting sensoor)
registry=
if [ "${1:-}" = --push ] && [ -n "${2:-}" ]; then
  registry=${2%/}
elif [ $# -gt 0 ]; then
  echo "usage: $0 [--push REGISTRY]" >&2
  exit 2
fi

if docker info >/dev/null 2>&1; then engine=docker
elif command -v podman >/dev/null; then engine=podman
elif command -v buildah >/dev/null; then engine=buildah
else
  echo "Building images needs docker, podman or buildah: on Debian or Ubuntu, apt install podman" >&2
  exit 1
fi

revision=$(git rev-parse HEAD)
tag=${revision:0:12}
# What is not committed is not what the commit's name says.
[ -z "$(git status --porcelain -- Containerfile .dockerignore requirements \
  shared services deploy/local deploy/images)" ] ||
  tag=$tag-changed

build() { # image, service
  local options=(--file Containerfile --tag "$1" --build-arg "SERVICE=$2"
    --build-arg "VERSION=$tag" --build-arg "REVISION=$revision")
  [ -z "${PYTHON_IMAGE:-}" ] || options+=(--build-arg "PYTHON_IMAGE=$PYTHON_IMAGE")
  [ -z "${PIP_CONFIG_FILE:-}" ] || options+=(--secret "id=pip,src=$PIP_CONFIG_FILE")
  [ -z "${PIP_CERT:-}" ] || options+=(--secret "id=certificates,src=$PIP_CERT")
  case $engine in
    # Docker leaves the time of the build on files: the content is the same each time, the id not.
    docker) docker build --quiet --build-arg SOURCE_DATE_EPOCH=0 "${options[@]}" . ;;
    # Without layers of its own for each step, podman and buildah make the same image.
    *) $engine build --quiet --isolation chroot --layers=false --pull=missing --timestamp 0 \
      "${options[@]}" . ;;
  esac
}

inspect() { # image, format
  if [ $engine = buildah ]; then buildah inspect --type image --format "$2" "$1"
  else $engine image inspect --format "$2" "$1"; fi
}

bill_of_materials() { # image
  local container
  case $engine in
    buildah)
      container=$(buildah from --pull-never "$1")
      buildah run --isolation chroot "$container" cat /app/sbom.cdx.json
      buildah rm "$container" >/dev/null ;;
    *)
      container=$($engine create "$1")
      $engine cp "$container:/app/sbom.cdx.json" - | tar --extract --to-stdout
      $engine rm "$container" >/dev/null ;;
  esac
}

push() { # image; prints the digest that the registry knows it by
  local there=$registry/$1 digest
  if [ $engine = docker ]; then
    docker tag "$1" "$there" && docker push --quiet "$there" >&2
    digest=$(docker image inspect --format '{{index .RepoDigests 0}}' "$there")
  else
    $engine push --quiet --digestfile var/digest "$1" "docker://$there" >&2
    digest=$(cat var/digest) && rm var/digest
  fi
  echo "${digest##*@}"
}

mkdir -p var/sbom
entries=()
printf '%-22s %-24s %-14s %8s %8s\n' image tag id size seconds
for service in "${services[@]}"; do
  name=sensoor-$service
  [ "$service" != sensoor ] || name=sensoor
  image=$name:$tag
  started=$SECONDS
  build "$image" "$service" >/dev/null
  id=$(inspect "$image" "$([ $engine = buildah ] && echo '{{.FromImageID}}' || echo '{{.Id}}')")
  id=${id#sha256:}
  size=$([ $engine = buildah ] && buildah images --format '{{.Size}}' "$image" | tr -d ' ' ||
    inspect "$image" '{{.Size}}' | awk '{ printf "%dMB", $1 / 1e6 }')
  bill_of_materials "$image" > "var/sbom/$name.cdx.json"
  entry="\"$name\": {\"tag\": \"$tag\", \"id\": \"sha256:$id\""
  if [ -n "$registry" ]; then
    entry+=", \"image\": \"$registry/$name\", \"digest\": \"$(push "$image")\""
  fi
  entries+=("$entry}")
  printf '%-22s %-24s %-14s %8s %8s\n' "$name" "$tag" "${id:0:12}" "$size" \
    $((SECONDS - started))
done
(IFS=,; echo "{${entries[*]}}") | sed 's/},/},\n /g' > var/images.json
echo "Built with $engine. var/images.json names them; var/sbom/ holds their bills of materials."
