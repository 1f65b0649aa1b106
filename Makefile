# Set-up, the small run, tests. `make help` lists the targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CORES ?= all

# Numbers that pages claim, in hours; all others measure speed and memory, in minutes
CLAIMS := benchmarks/layout_networks.py benchmarks/layout_verdict.py benchmarks/bias_claims.py
BENCHMARKS := $(filter-out $(CLAIMS), $(sort $(wildcard benchmarks/*.py)))
OF_DATASETS := $(shell grep -l -e --mirror $(BENCHMARKS))

# Snakemake needs the folder for caches below the home folder, which not every machine lets it make.
CACHE := $(shell d="$${XDG_CACHE_HOME:-$$HOME/.cache}"; mkdir -p "$$d" 2>/dev/null; [ -w "$$d" ] && echo "$$d")
export XDG_CACHE_HOME := $(or $(CACHE),$(CURDIR)/.cache)

.DEFAULT_GOAL := help
.PHONY: help setup run test test-browser test-cases test-long lint test-envs test-lowest test-pythons test-slurm cluster-run docs pictures benchmarks claims clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 14

setup: $(VENV)/installed ## the environment alone

run: $(VENV)/installed ## small complete run on embedded data
	@echo "Small networks are trained on scikit-learn's digits; their neurons are laid out by 12 methods,"
	@echo "maps are scored and figures drawn: 158 jobs, two to five minutes on two cores."
	@if [ -t 1 ]; then set -- --logger rich; fi; \
	    $(BIN)/snakemake --cores $(CORES) --configfile config/quickstart.yaml \
	        --report results/report.zip --report-after-run "$$@"
	@echo "A report to hand on is results/report.zip: unpack it and open report.html in a browser."
	@echo "The figures are in results/figures/:"
	@find results/figures -path '*quick_*' -name '*.png' | sort
	@echo "To work with the maps, open in a browser: $(CURDIR)/results/explorer/quick_mlp.html"

# Two processes whose linear algebra takes all processors each wait for each other most of the time.
ONE_THREAD := OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1

test: $(VENV)/test-installed lint ## linters, unit and adapter tests, a small run; two files at a time
	$(ONE_THREAD) $(BIN)/pytest -n 2 --dist loadfile

test-browser: $(VENV)/test-installed ## explorers in real browsers (Debian: chromium, firefox-esr)
	$(BIN)/pytest tests/browser

test-cases: $(VENV)/test-installed ## inputs that once failed or misled, of the folder CASES
	CASES=$(CASES) $(ONE_THREAD) $(BIN)/pytest -n 2 tests/cases

test-long: $(VENV)/test-installed test-lowest ## whole runs: HHAI, bias, own data, report, reruns, faults; the lowest versions
	$(BIN)/pytest tests/workflow tests/examples tests/rerun tests/faults

docs: $(VENV)/docs-installed ## the site, in results/site/, with the explorer of the small run
	$(BIN)/snakemake results/explorer/quick_mlp.html --cores $(CORES) --configfile config/quickstart.yaml
	$(BIN)/sphinx-build --fail-on-warning --quiet docs results/site
	@echo "Open in a browser: $(CURDIR)/results/site/index.html"

pictures: $(VENV)/installed ## the pictures of all pages, in some minutes; those of real data from MIRROR, in hours
	$(BIN)/python docs/pictures.py $(if $(MIRROR),--mirror "$(MIRROR)")

lint: $(VENV)/test-installed ## ruff, snakefmt, mypy, biome and the linter of snakemake
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/snakefmt --check Snakefile rules
	$(BIN)/mypy
	cd scripts/topomaps/explorer/browser && ../../../../$(BIN)/biome check .
	$(BIN)/snakemake --lint

test-envs: $(VENV)/test-installed ## build each conda environment by pip at both ends of its versions, and test there
	$(BIN)/python tests/envs/build.py

test-lowest: $(VENV)/test-installed ## the library beside the lowest versions that it allows
	$(BIN)/python tests/envs/lowest.py

test-pythons: $(VENV)/test-installed ## unit tests and a small run under each Python that is allowed and found
	$(BIN)/python tests/envs/pythons.py

test-slurm: $(VENV)/slurm-installed ## the small run on a SLURM of this machine (as root on Debian)
	$(BIN)/pytest tests/slurm

cluster-run: $(VENV)/slurm-installed ## many experiments on a SLURM of two nodes, one of which goes away (as root)
	$(BIN)/python tests/slurm/cluster_run.py

benchmarks: $(VENV)/benchmarks-installed ## speed and memory beside their goals, 20 minutes on two idle cores
	@if [ -z "$(MIRROR)" ]; then \
	    echo "Without MIRROR=…, a folder or URL of the datasets (docs/running.md), these are left out:" $(OF_DATASETS); fi
	@set -e; for each in $(BENCHMARKS); do \
	    case " $(OF_DATASETS) " in \
	        *" $$each "*) [ -n "$(MIRROR)" ] || continue; set -- --mirror "$(MIRROR)";; \
	        *) set --;; \
	    esac; \
	    echo "== $$each $$*"; PYTHONPATH=scripts $(BIN)/python $$each "$$@"; \
	done
	@echo "The tables are in results/benchmarks/."

claims: $(VENV)/benchmarks-installed ## what validation-layouts.md and validation-bias.md in docs/ claim, from MIRROR, in hours
	@[ -n "$(MIRROR)" ] || { echo "Give MIRROR=…, a folder or URL of the datasets (docs/running.md)."; exit 1; }
	PYTHONPATH=scripts $(BIN)/python benchmarks/layout_networks.py --mirror "$(MIRROR)"
	PYTHONPATH=scripts $(BIN)/python benchmarks/layout_verdict.py
	PYTHONPATH=scripts $(BIN)/python benchmarks/bias_claims.py --mirror "$(MIRROR)"

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || \
	    { echo "$(PYTHON) is $$($(PYTHON) --version 2>&1), but Python 3.11, 3.12 or 3.13 is needed" \
	           "(TensorFlow has no wheel beyond). Name another one: make PYTHON=python3.13 …"; exit 1; }
	$(PYTHON) -m venv $(VENV) || \
	    { rm -rf $(VENV); echo "$(PYTHON) cannot make a virtual environment;" \
	           "on Debian and Ubuntu install the package python3-venv"; exit 1; }

$(VENV)/installed: requirements.txt | $(VENV)/bin/python
	$(BIN)/pip install --disable-pip-version-check --quiet -r requirements.txt
	@echo "Compiling what the layouts and scores need, once for all runs ..."
	$(BIN)/python scripts/compile_code.py
	@touch $@

$(VENV)/test-installed: requirements-test.txt requirements-docs.txt requirements-torch.txt $(VENV)/installed
	$(BIN)/pip install --disable-pip-version-check --quiet -r requirements-test.txt -r requirements-docs.txt \
	    -r requirements-torch.txt
	@touch $@

$(VENV)/slurm-installed: requirements-slurm.txt $(VENV)/test-installed
	$(BIN)/pip install --disable-pip-version-check --quiet -r requirements-slurm.txt
	@touch $@

$(VENV)/docs-installed: requirements-docs.txt $(VENV)/installed
	$(BIN)/pip install --disable-pip-version-check --quiet -r requirements-docs.txt
	@touch $@

$(VENV)/benchmarks-installed: requirements-benchmarks.txt requirements-torch.txt $(VENV)/installed
	$(BIN)/pip install --disable-pip-version-check --quiet -r requirements-benchmarks.txt -r requirements-torch.txt
	@touch $@

clean: ## remove the environment, not the results
	rm -rf $(VENV)
