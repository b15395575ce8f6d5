# What anybody needs: certify, test, one, prove, engines. What contributors need besides: bench, soak,
# states, explore, attack, lock, clean.
# Any python3 from 3.11 on will do; another one is named by `make PYTHON=/path/to/python ...`.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
REPORT := build/report
WORKERS ?= 2
SCOPE ?= closed
SEED ?= 1
MINUTES ?= 10
# In the C locale a Python before 3.13 cannot read a path with other letters, such as that of a checkout.
ifneq (,$(filter C POSIX,$(LC_ALL)))
export LC_ALL := C.UTF-8
endif
# Old enough to run Solvent, and able to make an environment.
FIT := import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))

ENGINES := order_matching pyorderbook nautilus
.PHONY: help setup certify test one prove bench soak states explore attack engines lock clean

help:
	@echo "make certify               certify the reference in process, over stdio and over HTTP"
	@echo "make test                  lint, types, import contracts and every test"
	@echo "make one CLAUSE=MARG-007   everything that tests one clause"
	@echo "make prove                 decide the theorems of solvency"
	@echo "make bench                 measure the reference"
	@echo "make soak                  ten minutes of state machines (MINUTES=10)"
	@echo "make states                ten minutes of states that were laid out (MINUTES=10)"
	@echo "make explore               all of a small world (SCOPE=closed)"
	@echo "make attack                ten minutes of accounts that rob the reference (MINUTES=10)"
	@echo "make engines               certify three published engines, each in its own environment"
	@echo "make lock                  resolve the lock again"
	@echo "make clean                 remove the environment and everything built"

setup: $(STAMP)

# The lock is installed by hash; Solvent itself is then built with the tools the lock has brought,
# so nothing that is not pinned takes part.
$(STAMP): requirements.lock pyproject.toml
	@python="$(PYTHON)"; \
	if [ -z "$$python" ]; then \
	  for candidate in python3 python3.13 python3.12 python3.11 python3.14; do \
	    if "$$candidate" -c '$(FIT)' >/dev/null 2>&1; then python=$$candidate; break; fi; \
	  done; \
	fi; \
	if [ -z "$$python" ] || ! "$$python" -c '$(FIT)' >/dev/null 2>&1; then \
	  echo "Solvent needs Python 3.11 or newer with its venv module, and found none." >&2; \
	  echo "Install one (on Debian and Ubuntu: python3 python3-venv), or name it: make PYTHON=/path/to/python" >&2; \
	  exit 1; \
	fi; \
	if ! $(BIN)/python -c '$(FIT)' >/dev/null 2>&1; then \
	  echo "setting up $(VENV) with $$("$$python" --version)"; \
	  rm -rf $(VENV) && "$$python" -m venv $(VENV); \
	fi
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

certify: $(STAMP)
	@mkdir -p $(REPORT)
	@status=0; $(BIN)/solvent certify --all-bindings --seed $(SEED) --report $(REPORT) || status=$$?; \
	echo "The report is in $(REPORT): open report.html there."; exit $$status

# All five run even if one fails, and the tests come last: their closing line ends the output.
test: $(STAMP)
	@failed=""; \
	step() { name=$$1; shift; echo "--- $$name"; "$$@" || failed="$$failed $$name"; }; \
	step "ruff-check" $(BIN)/ruff check .; \
	step "ruff-format" $(BIN)/ruff format --check .; \
	step "mypy" $(BIN)/mypy; \
	step "lint-imports" $(BIN)/lint-imports; \
	step "pytest" $(BIN)/pytest -q -n $(WORKERS) --dist worksteal; \
	if [ -n "$$failed" ]; then echo "failed:$$failed" >&2; exit 1; fi

one: $(STAMP)
	@test -n "$(CLAUSE)" || { echo "name a clause: make one CLAUSE=MARG-007" >&2; exit 2; }
	$(BIN)/pytest -q --clause $(CLAUSE)
	$(BIN)/solvent strength --clause $(CLAUSE)

prove: $(STAMP)
	$(BIN)/solvent prove

bench: $(STAMP)
	$(BIN)/python -m solvent_conformance.cli.bench

soak: $(STAMP)
	$(BIN)/solvent soak --minutes $(MINUTES)

states: $(STAMP)
	@mkdir -p $(REPORT)
	$(BIN)/solvent states --minutes $(MINUTES) --report $(REPORT)

explore: $(STAMP)
	@mkdir -p $(REPORT)
	$(BIN)/solvent world $(SCOPE) --report $(REPORT)

attack: $(STAMP)
	$(BIN)/solvent attack --minutes $(MINUTES)

# Each engine gets an environment of its own; Solvent is on its path, and nothing else of ours. That an
# engine violates something is a result and no failure: the reports and the last lines say what.
engines: $(ENGINES:%=build/engines/%.txt)

build/engines/%.txt: $(STAMP) engines/%/requirements.txt $(wildcard engines/*/*.py)
	@mkdir -p build/engines
	@test -d build/engines/env-$* || $(BIN)/python -m venv build/engines/env-$*
	@build/engines/env-$*/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes \
	  -r engines/$*/requirements.txt
	@build/engines/env-$*/bin/python engines/$*/confirm.py | tee $@.part
	@PYTHONPATH=spec:conformance $(BIN)/solvent certify --seed $(SEED) --report build/engines/$* \
	  "stdio:build/engines/env-$*/bin/python engines/$*/adapter.py"; test $$? -le 3
	@mv $@.part $@

# A machine's own package index, links and trusted hosts stay out of the file.
lock: $(STAMP)
	$(BIN)/pip-compile --quiet --upgrade --all-extras --strip-extras --generate-hashes --allow-unsafe \
	  --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header --no-annotate \
	  --output-file requirements.lock pyproject.toml

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
