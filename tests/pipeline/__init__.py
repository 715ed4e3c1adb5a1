"""Tests of the scripts that turn a definition into a client."""
