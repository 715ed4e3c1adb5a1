"""How a call travels: token, pacing, retries, and what becomes of its answer. One place for each."""
