"""``partner-center offers export``: the offers of many markets or customers in one file, safe to interrupt."""
