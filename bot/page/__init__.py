"""The chat page: addresses, and pure functions that make what it shows."""
