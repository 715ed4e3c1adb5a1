"""Send calls: HTTP, rate limit, retries, responses and errors. One module for each concern."""
