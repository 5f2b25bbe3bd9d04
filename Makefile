# `make demo` and `make test` need Python >= 3.11 and nothing else: each makes its own environment in .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready
JOBS ?= auto

.PHONY: demo test unit types lint contracts docs vectors wheel clean help \
	example-fastapi example-django example-plain example-reminders

help:
	@echo "make demo   audit a small realistic journal and print the report"
	@echo "make test   lint, import contracts, types, and every test"
	@echo "make docs   the documents in Russian and English, into site/"
	@echo "make example-fastapi, example-django, example-plain, example-reminders   the applications in examples/"
	@echo "make vectors   the test vectors for portals in any language, after a change of the tables"

$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("cur-rules needs Python 3.11 or newer; set PYTHON=python3.11") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable '.[cli,workalendar,testing,machine,ical,zstd,report,docs]' --group dev
	@touch $(STAMP)

demo: $(STAMP)
	@$(BIN)/cur-rules demo

test: lint contracts types unit

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

contracts: $(STAMP)
	$(BIN)/lint-imports

types: $(STAMP)
	$(BIN)/mypy
	$(BIN)/pyright

unit: $(STAMP)
	$(BIN)/python -m pytest -n $(JOBS)

docs: $(STAMP)
	$(BIN)/python docs/build.py

vectors: $(STAMP)
	$(BIN)/python -m cur_rules.testing.vectors vectors

example-fastapi example-django: example-%: $(STAMP)
	$(BIN)/python -m examples.$*_portal

example-plain: $(STAMP)
	@$(BIN)/python -m examples.plain.desk

example-reminders: $(STAMP)
	@$(BIN)/python -m examples.reminders.loop

wheel: $(STAMP)
	$(BIN)/python -m build --outdir dist

clean:
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
