# Rapporteur: set up, run, test. `make` alone lists what there is.

## make run      set up, read corpus/, serve the chat page on http://127.0.0.1:7860
## make test     set up and run the tests               (make test ARGS="-k name")
## make check    format, lint and types, changing nothing
## make format   put the format right, and what the linter can mend
## make lock     write the pinned versions anew from the ranges in pyproject.toml
## make clean    remove .venv, caches and build output; the index stays
##
## HOST=, PORT=  where the page is served               (make run PORT=8000)
## PYTHON=       the Python that .venv is made with     (make run PYTHON=python3.12)

PYTHON ?= python3
# Not `?=`: shells and hosting services export these names with other meanings.
HOST =
PORT =
ARGS =

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
SUPPORTED := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
# pip tells all its doings to a person and only its troubles to a log.
QUIET := $$(test -t 1 || echo --quiet)

.DEFAULT_GOAL := help
.PHONY: help run test check format lock clean

help:
	@sed -n 's/^## \{0,1\}//p' Makefile

run: $(VENV)/.installed
	@$(BIN)/rapporteur ingest
	@$(BIN)/rapporteur serve $(if $(HOST),--host "$(HOST)") $(if $(PORT),--port "$(PORT)")

test: $(VENV)/.installed-dev
	@$(BIN)/pytest $(ARGS)

check: $(VENV)/.installed-dev
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy

format: $(VENV)/.installed-dev
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

# A stamp is touched last, so what was interrupted is done again.
$(VENV)/.made:
	@if ! { "$(BIN)/python" -c '$(SUPPORTED)' && "$(BIN)/python" -m pip --version; } >/dev/null 2>&1; then \
	  if ! "$(PYTHON)" -c '$(SUPPORTED)' 2>/dev/null; then \
	    echo "Rapporteur needs Python 3.11, 3.12 or 3.13; '$(PYTHON)' is: $$("$(PYTHON)" --version 2>&1 | head -n 1)" >&2; \
	    echo "Name another one: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; \
	    exit 1; \
	  fi; \
	  echo "Making $(VENV)"; \
	  "$(PYTHON)" -m venv --clear $(VENV); \
	fi
	@$(PIP) install --quiet --upgrade pip
	@touch $@

$(VENV)/.installed: $(VENV)/.made requirements.lock pyproject.toml
	@echo "Installing the pinned libraries into $(VENV): some minutes the first time"
	@$(PIP) install $(QUIET) -r requirements.lock
	@$(PIP) install -qq --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.lock
	@echo "Installing the test tools into $(VENV)"
	@$(PIP) install $(QUIET) -r requirements-dev.lock
	@touch $@

# Versions already pinned stay while the ranges allow them; `make lock ARGS=--upgrade` moves them all.
# torch is pinned without the label of the build at hand ("+cpu"), uvloop is not for Windows.
COMPILE = CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --strip-extras --unsafe-package pip \
  --annotation-style=line --no-emit-index-url --no-emit-find-links --no-emit-trusted-host $(ARGS)
PORTABLE = sed -e 's/^\(torch==[^ +]*\)+[^ ]*/\1/' \
  -e 's/^\(uvloop==[^ ;]*\)\( *\#\)/\1 ; sys_platform != "win32"\2/'

lock: $(VENV)/.installed-dev
	@$(COMPILE) --output-file requirements.lock pyproject.toml
	@$(PORTABLE) requirements.lock > requirements.lock.new && mv requirements.lock.new requirements.lock
	@$(COMPILE) --extra dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml
	@$(PORTABLE) requirements-dev.lock > requirements-dev.lock.new && mv requirements-dev.lock.new requirements-dev.lock

clean:
	@rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
