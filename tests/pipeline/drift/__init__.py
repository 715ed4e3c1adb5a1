"""Tests of the drift check."""
