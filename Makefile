PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
PIP = $(BIN)/python -m pip install --quiet -c constraints.txt
# One more than there are processors: tests of the service mostly wait.
JOBS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)

.PHONY: setup environments demo test test-balansis test-torch test-lowest test-slow lint types contracts audit docs bench clean

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

# The lowest versions of what tnsim rests on.
$(VENV)-lowest/.ready: pyproject.toml constraints-lowest.txt
	$(PYTHON) -m venv $(VENV)-lowest
	$(VENV)-lowest/bin/python -m pip install --quiet -c constraints-lowest.txt hatchling editables
	$(VENV)-lowest/bin/python -m pip install --quiet -c constraints-lowest.txt --no-build-isolation -e . \
		hypothesis pytest pytest-xdist
	touch $@

test-lowest: $(VENV)-lowest/.ready
	$(VENV)-lowest/bin/python -m pytest -n $(JOBS) tests/language tests/domains tests/kernels tests/proof/rules tests/core

# Balansis needs an older numpy: the bridge is tested in an environment of its own.
$(VENV)-balansis/.ready: pyproject.toml constraints.txt constraints-balansis.txt
	$(PYTHON) -m venv $(VENV)-balansis
	$(VENV)-balansis/bin/python -m pip install --quiet -c constraints.txt hatchling editables
	$(VENV)-balansis/bin/python -m pip install --quiet -c constraints.txt --no-build-isolation -e . pytest
	$(VENV)-balansis/bin/python -m pip install --quiet -c constraints-balansis.txt balansis
	touch $@

test-balansis: $(VENV)-balansis/.ready
	$(VENV)-balansis/bin/python -m pytest tests/bridges

# PyTorch is large: what needs it is tested in an environment of its own.
$(VENV)-torch/.ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)-torch
	$(VENV)-torch/bin/python -m pip install --quiet -c constraints.txt hatchling editables
	$(VENV)-torch/bin/python -m pip install --quiet -c constraints.txt --no-build-isolation -e ".[huggingface,plots]" \
		hypothesis ipykernel nbclient pytest pytest-xdist triton
	touch $@

test-torch: $(VENV)-torch/.ready
	$(VENV)-torch/bin/python -m pytest -n $(JOBS) tnsim/torch tests/torch tests/bridges \
		tests/examples/test_demonstrations.py tests/campaigns/test_attention_bounds.py
	$(VENV)-torch/bin/python -m pytest tests/test_reference.py tests/examples -k "torch or attention"
	$(VENV)-torch/bin/python -m doctest -o NORMALIZE_WHITESPACE -o ELLIPSIS docs/torch.md docs/tutorials/torch.md

# What other environments than the one for most tests hold.
environments: $(VENV)-balansis/.ready $(VENV)-torch/.ready $(VENV)-docs/.ready

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup
	$(BIN)/mypy

contracts: setup
	$(BIN)/lint-imports --no-logo

# Asks the advisories of PyPI: for machines that reach it.
audit: setup
	$(PIP) pip-audit
	$(BIN)/pip-audit --disable-pip --no-deps -r constraints.txt

# The reference is read from the sources, so the site needs neither tnsim nor what it depends on.
$(VENV)-docs/.ready: constraints.txt
	$(PYTHON) -m venv $(VENV)-docs
	$(VENV)-docs/bin/python -m pip install --quiet -c constraints.txt mkdocs-material "mkdocstrings[python]"
	touch $@

docs: $(VENV)-docs/.ready
	$(VENV)-docs/bin/mkdocs build --strict

# make bench CORPUS="path/to/*.jsonl"
bench: setup
	@test -n "$(CORPUS)" || { echo 'say which corpus: make bench CORPUS="path/to/*.jsonl"'; exit 2; }
	$(BIN)/tnsim bench $(CORPUS) --out benchmarks/results/corpus.jsonl --table benchmarks/results/corpus.md

clean:
	rm -rf $(VENV) $(VENV)-balansis $(VENV)-torch $(VENV)-docs build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
