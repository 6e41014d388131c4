PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
EXTRAS := arrow,cli,emulator,http2,otel

.PHONY: help setup demo test test-spark test-pythons test-lowest check generate check-generated drift spec-lint spec-diff \
	spec-docs clients docs docs-links release-check bench soak
.DEFAULT_GOAL := help

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: .venv/developing ## Create the environment for development, .venv

demo: .venv/running ## Read offers, an offer and its add-ons from the emulator
	@$(BIN)/python -m partner_center.emulator.demo

test: .venv/developing ## Run all tests
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile

test-spark: .venv/spark ## Run the tests of the Spark data source, which need Java 17
	$(BIN)/mypy --strict -p partner_center.spark
	$(BIN)/pyright wrapper/partner_center/spark
	$(BIN)/python -m pytest tests/spark

test-pythons: .venv/matrix ## Test with Python 3.11, 3.12 and 3.13, as far as they are installed: [ARGS=tests]
	$(BIN)/nox --session pythons -- $(ARGS)

test-lowest: .venv/matrix ## Test with the lowest versions that the dependencies declare: [ARGS=tests]
	$(BIN)/nox --session lowest -- $(ARGS)

check: .venv/developing ## Lint, and check types
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy --strict -p partner_center
	$(BIN)/mypy --strict -p partner_center_api
	$(BIN)/mypy --strict openapi/spec_tools
	$(BIN)/mypy --strict tests/typing tests/examples
	$(BIN)/pyright

generate: .venv/developing ## Generate generated_client from the contract
	$(BIN)/python -m spec_tools.generate

check-generated: .venv/developing ## List generated files that `make generate` would change
	$(BIN)/python -m spec_tools.generate --check

drift: .venv/developing ## Compare a page of the documentation with the contract: DOC=page [FORMAT=json] [PATCH=1] [ACCEPT=1]
	$(BIN)/python -m spec_tools.drift $(if $(FORMAT),--format $(FORMAT)) $(if $(PATCH),--patch) $(if $(ACCEPT),--accept) '$(DOC)'

spec-lint: .venv/developing ## Check the contract and its sources against the rules
	$(BIN)/python -m spec_tools.lint

spec-diff: .venv/developing ## List what changed in the contract since a git revision or file, and the version it needs: BASE=
	$(BIN)/python -m spec_tools.spec_diff '$(BASE)'

spec-docs: .venv/developing ## Write the contract as one page, build/contract.html
	@mkdir -p build
	$(BIN)/python -m spec_tools.spec_docs --to build/contract.html

docs: .venv/developing ## Make the documentation site, build/docs
	$(BIN)/sphinx-build --quiet --fail-on-warning --keep-going --fresh-env --jobs 2 docs build/docs

docs-links: .venv/developing ## Check the links of the site to other sites, over the network
	$(BIN)/sphinx-build --quiet --builder linkcheck docs build/links

# Needs no network: the build has no environment of its own.
release-check: check check-generated spec-lint docs .venv/releasing ## Check a release, and build it into build/dist: [TAG=v1.0.0]
	$(if $(TAG),.ci/check-tag '$(TAG)')
	rm -rf build/dist
	$(BIN)/python -m build --no-isolation --outdir build/dist
	$(BIN)/twine check --strict build/dist/*
	$(BIN)/python -m readme_renderer README.md --output build/readme.html
	$(BIN)/python -m pytest --quiet tests/distribution/test_contents.py tests/distribution/test_release.py

clients: .venv/generating ## Generate TypeScript, Java, C# and Go clients in build/clients, and name those that were left out
	$(BIN)/python -m spec_tools.clients

bench: .venv/developing ## Measure this project and the clients of other generators; with LARGE=1, large exports
	@$(BIN)/python tests/benchmarks$(if $(LARGE),/large.py)

soak: .venv/soaking ## Test mutated pages, fuzz, and run under faults for ten minutes
	$(BIN)/python -m pytest tests/faults/test_spec_pages.py tests/faults/test_links.py --hypothesis-profile=soak --timeout=3600
	$(BIN)/python -m tests.soak.fuzz links -max_total_time=60
	$(BIN)/python -m tests.soak.fuzz decoder -max_total_time=60
	$(BIN)/python -m tests.soak

# In two steps, so that the demo does not wait for developer tools.
.venv/running: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(PIP_INSTALL) --editable '.[cli,emulator]'
	@touch $@

.venv/developing: .venv/running
	$(PIP_INSTALL) 'pip>=25.1' # the first that knows dependency groups
	$(PIP_INSTALL) --editable '.[$(EXTRAS)]' --group dev
	@touch $@

.venv/generating: .venv/developing
	$(PIP_INSTALL) --group clients
	@touch $@

# PySpark takes 500 MB, so only its tests install it.
.venv/spark: .venv/developing
	$(PIP_INSTALL) --editable '.[spark]'
	@touch $@

.venv/matrix: .venv/developing
	$(PIP_INSTALL) --group matrix
	@touch $@

.venv/releasing: .venv/developing
	$(PIP_INSTALL) --group release
	@touch $@

.venv/soaking: .venv/developing
	$(PIP_INSTALL) --group soak
	@touch $@
