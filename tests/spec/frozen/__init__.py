"""A contract for tests, so that a change of the contract of the project breaks only the tests about that contract."""

from pathlib import Path

CONTRACT = Path(__file__).with_name("contract.yaml")
SOURCES = Path(__file__).with_name("sources.yaml")
