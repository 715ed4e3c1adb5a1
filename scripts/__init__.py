"""The repository's own tools: what regenerates the raw client and what watches it."""
