"""The commands of those who maintain the contract. Not part of what is installed."""
