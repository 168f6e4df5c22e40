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
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header

.PHONY: help
help: ## List the targets.
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | while IFS=$$'\t' read -r name text; do printf '  %-20s %s\n' "$$name" "$$text"; done

## Set-up ---------------------------------------------------------------------------------------

.PHONY: setup
setup: .venv/dev.stamp ## Make the Python environment with everything a developer needs.

.venv/pyvenv.cfg:
	$(PYTHON) -m venv .venv

.venv/%.stamp: requirements/%.txt | .venv/pyvenv.cfg
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r $<
	@touch $@

.PHONY: lock
lock: .venv/dev.stamp ## Pin the packages named in pyproject.toml again (UPGRADE=1 takes newer ones).
	$(BIN)/$(LOCK) $(if $(UPGRADE),--upgrade) --extra local --extra dev pyproject.toml -o requirements/dev.txt
	$(BIN)/$(LOCK) -c requirements/dev.txt --extra local pyproject.toml -o requirements/local.txt
	$(BIN)/$(LOCK) -c requirements/dev.txt pyproject.toml -o requirements/base.txt
