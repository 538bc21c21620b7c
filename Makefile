# The few verbs of this project; `make` alone lists them. Needed: git, make, Python 3.11 (or later), pip.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV ?= .venv
BIN := $(VENV)/bin
# Everything is pinned and checked by hash; what has to be built is built with the pinned setuptools.
INSTALL := $(BIN)/python -m pip --disable-pip-version-check --no-input install --quiet --no-build-isolation --no-deps
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run review test check lint fix bench fuzz audit notebooks docs golden lock clean

help: ## List the verbs
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(VENV)/.run ## Read fixtures/archive and fixtures/scans, and write tables, reports and index.html to output/
	$(BIN)/extractor run fixtures/archive fixtures/scans --output output

review: run ## Open the workbench on output/: what make run read, each filing beside its document
	$(BIN)/extractor review output --source fixtures/archive --source fixtures/scans

test: $(VENV)/.dev ## Run the tests; coverage stands at the end
	$(BIN)/python -m pytest --numprocesses 2 --cov --cov-report term:skip-covered

check: lint test ## Format, lint, types, layers, forms and tests: what has to hold before a commit

lint: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -c "from extractor.forms import load_forms as load; print('forms', load().version)"

fix: $(VENV)/.dev ## Format, and mend what ruff can mend by itself
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.dev ## Measure speed and memory beside a bare parse and pandas.read_html (a few minutes)
	$(BIN)/python -m tests.benchmarks
	$(BIN)/python -m tests.benchmarks.archive
	$(BIN)/python -m tests.benchmarks.desk

SECONDS ?= 60
fuzz: $(VENV)/.dev ## Fuzz every reader and the code of numbers, labels, data and containers, each for SECONDS (60)
	$(BIN)/python -m tests.fuzz --seconds $(SECONDS)

audit: $(VENV)/.dev ## Ask whether the locked packages have known vulnerabilities; this alone needs the network
	$(BIN)/pip-audit --require-hashes --disable-pip -r requirements-run.lock

notebooks: $(VENV)/.dev run ## Run the notebooks over output/ and keep what they show
	$(BIN)/python -m tests.notebooks

docs: $(VENV)/.dev ## Make the documentation in site/; open site/index.html
	$(BIN)/python -m docs
	$(BIN)/python -m mkdocs build --strict --quiet

golden: $(VENV)/.dev ## Make fixtures/ anew from their generator (PDFs that are there stay); only where they are unchanged
	@test -z "$$(git status --porcelain -- fixtures)" || { echo "fixtures/ has changes: commit or undo them first"; exit 1; }
	$(BIN)/python -m tests.generator.fixtures
	@git status --short -- fixtures

lock: $(VENV)/.dev ## Choose the newest releases of all dependencies and write the lock files
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(COMPILE) --upgrade --group build --output-file requirements-build.lock
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(COMPILE) --upgrade pyproject.toml --output-file requirements.lock
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(COMPILE) --upgrade pyproject.toml --extra ocr --extra 7z --extra review \
		--constraints requirements.lock --output-file requirements-run.lock
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(COMPILE) --upgrade pyproject.toml --extra dev --extra ocr --extra review \
		--constraints requirements-run.lock --output-file requirements-dev.lock

clean: ## Remove the environment and all caches; output/ stays
	rm -rf $(VENV) build dist site *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .coverage
	find extractor tests -name __pycache__ -prune -exec rm -rf {} +

# An environment that is there but has no pip was left half made.
$(VENV)/.core: requirements-build.lock requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 is needed: not found"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or later is needed; name it: make run PYTHON=/path/to/python3.11"; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || { echo "making $(VENV) ..."; $(PYTHON) -m venv --clear $(VENV); }
	@echo "installing the locked packages (once; a minute or two) ..."
	@$(INSTALL) --require-hashes -r requirements-build.lock
	@$(INSTALL) --require-hashes -r requirements.lock
	@$(INSTALL) --editable .
	@touch $@

# What reads scans and .7z, and the workbench: the program runs without them.
$(VENV)/.run: requirements-run.lock $(VENV)/.core
	@echo "installing the locked packages for scans, .7z and the workbench (once) ..."
	@$(INSTALL) --require-hashes -r requirements-run.lock
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	@echo "installing the locked packages for development (once) ..."
	@$(INSTALL) --require-hashes -r requirements-dev.lock
	@touch $@
