# `make` alone prints the targets. Each makes the .venv that it needs.

# Any Python from 3.11 on; the first that is found and works.
PYTHON ?= $(shell for python in python3.11 python3.12 python3.13 python3; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
VENV := .venv
RUN := $(VENV)/bin/python -m
READY := $(VENV)/.ready

SOURCE ?=
OFFLINE ?=
FORCE ?=
ONLY ?=
QUICK ?=
WRITE ?=
FORMAT ?=
FAIL_ON ?=
DOCS ?=
INSTALLED ?=
# NAME=1 switches something on; NAME=0 is the same as leaving it out.
on = $(filter-out 0,$($(1)))
DRIFT = $(if $(SOURCE),--source "$(SOURCE)") $(if $(FORMAT),--format $(FORMAT)) $(if $(FAIL_ON),--fail-on $(FAIL_ON)) \
	$(if $(call on,DOCS),--docs) $(if $(call on,INSTALLED),--against-installed)
REGENERATE = $(if $(SOURCE),--source "$(SOURCE)") $(if $(call on,OFFLINE),--offline) $(if $(call on,FORCE),--force)

.DEFAULT_GOAL := help
.PHONY: help setup demo test lint regenerate check-generated drift sandbox bench package other-pythons ci

help: ## Print the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-16s %s\n", $$1, $$2}'

setup: $(READY) ## Make .venv with everything that development needs

$(READY): pyproject.toml constraints.txt scripts/setup.sh
	@sh scripts/setup.sh "$(PYTHON)" $(VENV)
	@touch $@

demo: $(READY) ## Show the main job against a sandbox: log in, list, read one, print a table
	@$(RUN) scripts.demo

test: $(READY) ## Run all tests, with warnings as errors and branch coverage enforced
	@$(RUN) pytest -n auto -m "not slow" --cov --cov-report=term
	@$(RUN) pytest -n auto --dist worksteal -m slow

lint: $(READY) ## Check style, layers and types: ruff, names and sizes, import-linter, mypy --strict, pyright
	@$(RUN) ruff check .
	@$(RUN) ruff format --check scripts tests webcrm_ext
	@$(RUN) scripts.check_style
	@$(VENV)/bin/lint-imports --no-logo --no-cache
	@$(RUN) mypy
	@$(RUN) pyright

regenerate: $(READY) ## Write the raw client anew (SOURCE=file-or-URL, OFFLINE=1, FORCE=1)
	@$(RUN) scripts.regenerate $(REGENERATE)

check-generated: $(READY) ## Check that generated/ is what swagger/ gives, to the byte
	@$(RUN) scripts.check_generated

drift: $(READY) ## Say what changed in the API since (SOURCE=, FORMAT=markdown, FAIL_ON=breaking, DOCS=1, INSTALLED=1)
	@$(RUN) scripts.drift $(DRIFT)

sandbox: $(READY) ## Start a webCRM of your own on this machine
	@$(RUN) webcrm_ext.sandbox

bench: $(READY) ## Measure the client beside the alternatives (ONLY=decode, QUICK=1, WRITE=1 into the README)
	@$(RUN) scripts.bench $(if $(ONLY),--only $(ONLY)) $(if $(call on,QUICK),--quick) $(if $(call on,WRITE),--write README.md)

package: $(READY) ## Build the wheel, and import it in an empty environment
	@sh scripts/package.sh "$(PYTHON)" $(VENV)

other-pythons: $(READY) ## Run the quick tests on Python 3.12 and 3.13, and with the lowest versions allowed
	@$(RUN) scripts.lanes

ci: lint test check-generated demo package other-pythons ## Everything that CI runs
