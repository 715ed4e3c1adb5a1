"""The repository's own drift check: `make drift`."""
