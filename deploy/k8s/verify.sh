#!/usr/bin/env bash
# Checks the manifests as far as that goes without a cluster. Fails on a failed check; says which
# check it leaves out and why. Everything it installs lies in deploy/k8s/.tools.
set -euo pipefail
cd "$(dirname "$0")"
tools=$PWD/.tools
rendered=$tools/rendered
failed=0

say() { printf '\n== %s\n' "$*"; }
skip() { printf 'left out: %s\n' "$*"; }
check() {
  local what=$1
  shift
  say "$what"
  "$@" || { failed=1; printf 'FAILED: %s\n' "$what"; }
}

python=$(for p in python3.13 python3.12 python3.11 python3; do
  "$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$p"; break; }
done)
[ -n "$python" ] || { echo "FAILED: Python 3.11 or newer is needed"; exit 1; }
mkdir -p "$tools"

# --- tools, each in an environment of its own, made anew when its lock changes
made_from() { [ -e "$tools/$1.made" ] && cmp -s "$2" "$tools/$1.made"; }

if ! made_from python checks/requirements.lock; then
  say "installing kubernetes-validate and checkov"
  rm -rf "$tools/python" "$tools/oldest"
  "$python" -m venv "$tools/python"
  # The schemas of the oldest Kubernetes come with an older release of the same package.
  if "$tools/python/bin/python" -m pip install --quiet --disable-pip-version-check \
      --require-hashes -r checks/requirements.lock &&
     "$tools/python/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps \
      --target "$tools/oldest" --require-hashes -r checks/requirements-oldest.lock
  then cp checks/requirements.lock "$tools/python.made"
  else skip "everything: its tools cannot be installed here (see above)"; exit 0
  fi
fi
if command -v npm >/dev/null && command -v node >/dev/null; then
  if ! made_from npm checks/package-lock.json; then
    say "installing the schemas of custom resources"
    mkdir -p "$tools/npm"
    cp checks/package.json checks/package-lock.json checks/.npmrc "$tools/npm/"
    if (cd "$tools/npm" && npm ci --silent)
    then cp checks/package-lock.json "$tools/npm.made"
    else rm -rf "$tools/npm/node_modules"
    fi
  fi
fi

run() { PYTHONPATH=$PWD "$tools/python/bin/python" "$@"; }

# --- the checks
check "sources: alerts told and tried, values of the charts, no secret in a file" \
  run -m checks.sources "$PWD" "$tools/rules"
if command -v promtool >/dev/null; then
  check "alert rules" promtool check rules "$tools/rules/rules.json"
  check "alerts, firing and not firing" promtool test rules "$tools"/rules/*.test.yaml
else
  skip "alert rules and their tests: there is no promtool here (Debian: apt install prometheus)"
fi

if ! command -v kubectl >/dev/null; then
  # No package index carries kustomize, and the kubectl of Debian 12 knows no components.
  skip "all that looks at rendered manifests: there is no kubectl (1.27 or newer) here"
  exit "$failed"
fi

say "every overlay and every combination of components renders"
run -m checks.render "$PWD" "$rendered" || { echo "FAILED: nothing else can be looked at"; exit 1; }

check "this house's own checks: restricted pods, selectors, secrets, images" \
  run -m checks "$rendered"

check "Kubernetes' schemas, the newest" \
  run -m checks.schemas newest "$rendered"
check "Kubernetes' schemas, the oldest that README.md names" \
  env PYTHONPATH="$tools/oldest:$PWD" PYTHONWARNINGS=ignore "$tools/python/bin/python" \
  -m checks.schemas 1.21 "$rendered"

if [ -d "$tools/npm/node_modules" ]; then
  # shellcheck disable=SC2016  # the inner shell expands them
  check "custom resources against @kubernetes-models" \
    sh -c 'node checks/custom.mjs "$1" <"$2"' sh "$tools/npm" "$rendered/custom.json"
else
  skip "custom resources against @kubernetes-models: npm cannot install them here"
fi

# CKV_K8S_11, a limit of cpu: it would slow a pod down while the machine idles, and a drain that is
#   slowed down is killed; requests share out the cpu, and memory is limited.
# CKV_K8S_15, always pull: production names images by digest, which cannot change; a cluster of one
#   node has images that no registry knows.
# CKV_K8S_43, digests: production's are checked by checks/images.py, and are filled in by
#   set_images.py; the other overlays have tags.
check "checkov" "$tools/python/bin/checkov" --framework kubernetes --skip-download --compact --quiet \
  --directory "$rendered/overlays" --skip-check CKV_K8S_11,CKV_K8S_15,CKV_K8S_43

say "$([ "$failed" = 0 ] && echo 'every check that ran has passed' || echo 'something FAILED')"
exit "$failed"
