# make run, make test: each sets itself up on a bare machine with Python 3.11 or newer.
PYTHON ?= python3
BIN := .venv/bin
LIGHT := $(addprefix tests/browser/test_,address.py player_drag.py retrace.py)

.PHONY: run test test-pages test-servers lint bench clean

run: .venv/run
	$(BIN)/streamlit run app.py

# The core on two workers, then two lanes side by side: one Chromium with the heavy pages, drawing
# WebGL in software, and what waits for servers with the pages that show no surface.
test: .venv/dev
	$(BIN)/python -m pytest -n 2 --ignore=tests/browser --ignore=tests/hosting
	$(MAKE) -j 2 test-pages test-servers

test-pages: .venv/dev
	$(BIN)/python -m pytest tests/browser $(addprefix --ignore=,$(LIGHT))

test-servers: .venv/dev
	$(BIN)/python -m pytest tests/hosting $(LIGHT)

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
