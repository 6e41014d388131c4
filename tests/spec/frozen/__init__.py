"""A contract of the tests' own, so that a change of the project's contract breaks only the tests about it."""

from pathlib import Path

CONTRACT = Path(__file__).with_name("contract.yaml")
SOURCES = Path(__file__).with_name("sources.yaml")
