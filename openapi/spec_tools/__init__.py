"""The commands for maintaining the contract. They are not installed with the package."""
