"""Compares a page of the documentation with the contract."""
