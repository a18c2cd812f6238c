# The two commands a newcomer needs are `make demo` and `make test`; everything they make stays in this folder.
PYTHON ?= python3
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_CACHE_DIR := $(CURDIR)/.cache/pip
export XDG_CACHE_HOME := $(CURDIR)/.cache

.PHONY: demo run test mutants tex check bench torture pictures clean

demo: .venv/ready            ## open the app on real papers, in a throw-away library
	@mkdir -p .cache/tmp && TMPDIR="$(CURDIR)/.cache/tmp" $(BIN)/readinglist --demo

run: .venv/ready             ## open the app on your own library
	@$(BIN)/readinglist

test: .venv/ready-dev        ## run the tests, on two cores in four processes: those of the app wait half of their time; ARGS="tests/search -k phrase" picks some
	@mkdir -p .cache/tmp && TMPDIR="$(CURDIR)/.cache/tmp" $(BIN)/python -m pytest -n 4 $(ARGS)

mutants: .venv/ready-dev     ## change the code at random, a little at a time, and see what the tests notice; ARGS="--room search --number 40 --seed 7"
	@mkdir -p .cache/tmp && TMPDIR="$(CURDIR)/.cache/tmp" nice $(BIN)/python -m tests.mutants $(ARGS)

tex: .venv/ready-dev         ## check our .bib files with BibTeX, biber and LaTeX; skips what is not installed and says so
	@mkdir -p .cache/tmp && TMPDIR="$(CURDIR)/.cache/tmp" $(BIN)/python -m pytest -n auto -m tex -rs tests/tex

check: .venv/ready-dev       ## lint, types and who imports whom
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/ready-dev       ## print the benchmark: ours beside a reference, as ratios
	@mkdir -p .cache/tmp && TMPDIR="$(CURDIR)/.cache/tmp" $(BIN)/python -m tests.bench

torture: .venv/ready-dev     ## kill, fill, cut off and damage the library, fuzz the readers; ARGS="kills --seed 7" picks one and repeats it
	@mkdir -p .cache/tmp && TMPDIR="$(CURDIR)/.cache/tmp" $(BIN)/python -m tests.torture $(ARGS)
	$(if $(ARGS),,$(BIN)/pip install --quiet --editable '.[fuzz]' || echo "without atheris only full sizes are tried")
	$(if $(ARGS),,@mkdir -p .cache/tmp && TMPDIR="$(CURDIR)/.cache/tmp" $(BIN)/python -m tests.fuzz)

pictures: .venv/ready-dev    ## draw docs/*.svg by driving the app
	$(BIN)/python -m tests.support.pictures

.venv/ready: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "readinglist needs Python 3.11 or newer: make PYTHON=python3.12 ...")'
	@$(PYTHON) -m venv .venv 2>/dev/null || { $(PYTHON) -m venv --without-pip --clear .venv && $(PYTHON) -m pip --python $(BIN)/python install --quiet pip; }
	$(BIN)/pip install --quiet --editable .
	@touch $@

.venv/ready-dev: pyproject.toml .venv/ready
	$(BIN)/pip install --quiet --editable '.[dev]'
	@touch $@

clean:
	rm -rf .venv .cache .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist
