PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
PIP = $(BIN)/python -m pip install --quiet -c constraints.txt
JOBS ?= auto

.PHONY: setup demo test test-slow lint types contracts bench clean

setup: $(VENV)/.ready

# The build tools come from the same pinned list: hence no build isolation.
$(VENV)/.ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(PIP) hatchling editables
	$(PIP) --no-build-isolation -e ".[dev]"
	touch $@

demo: setup
	PATH="$(abspath $(BIN)):$$PATH" sh examples/demo.sh

test: setup
	$(BIN)/python -m pytest -n $(JOBS)

test-slow: setup
	$(BIN)/python -m pytest -n $(JOBS) -m slow

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup
	$(BIN)/mypy

contracts: setup
	$(BIN)/lint-imports --no-logo

# make bench CORPUS="path/to/*.jsonl"
bench: setup
	@test -n "$(CORPUS)" || { echo 'say which corpus: make bench CORPUS="path/to/*.jsonl"'; exit 2; }
	$(BIN)/tnsim bench $(CORPUS) --out benchmarks/results/corpus.jsonl --table benchmarks/results/corpus.md

clean:
	rm -rf $(VENV) build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
