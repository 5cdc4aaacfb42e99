# Sensoor. `make help` lists what there is to do. Needs Python 3.11 or newer, and make.

PYTHON := $(shell for p in python3.13 python3.12 python3.11 python3; do \
  if command -v $$p >/dev/null 2>&1 && \
     $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
  then echo $$p; break; fi; done)
BIN := .venv/bin
PACKAGES := shared services/contacts services/billing services/volunteers services/reporting \
  deploy/local deploy/telephony
# A third of the tests' time is waiting for processes: three workers fill two cores.
WORKERS ?= 3

# The environment is installed uncompiled, and the tests start hundreds of processes: where nothing
# may be kept, each compiles for two seconds what it imports.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo up test check faults bench images test-images lock format clean
.PHONY: types contracts manifests imports lint

help: ## list these targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | \
	  awk -F'\t' '{ printf "  make %-11s %s\n", $$1, $$2 }'

demo: .venv/ready ## run the whole of Sensoor on real input, and look at its report
	@$(BIN)/sensoor demo

up: .venv/ready ## start broker, database and services, and leave them running
	@$(BIN)/sensoor up

test: .venv/ready ## prove it: every test, on a real broker and real databases
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder \
	  tests --ignore tests/images/test_images.py

test-images: .venv/ready ## build each image twice and run it, where podman is
	@$(BIN)/python -m pytest -rs tests/images

check: .venv/ready ## lint, types, imports, contracts, manifests
	@$(MAKE) --no-print-directory --jobs=2 types contracts manifests imports lint

types: .venv/ready
	$(BIN)/mypy shared/shared $(foreach s,contacts billing volunteers reporting,services/$(s)/$(s)) \
	  deploy/local/sensoor deploy/local/demo deploy/telephony/edge deploy/k8s/checks \
	  deploy/k8s/set_images.py benchmarks

contracts: .venv/ready
	@$(BIN)/python -m pytest tests/contracts tests/house

manifests:
	@deploy/k8s/verify.sh

imports: .venv/ready
	$(BIN)/lint-imports
	@for part in $(PACKAGES); do ! grep -q importlinter $$part/pyproject.toml || \
	  $(BIN)/lint-imports --config $$part/pyproject.toml || exit 1; done

lint: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

faults: .venv/ready ## the full demo while parts are killed, restarted in turn, and gone for a minute
	@$(BIN)/python -m demo.faults
	@FULL=1 $(BIN)/python -m pytest tests/operations/test_rolling_restart.py \
	  tests/operations/test_outages.py tests/operations/test_chats_survive_kills.py \
	  tests/operations/test_all_channels_survive_kills.py tests/contacts/test_letters_survive_kills.py \
	  tests/billing/test_gapless_numbers.py tests/growth tests/telephony

bench: .venv/ready ## measure: pipeline, latency, rebuild, demo
	@$(BIN)/python -m benchmarks

images: ## build the five container images, with docker, podman or buildah
	@deploy/images/build.sh

COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-header

lock: .venv/ready ## pin requirements.in anew, with hashes, and what each image installs
	$(BIN)/python -m pip install --quiet uv
	{ echo "# Made by \`make lock\` from requirements.in: exact versions with hashes. Do not edit."; \
	  $(COMPILE) requirements.in; } > requirements.lock.new
	mv requirements.lock.new requirements.lock
	for part in service billing volunteers reporting sensoor build; do \
	  { echo "# Made by \`make lock\` from requirements/$$part.in, within requirements.lock. Do not edit."; \
	    $(COMPILE) --no-annotate --constraint requirements.lock requirements/$$part.in; } \
	    > requirements/$$part.lock || exit 1; done

format: .venv/ready ## format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean: ## remove the environment (not var/, where the data lies: `sensoor reset`)
	rm -rf .venv

# Modules are compiled when they are first imported, which most of them never are: 20 s less.
.venv/ready: requirements.lock $(foreach p,$(PACKAGES),$(p)/pyproject.toml)
	@test -n "$(PYTHON)" || { echo "Sensoor needs Python 3.11 or newer; none is on the PATH."; exit 1; }
	@echo "Setting up .venv with $(PYTHON) (once; about a minute)"
	@$(PYTHON) -m venv .venv || { \
	  echo "Python cannot make a virtual environment: on Debian or Ubuntu, apt install python3-venv"; \
	  rm -rf .venv; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes \
	  -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps \
	  --no-build-isolation $(foreach p,$(PACKAGES),-e $(p))
	@touch .venv/ready
