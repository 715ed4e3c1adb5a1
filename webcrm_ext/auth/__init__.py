"""Access tokens: when to get one, how, and where it is kept."""
