# Everything happens in .venv; the first call sets it up.
PYTHON ?= python3
FILES ?= samples
OUT ?= out
BIN := .venv/bin

PAGES := src/masdar/web/static/index.html

.PHONY: run serve pages test docs bench bench-store bench-pages train accuracy clean

run: .venv/installed
	@mkdir -p $(OUT)
	@$(BIN)/masdar code $(FILES) --format jsonl --output $(OUT)/records.jsonl
	@$(BIN)/masdar code $(FILES) --format table
	@echo "The full records are in $(OUT)/records.jsonl"

# The workbench over the sample reports, or over FILES; DB keeps what is corrected.
DB ?= $(OUT)/workbench.db
serve: .venv/served pages
	@mkdir -p $(OUT)
	@$(BIN)/masdar load $(FILES) --db $(DB)
	@$(BIN)/masdar serve --db $(DB) --open

# The pages of the workbench, from ui/.
pages: $(PAGES)

ui/node_modules/.installed: ui/package.json ui/package-lock.json
	@command -v npm >/dev/null || { echo "The pages are built with npm (Node.js 20 or later); install it and run this again." >&2; exit 1; }
	npm --prefix ui ci --no-audit --no-fund
	@touch $@

$(PAGES): ui/node_modules/.installed ui/index.html ui/vite.config.ts ui/tools/basemap.mjs src/masdar/knowledge/data/gazetteer.csv $(shell find ui/src ui/public -type f -not -path '*/generated/*')
	npm --prefix ui run build
	@touch $@

test: .venv/tested pages
	npm --prefix ui run check
	npm --prefix ui test
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

# How soon the first page of a large database can be used.
bench-pages: .venv/tested pages
	$(BIN)/python tools/bench_pages.py

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

.venv/served: .venv/installed requirements-serve.txt
	$(BIN)/pip install --quiet --require-hashes -r requirements-serve.txt
	@touch $@

.venv/tested: .venv/installed requirements-dev.txt
	$(BIN)/pip install --quiet --require-hashes -r requirements-dev.txt
	@touch $@

.venv/trained: .venv/installed requirements-train.txt
	$(BIN)/pip install --quiet --require-hashes -r requirements-train.txt
	@touch $@

clean:
	rm -rf .venv $(OUT) build dist .mypy_cache .pytest_cache .ruff_cache ui/node_modules ui/src/generated src/masdar/web/static
