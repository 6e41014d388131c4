"""Writes the contract as one page for people to read, which needs no network."""
