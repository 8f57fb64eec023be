# Two commands are all a user needs: `make demo` and `make test`. Both set everything up first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
WEEK := build/week

.PHONY: demo test check gate speed clean
demo: $(VENV)/.ready
	@$(BIN)/reportedly ingest examples/week --into $(WEEK)
	@echo; echo "What at least two independent origins tell:"; echo
	@$(BIN)/reportedly events $(WEEK) --min-origins 2
	@echo; echo "Where they contradict each other:"; echo
	@$(BIN)/reportedly contradictions $(WEEK)

test: $(VENV)/.ready check
	@$(BIN)/python -m pytest

check: $(VENV)/.ready
	@$(BIN)/ruff check src tests benchmarks hatch_build.py
	@$(BIN)/mypy

gate: $(VENV)/.ready
	@$(BIN)/python -m benchmarks.gate

speed: $(VENV)/.ready
	@$(BIN)/python -m benchmarks.speed

$(VENV)/.ready: pyproject.toml hatch_build.py web/package-lock.json
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --upgrade pip
	@$(BIN)/python -m pip install --quiet --editable '.[dev]'
	@touch $@

clean:
	rm -rf $(VENV) .cache build dist
