# `make` alone prints the targets. Each target creates the .venv if it is missing.

# The first Python that works, from 3.11 on.
PYTHON ?= $(shell for python in python3.11 python3.12 python3.13 python3; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
VENV := .venv
RUN := $(VENV)/bin/python -m
READY := $(VENV)/.ready
# Celery needs an older python-dateutil than the other tools, and servers take long to install.
SERVICES := .venv-services
SERVICES_READY := $(SERVICES)/.ready
BROWSER := .venv-browser
BROWSER_READY := $(BROWSER)/.ready

SOURCE ?=
OFFLINE ?=
FORCE ?=
PRUNE ?=
ONLY ?=
QUICK ?=
WRITE ?=
FORMAT ?=
FAIL_ON ?=
DOCS ?=
INSTALLED ?=
# A form of the definitions of tomorrow.
FORM ?=
# Combinations of matrix tests: pairwise or full.
MATRIX ?= pairwise
# NAME=1 enables an option; NAME=0 is the same as leaving it out.
on = $(filter-out 0,$($(1)))
DRIFT = $(if $(SOURCE),--source "$(SOURCE)") $(if $(FORMAT),--format $(FORMAT)) $(if $(FAIL_ON),--fail-on $(FAIL_ON)) \
	$(if $(call on,DOCS),--docs) $(if $(call on,INSTALLED),--against-installed)
REGENERATE = $(if $(SOURCE),--source "$(SOURCE)") $(if $(call on,OFFLINE),--offline) $(if $(call on,FORCE),--force) \
	$(if $(call on,PRUNE),--prune)

.DEFAULT_GOAL := help
.PHONY: help setup demo quick test coverage uncovered lint regenerate changelog check-generated drift sandbox bench \
	tap-webcrm package docs test-browser test-services soak-limits soak-fleet test-tomorrow other-pythons ci

help: ## Print the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-16s %s\n", $$1, $$2}'

setup: $(READY) ## Create .venv with all development dependencies

$(READY): pyproject.toml constraints.txt scripts/setup.sh
	@sh scripts/setup.sh "$(PYTHON)" $(VENV)
	@touch $@

$(SERVICES_READY): pyproject.toml constraints-services.txt scripts/setup.sh
	@sh scripts/setup.sh "$(PYTHON)" $(SERVICES) services constraints-services.txt
	@touch $@

$(BROWSER_READY): pyproject.toml constraints.txt scripts/setup.sh
	@sh scripts/setup.sh "$(PYTHON)" $(BROWSER) browser
	@touch $@

demo: $(READY) ## Show the main jobs with the command webcrm against a sandbox
	@$(RUN) scripts.demo

# pytest caches the test modules that it rewrites; without the cache every worker rewrites all of them.
quick test coverage uncovered test-services test-browser other-pythons: export PYTHONDONTWRITEBYTECODE =

quick: $(READY) ## Run the tests for an edit of the client, in about a minute
	@$(RUN) pytest -n auto -m "not slow and not generated" --hypothesis-profile=quick -p no:schemathesis tests/unit tests/contract/client

test: $(READY) ## Run all tests, with warnings as errors (MATRIX=full for every combination)
	@$(RUN) pytest -n auto --dist worksteal --matrix=$(MATRIX)

# Measuring coverage doubles the time of a test, so the tests that cover little more are left out.
COVERED := (not slow or covering) and not generated
coverage: $(READY) ## Enforce branch coverage by the tests that are not slow, or cover code alone (MATRIX=full: every combination)
	@$(RUN) pytest -n auto --dist worksteal --matrix=$(MATRIX) -m "$(COVERED)" --cov --cov-report=term

uncovered: $(READY)
	@$(RUN) pytest -n auto --dist worksteal --matrix=$(MATRIX) -m "not ($(COVERED))"

lint: $(READY) ## Check style, layers, types and workflows: ruff, names and sizes, import-linter, mypy --strict, pyright, zizmor
	@$(RUN) ruff check .
	@$(RUN) ruff format --check docs scripts tests webcrm_ext
	@$(RUN) scripts.check_style
	@$(VENV)/bin/zizmor --offline --quiet --no-progress .github
	@$(RUN) scripts.bench.trace --max-functions 40 --max-files 15
	@$(VENV)/bin/lint-imports --no-logo --no-cache
	@$(RUN) mypy & mypy=$$!; $(RUN) pyright; status=$$?; wait $$mypy && exit $$status

regenerate: $(READY) ## Regenerate the raw client (SOURCE=file-or-URL, OFFLINE=1, FORCE=1, PRUNE=1)
	@$(RUN) scripts.regenerate $(REGENERATE)

changelog: $(READY) ## Write the entry for a regenerated client into CHANGELOG.md
	@$(RUN) scripts.changelog

check-generated: $(READY) ## Check that generated/ is byte for byte what swagger/ generates
	@$(RUN) scripts.check_generated

drift: $(READY) ## Report changes of the API definition (SOURCE=, FORMAT=markdown, FAIL_ON=breaking, DOCS=1, INSTALLED=1)
	@$(RUN) scripts.drift $(DRIFT)

sandbox: $(READY) ## Start a webCRM sandbox on this machine
	@$(RUN) webcrm_ext.sandbox

bench: $(READY) ## Compare the client with alternatives (ONLY=decode, QUICK=1, WRITE=1 into docs/benchmarks.md and README.md)
	@$(RUN) scripts.bench $(if $(ONLY),--only $(ONLY)) $(if $(call on,QUICK),--quick) $(if $(call on,WRITE),--write docs/benchmarks.md --figures README.md)

tap-webcrm: $(READY) ## Read a sandbox with tap-webcrm, an independent client, as api.webcrm.com (Linux; installs it)
	@$(RUN) scripts.tap_webcrm

package: $(READY) ## Build the wheel and use it in a clean environment
	@sh scripts/package.sh "$(PYTHON)" $(VENV)

test-services: $(SERVICES_READY) ## Run the tests with real servers: Valkey, Postgres, DuckDB, Celery workers
	@$(SERVICES)/bin/python -m pytest -n auto --dist worksteal tests/services

soak-limits: $(SERVICES_READY) ## Share a rate limit of a minute among eight processes for 150 s, with Redis killed, a stranger, wrong clocks
	@$(SERVICES)/bin/python -W error -m tests.services.soak_limits

soak-fleet: $(SERVICES_READY) ## Load 30 systems of 2,000 persons by Celery workers, with one killed and Redis killed
	@$(SERVICES)/bin/python -W error -m tests.services.soak_fleet

test-browser: docs $(BROWSER_READY) ## Look at the sandbox and the documentation in a real browser; needs chromium
	@$(BROWSER)/bin/python -m pytest -n 2 tests/browser

docs: $(READY) ## Build the documentation into site/; a broken link or a wrong reference fails it
	@$(RUN) scripts.site

test-tomorrow: $(READY) ## Regenerate from newer definitions, write the changelog, run quick tests and mypy (FORM=nswag, by default all)
	@$(RUN) tests.pipeline.tomorrow_runs $(FORM)

other-pythons: $(READY) ## Run the quick tests on Python 3.13, and on 3.12 with the lowest allowed versions
	@$(RUN) scripts.lanes

ci: MATRIX = full
ci: lint coverage uncovered other-pythons test-services test-browser ## Run everything that CI runs
	@$(MAKE) --no-print-directory --jobs=2 --output-sync check-generated demo package test-tomorrow FORM=swagger-2.0
