PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin

.PHONY: help setup demo test test-spark check generate check-generated drift spec-lint spec-diff spec-docs clients bench soak
.DEFAULT_GOAL := help

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: .venv/developing ## Create the development environment, .venv

demo: .venv/running ## Read offers, an offer and its add-ons from the emulator, with a real sign-in
	@$(BIN)/python -m partner_center.emulator.demo

test: .venv/developing ## Run every test
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile

test-spark: .venv/spark ## Run the tests of the Spark data source (needs Java 17)
	$(BIN)/mypy --strict -p partner_center.spark
	$(BIN)/pyright wrapper/partner_center/spark
	$(BIN)/python -m pytest tests/spark

check: .venv/developing ## Run the linter and the type checkers
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy --strict -p partner_center
	$(BIN)/mypy --strict -p partner_center_api
	$(BIN)/mypy --strict openapi/spec_tools
	$(BIN)/mypy --strict tests/typing tests/examples
	$(BIN)/pyright

generate: .venv/developing ## Generate generated_client from the contract
	$(BIN)/python -m spec_tools.generate

check-generated: .venv/developing ## List the generated files that are not up to date with the contract
	$(BIN)/python -m spec_tools.generate --check

drift: .venv/developing ## Compare a page of the documentation with the contract: DOC=page [FORMAT=json] [PATCH=1] [ACCEPT=1]
	$(BIN)/python -m spec_tools.drift $(if $(FORMAT),--format $(FORMAT)) $(if $(PATCH),--patch) $(if $(ACCEPT),--accept) '$(DOC)'

spec-lint: .venv/developing ## Check the contract and its sources against the rules of the project
	$(BIN)/python -m spec_tools.lint

spec-diff: .venv/developing ## Show the changes of the contract since a git revision or file, and the required version: BASE=
	$(BIN)/python -m spec_tools.spec_diff '$(BASE)'

spec-docs: .venv/developing ## Write the contract as one page, build/contract.html
	@mkdir -p build
	$(BIN)/python -m spec_tools.spec_docs --to build/contract.html

clients: .venv/generating ## Generate TypeScript, Java, C# and Go clients in build/clients, and list those that cannot be built
	$(BIN)/python -m spec_tools.clients

bench: .venv/developing ## Compare the speed with clients of other generators; with LARGE=1, measure large exports
	@$(BIN)/python tests/benchmarks$(if $(LARGE),/large.py)

soak: .venv/soaking ## Read from a failing service for ten minutes, after 10,000 mutated pages and some fuzzing
	$(BIN)/python -m pytest tests/faults/test_spec_pages.py tests/faults/test_links.py --hypothesis-profile=soak --timeout=3600
	$(BIN)/python -m tests.soak.fuzz links -max_total_time=60
	$(BIN)/python -m tests.soak.fuzz decoder -max_total_time=60
	$(BIN)/python -m tests.soak

# Two steps, so that the demo does not install the development tools.
.venv/running: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[cli,emulator]'
	@touch $@

.venv/developing: .venv/running
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

.venv/generating: .venv/developing
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[clients]'
	@touch $@

# PySpark needs 500 MB, so it is installed only for its tests.
.venv/spark: .venv/developing
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[spark]'
	@touch $@

.venv/soaking: .venv/developing
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[soak]'
	@touch $@
