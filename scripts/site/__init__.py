"""The documentation site: generate the reference from the code, build the site, and add each page as text."""
