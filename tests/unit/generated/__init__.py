"""Tests of the raw client, as it was generated and committed."""
