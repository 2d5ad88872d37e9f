# The front door: each target does its own set-up. `make demo` and `make test` need Python 3.11 and make, no more.
SHELL := /bin/sh
PYTHON ?= python3
SCREENER := .venv/bin/screener

.PHONY: help demo test check bench install install-dev lock clean

help: ## Say what each target does
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: install ## Run it here: a clinic with made-up patients on http://127.0.0.1:8000
	@$(SCREENER) demo --data var/demo --credentials var/demo/credentials.json

test: install-dev ## Run every test but the slow tier of .ci/run
	@.venv/bin/pytest -n 2 --dist worksteal -m "not slow"

check: install-dev ## Every gate that a change must pass, cheapest first
	@.ci/gates

bench: install-dev ## Measure speed and memory
	@.venv/bin/python -m bench

install: ## Make .venv/bin/screener
	@$(PYTHON) .ci/install

install-dev:
	@$(PYTHON) .ci/install --dev

lock: install-dev ## Renew the locked dependencies
	@.ci/lock

clean: ## Remove what was made here
	rm -rf .venv var build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
