"""Create or update records by a key."""
