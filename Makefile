# `make lab` opens the course, `make test` proves that it works. Each sets up what it needs in .venv by itself.
PY := .venv/bin/python
# Three processes for two cores, since many a test waits for a kernel or a browser; tests/conftest.py says who takes what
# (and hundreds of processes import kml: each would compile it anew where the environment forbids keeping what is compiled)
PYTEST := PYTHONDONTWRITEBYTECODE= OMP_NUM_THREADS=1 $(PY) -m pytest -q -n 3
stage = @echo "== $$(date +%T) $(1)"
export PATH := $(CURDIR)/.venv/bin:$(PATH)

.PHONY: help lab update test test-quick test-busy test-browsers test-seeds test-release build check validate bench bench-widgets bench-simulate bench-watchtime bench-calibration bench-gpu bench-grade bench-memory screenshots site constraints types clean ready ready-dev
.NOTPARALLEL:

# The lessons, in your own copy of them, my_lessons. More options: make lab ARGS="--no-browser --port=9000"
lab: ready ## opens the lessons in JupyterLab, in your own copy of them
	@exec $(PY) -m kml lab $(ARGS)

# Nothing that you wrote is lost: git refuses where a tracked file was edited, kml leaves a lesson that you have touched
update: ## what is new in the course; your own copy of a lesson stays as it is where you have touched it
	@git pull --ff-only || { echo "Nothing has changed. git needs a clone of the course, the network, and files that only you" \
	  "own where you write: lessons in my_lessons. What you changed elsewhere, git stash puts away." >&2; exit 1; }
	@$(MAKE) --no-print-directory ready
	@$(PY) -m kml lessons

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /make \1\t/p' Makefile | expand -t 24

# Every room and every notebook, in eight minutes. CI adds the next two, in one run (.ci/run)
MARKS := not browser and not seeds and not whole
test: ready-dev ## the tests, of every room and every notebook
	$(call stage,tests)
	$(PYTEST) -m "$(MARKS)" tests

# JupyterLab and the course's pages, as a learner has them
test-browsers: ready-dev ## what a learner does in a real browser
	$(call stage,in a browser)
	$(PYTEST) -m "browser and not whole" tests/browser

# What `make test` tries on a few secret inputs, on many, and the lessons' sentences in fresh worlds: CI does it at each push
test-seeds: ready-dev ## many secret inputs, fresh worlds
	$(call stage,many secret inputs and fresh worlds)
	$(PYTEST) -m seeds tests

# The site as it is published, with every lesson and exercise in the Python of its pages; every lesson in JupyterLab; all
# four creators; the rest of the secret inputs
test-release: ready-dev ## what only a release repeats; the better part of an hour
	$(call stage,what only a release repeats)
	$(PY) -m kml_classroom site --pyodide=$$($(PY) tests/browser/pyodide_files.py)
	$(PYTEST) -m whole tests

# Under a minute, for while one writes: the ground, the checker, and the subject that is quickly tried; not the stage of
# the sliders, whose pictures are compared with matplotlib's own by the hundred
test-quick: ready-dev ## tests for while one writes, under a minute
	@$(PYTEST) @tests/quick.txt

# What depends on time or memory, and the whole corpus of submissions, beside a busy loop on each of two cores; the loops
# end by themselves
BUSY = -m busy $$(grep -rl mark.busy tests --include=*.py)
test-busy: ready-dev ## what depends on time, on a busy machine
	$(call stage,what depends on time beside busy loops)
	@loops=; for i in 1 2; do timeout 600 sh -c 'while :; do :; done' & loops="$$loops $$!"; done; \
	  $(PYTEST) $(BUSY); status=$$?; kill $$loops; exit $$status

build: ready-dev ## the notebooks from their sources; one lesson: ARGS=03
	$(PY) -m kml_classroom build $(ARGS)

check: ready-dev ## whether a notebook is stale or breaks a rule
	$(PY) -m kml_classroom build --check $(ARGS)

validate: ready-dev ## published findings, each with a gate that can fail
	$(PY) -m kml.scenarios $(ARGS)

bench: bench-widgets bench-simulate bench-watchtime bench-calibration ## benchmarks; bench-gpu, bench-grade, bench-memory, bench-simulate, … are single ones

bench-widgets: ready-dev
	$(PY) bench/widgets.py $(ARGS)

# Beside T-RECS: make bench-simulate ARGS="--trecs-python PATH"; on a GPU: ARGS="--device cuda"
bench-simulate: ready-dev
	$(PY) bench/simulate.py $(ARGS)

# Real rows too, where the folder of KML_KUAIRAND has them
bench-watchtime: ready-dev
	$(PY) bench/watchtime.py $(ARGS)

# What is simulated beside what was published
bench-calibration: ready-dev
	$(PY) bench/calibration.py

# On a machine with a CUDA GPU: its tests, then the table that lesson 04 shows. Elsewhere: ARGS="--device cpu"
bench-gpu: ready-dev
	$(PY) -m pytest -q tests/gpu
	$(PY) bench/gpu.py $(ARGS)

# A class of 300 in the sandbox, then killed and started again; on an otherwise idle Linux machine
bench-grade: ready-dev
	$(PY) bench/grade.py

# How much memory and CPU a learner needs: the table of hub/README.md
bench-memory: ready-dev
	$(PY) bench/memory.py

# The pages' pictures, of the real thing
screenshots: ready-dev ## the pages' pictures
	$(PY) tools/screenshots.py

# Pages to read, and JupyterLab for the reader's browser, as files for any web server; elsewhere: make site ARGS=FOLDER.
# Python for the pages: make site PYODIDE=FOLDER_OR_ADDRESS; else from build/pyodide, else browsers ask Pyodide's CDN
site: ready-dev ## the lessons to read and to run in a browser, as static files
	$(PY) -m kml_classroom site $(if $(PYODIDE),--pyodide=$(PYODIDE)) $(ARGS)

types: ready-dev ## whether what learners call keeps to its types; a few seconds
	@.venv/bin/ty check --python .venv

constraints: ready-dev ## the versions that .venv has, as those with which CI tests
	$(PY) tools/constraints.py

clean: ## takes .venv and what was built away; my_lessons stays
	rm -rf .venv .pytest_cache .hypothesis .ruff_cache build dist
	find . -name __pycache__ -prune -exec rm -rf {} +

ready: ## only installs what learning needs
	@sh tools/setup.sh

ready-dev:
	@sh tools/setup.sh dev
