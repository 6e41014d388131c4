PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin

.PHONY: help setup demo test check generate check-generated
.DEFAULT_GOAL := help

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: .venv/developing ## Make the environment for developing, .venv

demo: .venv/running ## List offers of a market and of a customer from the emulator, through the real path
	@$(BIN)/python -m partner_center.emulator.demo

test: .venv/developing ## Run every test
	$(BIN)/python -m pytest

check: .venv/developing ## Lint, and check the types
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy --strict -p partner_center
	$(BIN)/mypy --strict -p partner_center_api
	$(BIN)/mypy --strict openapi/spec_tools
	$(BIN)/mypy --strict tests/typing
	$(BIN)/pyright

generate: .venv/developing ## Make generated_client from the contract
	$(BIN)/python -m spec_tools.generate

check-generated: .venv/developing ## Name the generated files that are not what the contract makes
	$(BIN)/python -m spec_tools.generate --check

# Two steps, so that the demo does not wait for the tools of a developer.
.venv/running: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[cli,emulator]'
	@touch $@

.venv/developing: .venv/running
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@
