# make run, make test: each sets itself up on a bare machine with Python 3.11 or newer.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test lint bench clean

run: .venv/run
	$(BIN)/streamlit run app.py

# The core on two workers; then one Chromium at a time: it draws WebGL in software and wants both
# cores of a small machine.
test: .venv/dev
	$(BIN)/python -m pytest -n 2 --ignore=tests/browser --ignore=tests/hosting
	$(BIN)/python -m pytest tests/browser tests/hosting

lint: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# Rivals (torch, optax) are measured where they are installed and named where they are not.
bench: .venv/dev
	$(BIN)/python -m benchmarks

.venv/run: requirements.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --requirement requirements.txt
	touch $@

.venv/dev: requirements-dev.txt requirements.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --requirement requirements-dev.txt
	touch $@

clean:
	rm -rf .venv static/*.js
