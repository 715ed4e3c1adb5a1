"""Quotation lines, for systems with linked data and without."""
