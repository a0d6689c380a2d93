# Every daily command. `make` alone lists them. Each works on a fresh machine with Python 3.11 (with venv), make and git.

# For `make run`: where to listen. HOST=0.0.0.0 serves other devices too, over https.
HOST ?= 127.0.0.1
PORT ?= 8000
# For `make e2e` and `make bench`: passed on, e.g. make e2e ARGS="-k decline"
ARGS ?=
# For the tests and the bench: where a FreeSWITCH is. Most machines have none.
FREESWITCH ?=
export HOST PORT FREESWITCH

.DEFAULT_GOAL := help
.PHONY: help run test check e2e test-freeswitch soak bench screenshots setup messages dashboard lock clean

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-15s %s\n", $$1, $$2}' Makefile

run: ## Serve at http://127.0.0.1:8000 (HOST, PORT); HOST=0.0.0.0 for other devices, over https
	@exec scripts/python -m scripts.run

test: ## Install what the tests need and run all of them
	@exec scripts/python -m scripts.test

check: ## Format, lint, types, borders and fast tests, in a minute and a half at most
	@exec scripts/python -m scripts.check

e2e: ## Only the tests with real browsers (ARGS for pytest)
	@exec scripts/python -m scripts.test e2e $(ARGS)

test-freeswitch: ## Only the tests with a real FreeSWITCH: FREESWITCH=path of the binary (ARGS for pytest)
	@exec scripts/python -m scripts.test freeswitch $(ARGS)

soak: ## Only the security checks, in full: about an hour (docs/security-checks.md; ARGS for pytest)
	@exec scripts/python -m scripts.test soak $(ARGS)

bench: ## Measure speed and memory, write docs/performance.md (ARGS: relay, latency, ...; bench/README.md)
	@exec scripts/python -m scripts.bench $(ARGS)

screenshots: ## Take pictures of every page and state, into docs/screenshots (ARGS: front, door, call, ...)
	@exec scripts/python -m scripts.screenshots $(ARGS)

setup: ## Only install: .venv with the tools, Node packages
	@exec scripts/python -m scripts.setup

messages: ## Bring the translations up to date with the texts of the pages (CONTRIBUTING.md)
	@exec scripts/python -m scripts.messages

dashboard: ## Write deploy/grafana/dashboards/peers.json from scripts/dashboard.py
	@exec scripts/python -m scripts.dashboard

lock: ## Pin requirements*.in into requirements*.txt, with hashes
	@exec scripts/python -m scripts.lock

clean: ## Remove what can be made again; keeps var/, which holds your data
	rm -rf .venv node_modules staticfiles test-results .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
