"""The documentation site: reference pages from the code, the build, and every page as text."""
