# Everything happens in .venv; the first call sets it up.
PYTHON ?= python3
FILES ?= samples
OUT ?= out
BIN := .venv/bin

.PHONY: run test docs bench bench-store train accuracy clean

run: .venv/installed
	@mkdir -p $(OUT)
	@$(BIN)/masdar code $(FILES) --format jsonl --output $(OUT)/records.jsonl
	@$(BIN)/masdar code $(FILES) --format table
	@echo "The full records are in $(OUT)/records.jsonl"

test: .venv/tested
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n auto

docs: .venv/tested
	$(BIN)/python tools/refresh_docs.py

bench: .venv/tested
	$(BIN)/python tools/bench.py --shared ../shared --write docs/benchmarks.md

# The store at scale; hours, since every report of the corpora is coded and a million events are made.
bench-store: .venv/tested
	$(BIN)/python tools/bench_store.py --shared ../shared --write docs/benchmarks.md

# What the judge learns, from the shared reports and the project's own coded ones.
train: .venv/trained
	$(BIN)/python -m masdar.learning.judge --shared ../shared

# Figures on reports that nothing was learned from; half an hour or so.
accuracy: .venv/trained
	$(BIN)/python -m masdar.learning.judge --shared ../shared --folds 3 --keep $(OUT)/blind.jsonl
	$(BIN)/python tools/accuracy.py --shared ../shared --blind $(OUT)/blind.jsonl --write docs/accuracy.md

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/installed: pyproject.toml requirements.txt .venv/bin/python
	$(BIN)/pip install --quiet --require-hashes -r requirements.txt
	$(BIN)/pip install --quiet --no-deps --editable .
	@touch $@

.venv/tested: .venv/installed requirements-dev.txt
	$(BIN)/pip install --quiet --require-hashes -r requirements-dev.txt
	@touch $@

.venv/trained: .venv/installed requirements-train.txt
	$(BIN)/pip install --quiet --require-hashes -r requirements-train.txt
	@touch $@

clean:
	rm -rf .venv $(OUT) build dist .mypy_cache .pytest_cache .ruff_cache
