"""The API side: the operations of the contract, and the offers, pages and faults that they return."""
