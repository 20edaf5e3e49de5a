# Everything is done by Python in .venv; the only other program needed is make.
PYTHON ?= python3
VENV := .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif
WFPLINT := $(BIN)/wfplint
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --constraint constraints.txt
# The sample driver as it is built with the defect; the configuration Guarded is the same with the mitigation.
SAMPLE := samplecode/driver/wfpverdict.vcxproj --configuration Unguarded

.PHONY: help lint test format picture site serve bench soak clean
.DEFAULT_GOAL := help

help:  ## Show this list
	@$(PYTHON) -c "import re; [print('  make %-12s %s' % m) for f in '$(MAKEFILE_LIST)'.split() for m in re.findall(r'^([\w-]+):.*?##\s*(.*)', open(f).read(), re.M)]"

$(VENV)/.run: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(PIP) --editable .
	@$(PYTHON) -c "open('$@', 'w').close()"

$(VENV)/.test: $(VENV)/.run
	$(PIP) --editable ".[test,docs,editor]"
	@$(PYTHON) -c "open('$@', 'w').close()"

lint: $(VENV)/.run  ## Set up and lint the bundled sample driver (its findings are expected)
	@$(WFPLINT) check $(SAMPLE) --fail-on never
	@echo ""
	@echo "These findings are expected: this is the sample driver with the defect."
	@echo "Your own driver, as a folder, a file or a .vcxproj (no WDK needed):"
	@echo "    $(WFPLINT) check PATH        findings"
	@echo "    $(WFPLINT) audit PATH        every pend and completion with its verdict"

test: $(VENV)/.test  ## Run every test, ruff and mypy --strict
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n auto --dist loadgroup

format: $(VENV)/.test  ## Format the Python sources
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

picture: $(VENV)/.test  ## Draw docs/assets/finding.svg from a real run
	$(BIN)/python docs/picture.py

site: $(VENV)/.test  ## Build the documentation into site/
	$(BIN)/python -m mkdocs build --strict

serve: $(VENV)/.test  ## Show the documentation on http://localhost:8000
	$(BIN)/python -m mkdocs serve

bench: $(VENV)/.test  ## Measure speed and accuracy beside comparable tools
	$(BIN)/python -m benchmarks.run

soak: $(VENV)/.test  ## Run the tests that take minutes: tens of thousands of generated programs
	$(BIN)/python -m pytest -m soak --override-ini "addopts=-ra --import-mode=importlib"
	$(BIN)/python -m tests.oracle.soak --jobs 2

clean:  ## Remove everything that make created
	$(PYTHON) -c "import shutil; [shutil.rmtree(d, ignore_errors=True) for d in ('$(VENV)', 'site', 'dist', '.wfplint_cache')]"

-include samplecode/prove.mk
