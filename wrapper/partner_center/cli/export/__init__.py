"""``partner-center offers export``: many catalogues into one file, in a way that can be interrupted at any moment."""
