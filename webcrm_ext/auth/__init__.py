"""Access tokens: which one to send, how to get it, and where it is kept."""
