"""Compares two versions of the contract as a Python caller sees them, and computes the next version."""
