"""Benchmarks of the client and its alternatives: `make bench`."""
