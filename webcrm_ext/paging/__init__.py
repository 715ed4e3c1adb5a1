"""Lists, page by page."""
