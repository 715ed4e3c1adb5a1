"""Tests of what was generated, as it stands in the repository."""
